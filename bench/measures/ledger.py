"""Effects of the user's own through the whole ledger, beside the same number of bare durable commits."""

import json
import shutil
import subprocess

from table import Row

EFFECTS = 2_000
# What the engine has in hand at once, and what a crowd of users would.
ENGINE, MANY = 32, 256


def measure(bench) -> list:
    rates = {ENGINE: [], MANY: [], "bare": []}
    for _ in range(bench.rounds):
        for at_once in (ENGINE, MANY):
            rates[at_once].append(rate(bench, "ledger_rate", "effects", EFFECTS, at_once))
        rates["bare"].append(rate(bench, "bare_commits", "commits", EFFECTS))
    same = {"unit": "/s", "peer": rates["bare"], "peer_name": "bare SQLite commits", "goal_on": "ratio"}
    return [
        Row(f"effects through the ledger, {ENGINE} at once", ours=rates[ENGINE], goal=0.5, at_least=True, **same),
        Row(f"effects through the ledger, {MANY} at once", ours=rates[MANY], goal=0.5, at_least=True, **same),
    ]


def rate(bench, example: str, count: str, *arguments) -> float:
    folder = bench.folder / "ledger"
    folder.mkdir()
    command = [bench.example(example), folder, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{example}: {done.stderr.strip()[-300:]}")
    shutil.rmtree(folder)
    measured = json.loads(done.stdout)
    return measured[count] / measured["seconds"]
