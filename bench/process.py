"""Child processes: started, waited for, looked at in /proc, and ended by their own process id."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time


class Missing(Exception):
    """A peer or a part of the product is not there."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(what: str, ready, limit: float, every: float = 0.02, child: subprocess.Popen | None = None):
    """Asks until the answer is true, and gives it back."""
    end = time.monotonic() + limit
    while True:
        answer = ready()
        if answer:
            return answer
        if child is not None and child.poll() is not None:
            raise RuntimeError(f"{what}: the process ended with {child.returncode}")
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {limit:.0f} s")
        time.sleep(every)


@contextlib.contextmanager
def running(command: list, log: pathlib.Path, **options):
    """A child in a process group of its own, which is ended with it."""
    with open(log, "ab") as output:
        options = {"stdout": output, "stderr": output, "stdin": subprocess.DEVNULL} | options
        child = subprocess.Popen([str(part) for part in command], start_new_session=True, **options)
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen, limit: float = 15) -> None:
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(limit)
        except subprocess.TimeoutExpired:
            pass
    # What is left of its group: helpers of a master process that was too slow.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(limit)


def memory(process: int, field: str = "VmRSS") -> float:
    """In MB; `VmHWM` is the highest so far."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {process} has no {field}")


def children(process: int) -> list[int]:
    found = []
    for task in pathlib.Path(f"/proc/{process}/task").iterdir():
        found += [int(word) for word in (task / "children").read_text().split()]
    return found


def processor_seconds(process: int) -> float:
    """User and system time so far."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
