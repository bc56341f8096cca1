#!/usr/bin/env python3
"""`make bench`: builds the release binary once, runs each bench beside its peer, prints one table."""

import argparse
import importlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from process import Missing  # noqa: E402
from table import NotRun, save, show  # noqa: E402

# In this order: what needs a quiet machine most comes first.
BENCHES = ("first_sync", "ledger", "store", "right", "mbox")
EXAMPLES = {"ledger_rate": "executor", "bare_commits": "store", "measure": "agents"}
# Program → Debian package.
PEERS = {"dovecot": "dovecot-imapd", "mbsync": "isync", "spamassassin": "spamassassin", "rspamd": "rspamd"}


class Bench:
    """What each bench is given."""

    def __init__(self, folder: pathlib.Path, rounds: int, full: bool):
        self.source = pathlib.Path(__file__).resolve().parent.parent
        self.folder = folder
        self.rounds = rounds
        self.full = full
        self.kept = kept_folder()
        self.executables: dict[str, pathlib.Path] = {}

    @property
    def binary(self) -> pathlib.Path:
        return self.example("factotum")

    def example(self, name: str) -> pathlib.Path:
        if name not in self.executables:
            raise Missing(f"{name} was not built")
        return self.executables[name]

    def build(self) -> None:
        wanted = [["-p", "factotum", "--bin", "factotum"]]
        wanted += [["-p", package, "--example", name] for name, package in EXAMPLES.items()]
        for selection in wanted:
            command = ["cargo", "build", "--release", "--message-format=json-render-diagnostics", *selection]
            done = subprocess.run(command, cwd=self.source, stdout=subprocess.PIPE, text=True)
            if done.returncode != 0:
                raise SystemExit(f"bench: {' '.join(command)} failed")
            for line in done.stdout.splitlines():
                message = json.loads(line)
                if message.get("executable"):
                    self.executables[message["target"]["name"]] = pathlib.Path(message["executable"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", nargs="*", default=BENCHES, help=f"only these of {', '.join(BENCHES)}")
    parser.add_argument("--rounds", type=int, default=3, help="of ours and the peer's in turn (default 3)")
    parser.add_argument("--strict", action="store_true", help="a missed goal is exit code 1 too")
    arguments = parser.parse_args()
    if unknown := set(arguments.bench) - set(BENCHES):
        parser.error(f"there is no bench {', '.join(sorted(unknown))}")
    full = os.environ.get("BENCH_FULL") == "1"
    say_what_is_missing()

    with tempfile.TemporaryDirectory(prefix="factotum-bench-") as name:
        folder = pathlib.Path(name)
        # dovecot and rspamd run as other users.
        folder.chmod(0o755)
        bench = Bench(folder, arguments.rounds, full)
        print("Building the release binary …", file=sys.stderr, flush=True)
        bench.build()
        begun = time.monotonic()
        outcomes, broken = [], False
        for name in arguments.bench:
            if name == "mbox" and not full:
                outcomes.append(NotRun("mbox import of 1 GB", "only with BENCH_FULL=1"))
                continue
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                outcomes += importlib.import_module(f"measures.{name}").measure(bench)
            except Missing as why:
                outcomes.append(NotRun(name, str(why)))
            except Exception as why:  # One broken bench must not hide the figures of the others.
                broken = True
                outcomes.append(NotRun(name, f"BROKEN: {why}"))
        seconds = time.monotonic() - begun

    print(show(outcomes))
    missed = [o.name for o in outcomes if not isinstance(o, NotRun) and o.holds is False]
    held = sum(1 for o in outcomes if not isinstance(o, NotRun) and o.holds)
    not_run = sum(isinstance(o, NotRun) for o in outcomes)
    print(f"\n{held} goals hold, {len(missed)} missed, {not_run} not run; {seconds:.0f} s")
    save(bench.source / "bench" / "results.json", outcomes, seconds)
    return 1 if broken or (missed and arguments.strict) else 0


def say_what_is_missing() -> None:
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    missing = [package for name, package in PEERS.items() if not shutil.which(name, path=path)]
    if missing:
        print(
            f"Missing peers: {', '.join(missing)}. Their rows are counted as not run. Install them with\n"
            f"  apt-get install --no-install-recommends {' '.join(missing)}\n"
            "and stop the system-wide daemons that come with them; the benches start their own.",
            file=sys.stderr,
        )


def kept_folder() -> pathlib.Path:
    """As scripts/test-env: daemons that run as nobody cannot look into /root."""
    chosen = os.environ.get("FACTOTUM_TEST_ENV")
    default = "/var/cache/factotum" if os.geteuid() == 0 else pathlib.Path.home() / ".cache" / "factotum"
    return pathlib.Path(chosen or default) / "bench"


if __name__ == "__main__":
    sys.exit(main())
