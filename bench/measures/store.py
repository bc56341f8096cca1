"""A store of 100,000 mails: how soon it is ready, how much memory it idles in, how quick its search is."""

import contextlib
import random
import shutil
import sqlite3
import statistics
import time
import urllib.parse

from mails import OWNER, Mails, write_mbox
from mailserver import MailServer
from process import children, memory
from product import serving
from table import Row

COUNT = 100_000
AVERAGE = 1_500
IDLE = 10.0
SEARCHES = 200
PAGE = 50


def measure(bench) -> list:
    folder = bench.folder / "store"
    folder.mkdir()
    mbox = folder / "all.mbox"
    texts = Texts(folder / "peer.db")
    write_mbox(mbox, texts.passing(Mails(11, COUNT, AVERAGE)))
    texts.close()
    with serving(bench.binary, folder / "data") as product:
        begun = time.perf_counter()
        product.add_account(address=OWNER, mbox=str(mbox))
        product.wait_all_done(COUNT, 300)
        filled = time.perf_counter() - begun
        peak = memory(product.child.pid, "VmHWM")
    note = f"{COUNT:,} mails, {mbox.stat().st_size / 1e6:.0f} MB, imported with all agents in {filled:.0f} s, peak {peak:.0f} MB"

    ready, idle, peer_ready, peer_idle = [], [], [], []
    searched, peer_searched = [], []
    server = MailServer(folder / "server")
    server.folder.mkdir(mode=0o755)
    server.deliver([])
    for turn in range(bench.rounds):
        with serving(bench.binary, folder / "data") as product:
            ready.append(product.ready_after * 1000)
            if turn == 0:
                with dovecot(server, peer_ready) as master:
                    time.sleep(IDLE)
                    idle.append(memory(product.child.pid))
                    peer_idle.append(sum(memory(pid) for pid in [master, *children(master)]))
            else:
                with dovecot(server, peer_ready):
                    pass
            words = questions(turn)
            searched.append(statistics.median(ask_product(product, words)))
        peer_searched.append(statistics.median(ask_table(folder / "peer.db", words)))
    shutil.rmtree(folder)
    return [
        Row("start to /readyz, 100,000 items", "ms", ready, peer_ready, "dovecot's greeting", 150, note=note),
        Row("idle memory after 10 s", "MB", idle, peer_idle, "idle dovecot", 40),
        Row("search p50 over REST, 100,000 items", "ms", searched, peer_searched, "bare FTS5, no HTTP", 10),
    ]


class Texts:
    """The peer of the search: one FTS5 table and nothing around it, filled with the same mails."""

    def __init__(self, path):
        self.database = sqlite3.connect(path)
        self.database.execute("CREATE VIRTUAL TABLE mails USING fts5 (head, text, tokenize = 'unicode61')")

    def passing(self, mails):
        for mail in mails:
            head, _, body = mail.raw.partition(b"\r\n\r\n")
            head = "\n".join(
                line for line in head.decode().split("\r\n") if line.startswith(("From:", "To:", "Subject:"))
            )
            text = body if b"multipart/" not in mail.raw[:2000] else body.split(b"\r\n--")[1]
            self.database.execute("INSERT INTO mails VALUES (?, ?)", (head, text.decode()[:20_000]))
            yield mail

    def close(self):
        self.database.commit()
        self.database.close()


@contextlib.contextmanager
def dovecot(server: MailServer, ready: list):
    """Idle dovecot: the process id of its master."""
    begun = time.perf_counter()
    with server.serving():
        ready.append((time.perf_counter() - begun) * 1000)
        yield server.pid


def questions(turn: int) -> list[str]:
    """Common words, rare words, two words, beginnings of words, names: as people search."""
    draw = random.Random(turn)
    mails = Mails(11, 1, AVERAGE)
    asked = []
    for number in range(SEARCHES):
        words = draw.choices(mails.words, cum_weights=mails.weights, k=2)
        kind = number % 5
        if kind == 0:
            asked.append(words[0])
        elif kind == 1:
            asked.append(" ".join(words))
        elif kind == 2:
            asked.append(draw.choice(mails.words[5_000:]))
        elif kind == 3:
            asked.append(draw.choice(mails.words)[:4])
        else:
            asked.append(draw.choice(mails.people)[0])
    return asked


def ask_product(product, questions: list[str]) -> list[float]:
    found, times = 0, []
    for question in questions:
        path = f"/api/items?limit={PAGE}&query={urllib.parse.quote(question)}"
        begun = time.perf_counter()
        content = product.bytes("GET", path)
        times.append((time.perf_counter() - begun) * 1000)
        found += content.count(b'"thread_id"')
    if found < len(questions):
        raise RuntimeError(f"{len(questions)} searches found {found} items: the search does not work")
    return times


def ask_table(path, questions: list[str]) -> list[float]:
    times = []
    with contextlib.closing(sqlite3.connect(path)) as database:
        for question in questions:
            # All words, the last one as a beginning: what the product promises.
            match = " ".join(f'"{word}"' for word in question.split()) + "*"
            begun = time.perf_counter()
            statement = "SELECT head, substr(text, 1, 200) FROM mails WHERE mails MATCH ? ORDER BY rowid DESC LIMIT ?"
            database.execute(statement, (match, PAGE)).fetchall()
            times.append((time.perf_counter() - begun) * 1000)
    return times
