"""A mailbox of 10,000 mails and 125 MB comes in for the first time, beside mbsync, which only copies the bytes."""

import shutil
import time
import urllib.parse

from mails import OWNER, Mails
from mailserver import PASSWORD, MailServer, copied, mbsync
from process import wait_until
from product import serving
from table import Row

COUNT = 10_000
AVERAGE = 12_500
# Often enough for the figure, seldom enough not to be the load.
LOOK_EVERY = 0.05


def measure(bench) -> list:
    folder = bench.folder / "first-sync"
    folder.mkdir()
    server = MailServer(folder / "server")
    server.folder.mkdir(mode=0o755)
    mails = server.deliver(Mails(7, COUNT, AVERAGE))
    size = sum(length for _, _, length in mails)
    # Newest first: the oldest mail of each folder is the last to come.
    last = {name: reference for name, reference, _ in reversed(mails)}
    listed, done, peer = [], [], []
    with server.serving():
        # Untimed: dovecot reads its Maildir for the first time and writes its indexes.
        mbsync(server.port, folder / "warm")
        shutil.rmtree(folder / "warm")
        for turn in range(bench.rounds):
            ours = one_sync(bench, server, folder / f"ours-{turn}", list(last.values()))
            listed.append(ours[0])
            done.append(ours[1])
            copy = folder / f"mbsync-{turn}"
            peer.append(mbsync(server.port, copy))
            if copied(copy) != COUNT:
                raise RuntimeError(f"mbsync copied {copied(copy)} of {COUNT} mails")
            shutil.rmtree(copy)
            shutil.rmtree(folder / f"ours-{turn}")
    shutil.rmtree(folder)
    note = f"{COUNT:,} mails, {size / 1e6:.0f} MB"
    same = {"unit": "s", "peer": peer, "peer_name": "mbsync, FSync no", "goal_on": "ratio"}
    return [
        Row("first sync: listed and searchable", ours=listed, goal=0.5, note=note, **same),
        Row("first sync: all agents done", ours=done, goal=1.0, **same),
    ]


def one_sync(bench, server: MailServer, data, references: list[str]) -> tuple[float, float]:
    with serving(bench.binary, data) as product:
        begun = time.perf_counter()
        product.add_account(
            address=OWNER, login={"user": OWNER, "password": PASSWORD}, imap=f"imap://127.0.0.1:{server.port}"
        )
        wait_until("every item", lambda: product.sync()["items"] >= COUNT, 120, LOOK_EVERY, product.child)
        for reference in references:
            query = f"/api/items?limit=1&query={urllib.parse.quote(reference)}"
            wait_until(f"a hit for {reference}", lambda: product.get(query)["data"], 60, LOOK_EVERY, product.child)
        listed = time.perf_counter() - begun
        product.wait_all_done(COUNT, 120, LOOK_EVERY)
        done = time.perf_counter() - begun
        if product.sync()["items"] != COUNT:
            raise RuntimeError(f"{product.sync()['items']} items of {COUNT} mails")
        return listed, done
