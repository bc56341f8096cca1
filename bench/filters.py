"""The spam filters that the safety rules are measured beside: rspamd and SpamAssassin, both without network."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import subprocess

from mailserver import mail_owner, program
from process import children, free_port, processor_seconds, running, wait_until

# What needs DNS, HTTP, Redis or a history of its own.
NETWORK_MODULES = (
    "rbl surbl fuzzy_check asn spf dkim dmarc arc mx_check url_redirector hfilter reputation neural greylist "
    "ratelimit dkim_signing replies history_redis rspamd_update bimi whitelist"
).split()


class Rspamd:
    """Its compiled patterns are kept from run to run: making them takes a minute."""

    def __init__(self, folder: pathlib.Path, kept: pathlib.Path):
        self.folder = folder
        self.kept = kept
        self.port = free_port()
        self.pid = 0

    @contextlib.contextmanager
    def serving(self):
        rules = self.folder / "local" / "local.d"
        rules.mkdir(parents=True)
        self.kept.mkdir(parents=True, exist_ok=True)
        for module in NETWORK_MODULES:
            (rules / f"{module}.conf").write_text("enabled = false;\n")
        # Port 9 answers nothing, so that no question leaves this machine.
        (rules / "options.inc").write_text(
            'dns { nameserver = ["127.0.0.1:9:1"]; timeout = 0.01s; retransmits = 1; }\n'
            f'rrd = ""; tempdir = "{self.folder}"; hs_cache_dir = "{self.kept}/";\n'
        )
        configuration = self.folder / "local" / "rspamd.conf"
        configuration.write_text(
            f"""
.include "$CONFDIR/common.conf"
options {{
    pidfile = "{self.folder}/pid";
    .include "$CONFDIR/options.inc"
    .include(priority=1,duplicate=merge) "$LOCAL_CONFDIR/local.d/options.inc"
}}
logging {{ type = "console"; level = "warning"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{self.port}"; count = 1; mime = true; }}
"""
        )
        command = [program("rspamd"), "-f", "-c", configuration]
        for name, path in {"LOCAL_CONFDIR": "local", "DBDIR": "db", "RUNDIR": "run", "LOGDIR": "log"}.items():
            (self.folder / path).mkdir(exist_ok=True)
            command += ["--var", f"{name}={self.folder / path}"]
        if os.geteuid() == 0:
            command += ["-i", "-u", "nobody", "-g", "nogroup"]
        for path, _, names in [*os.walk(self.folder), *os.walk(self.kept)]:
            for name in [path, *(os.path.join(path, name) for name in names)]:
                os.chown(name, *mail_owner())
        with running(command, self.folder / "rspamd.log") as child:
            # Long, because the first start on a machine compiles its patterns.
            wait_until("rspamd", lambda: self.ask("GET", "/ping", b"", 2) is not None, 240, 0.2, child)
            self.pid = child.pid
            yield self

    def ask(self, method: str, path: str, body: bytes, limit: float = 60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=limit)
        try:
            connection.request(method, path, body)
            return connection.getresponse().read()
        except OSError:
            return None
        finally:
            connection.close()

    def flagged(self, mails: dict[str, bytes]) -> set[str]:
        """The mails that it would at least mark as spam."""
        found = set()
        for name, raw in mails.items():
            answer = self.ask("POST", "/checkv2", raw)
            if answer is None:
                raise RuntimeError("rspamd gave no answer")
            if json.loads(answer)["action"] in ("add header", "rewrite subject", "reject"):
                found.add(name)
        return found

    def processor_seconds(self) -> float:
        return sum(processor_seconds(pid) for pid in children(self.pid))


def rspamd_seconds(rspamd: Rspamd, mails: dict[str, bytes]) -> float:
    before = rspamd.processor_seconds()
    rspamd.flagged(mails)
    return rspamd.processor_seconds() - before


def spamassassin(folder: pathlib.Path, mails: dict[str, bytes]) -> set[str]:
    """Its packaged rules in one process over all mails: `spamassassin -L -t`."""
    letters = folder / "mails"
    letters.mkdir()
    for name, raw in mails.items():
        (letters / name).write_bytes(f"X-Bench-Id: {name}\n".encode() + raw)
    preferences = folder / "preferences"
    preferences.write_text("report_safe 0\nuse_bayes 0\n")
    command = [program("spamassassin"), "-L", "-t", f"--prefs-file={preferences}", letters]
    environment = os.environ | {"HOME": str(folder), "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=300)
    found, verdicts, verdict = set(), 0, None
    for line in done.stdout.splitlines():
        if match := re.match(rb"X-Spam-Status: (Yes|No)", line):
            verdict = match[1] == b"Yes"
        elif verdict is not None and (match := re.match(rb"X-Bench-Id: (\S+)", line)):
            verdicts += 1
            if verdict:
                found.add(match[1].decode())
            verdict = None
    if verdicts != len(mails):
        raise RuntimeError(f"spamassassin judged {verdicts} of {len(mails)} mails")
    return found
