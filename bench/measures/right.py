"""How often the agents are right on labelled mails that their author has not seen, and how fast they are; the spam
filters beside them. No text of these mails is printed, nor which of them was judged wrongly."""

import json
import re
import shutil
import statistics
import subprocess

from filters import Rspamd, rspamd_seconds, spamassassin
from process import Missing
from table import NotRun, Row

SPEED_GOAL = 8_000


def measure(bench) -> list:
    folder = bench.folder / "right"
    folder.mkdir(mode=0o755)
    held = bench.source / "bench" / "labelled" / "held.jsonl"
    lines = held.read_text().splitlines()
    labelled = [json.loads(line) for line in lines]
    # Triage and due dates mean something on safe mails alone (bench/labelled/README.md).
    safe = folder / "safe.jsonl"
    safe.write_text("".join(f"{line}\n" for line, one in zip(lines, labelled) if verdict(one) == "safe"))
    on_safe = agents(bench, safe)
    reports = [agents(bench, held) for _ in range(bench.rounds)]
    on_all = reports[0]
    speeds = [report["speed"] for report in reports]

    peers, missing = {}, []
    mails = {one["id"]: one["raw"].encode() for one in labelled}
    seconds = []
    judges = {
        "rspamd": lambda: judged_by_rspamd(bench, folder, mails, seconds),
        "SpamAssassin": lambda: spamassassin(folder, mails),
    }
    for name, judge in judges.items():
        try:
            flagged = judge()
        except Missing as why:
            missing.append(NotRun(f"scams: {name}", str(why)))
        else:
            peers[name] = rates(labelled, flagged)
    shutil.rmtree(folder)

    note = f"{len(labelled)} held-out mails, {on_safe['mails']:.0f} of them safe"
    percent = {"unit": "%", "at_least": True}
    rows = [
        Row("needs reply, F1", "", [on_safe["f1"]], goal=0.85, at_least=True, note=note),
        Row("action type right", ours=[on_safe["action"]], goal=85, **percent),
        Row("due dates right", ours=[on_safe["due"]], goal=90, **percent),
        Row("due dates invented", "", [on_safe["invented"]], goal=0),
    ]
    # Each goal is counted once, beside the first peer that is there.
    goals = (60, 2)
    for name, (found, alarms) in (peers or {"–": (None, None)}).items():
        found, alarms = ([] if value is None else [value] for value in (found, alarms))
        rows += [
            Row("scams found (any warning)", ours=[on_all["recall"]], peer=found, peer_name=name, goal=goals[0], **percent),
            Row("false alarms (any warning)", "%", [on_all["alarms"]], alarms, name, goals[1]),
        ]
        goals = (None, None)
    rows.append(Row("scams found (verdict scam)", ours=[on_all["strict"]], **percent))
    if seconds:
        peer = [len(mails) / statistics.median(seconds)]
        rows.append(Row("agents, mails a second a core", "/s", speeds, peer, "rspamd, all rules", SPEED_GOAL, at_least=True))
    else:
        rows.append(Row("agents, mails a second a core", "/s", speeds, goal=SPEED_GOAL, at_least=True))
    return rows + missing


def agents(bench, path) -> dict[str, float]:
    """The figures that `measure` of the agents prints."""
    command = [bench.example("measure"), path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"measure: {done.stderr.strip()[-300:]}")
    patterns = {
        "mails": r"^mails +(\d+)",
        "f1": r"^needs reply .*F1 +([\d.]+)",
        "action": r"^action type +([\d.]+) %",
        "due": r"^due dates +([\d.]+) %",
        "invented": r"^due dates .* (\d+) invented",
        "recall": r"^scams .*recall +([\d.]+) %",
        "alarms": r"^ +false alarms +([\d.]+) %",
        "strict": r"^ +as 'scam' .*recall +([\d.]+) %",
        "speed": r"^speed +([\d.]+) mails/s",
    }
    figures = {}
    for name, pattern in patterns.items():
        match = re.search(pattern, done.stdout, re.MULTILINE)
        if not match:
            raise RuntimeError(f"measure printed no line like {pattern}")
        figures[name] = float(match[1])
    return figures


def judged_by_rspamd(bench, folder, mails, seconds: list) -> set[str]:
    inside = folder / "rspamd"
    inside.mkdir(mode=0o755)
    with Rspamd(inside, bench.kept / "rspamd").serving() as rspamd:
        flagged = rspamd.flagged(mails)
        seconds += [rspamd_seconds(rspamd, mails) for _ in range(bench.rounds)]
    return flagged


def rates(labelled: list, flagged: set[str]) -> tuple[float, float]:
    """Percent of the scams found and of the safe mails wrongly accused; those labelled suspicious stay out."""
    kinds = {kind: {one["id"] for one in labelled if verdict(one) == kind} for kind in ("scam", "safe")}
    return tuple(100 * len(flagged & kinds[kind]) / len(kinds[kind]) for kind in ("scam", "safe"))


def verdict(one: dict) -> str:
    return one["labels"]["verdict"]
