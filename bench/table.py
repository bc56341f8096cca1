"""Rows of the result, the printed table and results.json."""

import datetime
import json
import os
import pathlib
import platform
import statistics
from dataclasses import asdict, dataclass, field


@dataclass
class Row:
    """One measured thing. `goal` is a bound on `value_of`: ours, or ours as a share of the peer's."""

    name: str
    unit: str
    ours: list[float]
    peer: list[float] = field(default_factory=list)
    peer_name: str = "–"
    goal: float | None = None
    goal_on: str = "ours"  # or "ratio"
    at_least: bool = False
    note: str = ""

    @property
    def our_median(self) -> float:
        return statistics.median(self.ours)

    @property
    def peer_median(self) -> float | None:
        return statistics.median(self.peer) if self.peer else None

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's, by medians."""
        return self.our_median / self.peer_median if self.peer_median else None

    @property
    def holds(self) -> bool | None:
        value = self.our_median if self.goal_on == "ours" else self.ratio
        if self.goal is None or value is None:
            return None
        return value >= self.goal if self.at_least else value <= self.goal

    @property
    def goal_text(self) -> str:
        if self.goal is None:
            return ""
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.goal:,g} {'× peer' if self.goal_on == 'ratio' else self.unit}".rstrip()


@dataclass
class NotRun:
    name: str
    why: str


def show(outcomes: list) -> str:
    """The table; a row that has no goal stands for information."""
    head = ["what", "ours", "peer", "ratio", "goal", "holds"]
    lines = [head]
    for outcome in outcomes:
        if isinstance(outcome, NotRun):
            lines.append([outcome.name, "not run", outcome.why, "", "", "not run"])
            continue
        peer = "–"
        if outcome.peer_median is not None:
            peer = f"{figure(outcome.peer_median, outcome.unit)} ({outcome.peer_name})"
        ratio = f"{outcome.ratio:.2f}" if outcome.ratio is not None else "–"
        holds = {True: "yes", False: "NO", None: "–"}[outcome.holds]
        ours = figure(outcome.our_median, outcome.unit)
        lines.append([outcome.name, ours, peer, ratio, outcome.goal_text, holds])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
    text.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"  {o.name}: {o.note}" for o in outcomes if isinstance(o, Row) and o.note]
    return "\n".join(text + ([""] + notes if notes else []))


def figure(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def save(path: pathlib.Path, outcomes: list, seconds: float) -> None:
    rows = []
    for outcome in outcomes:
        row = asdict(outcome)
        if isinstance(outcome, Row):
            row |= {"our_median": outcome.our_median, "peer_median": outcome.peer_median}
            row |= {"ratio": outcome.ratio, "holds": outcome.holds}
        rows.append(row)
    document = {
        "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "processor": processor(), "kernel": platform.release()},
        "load_before": round(os.getloadavg()[2], 2),
        "seconds": round(seconds, 1),
        "rows": rows,
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
