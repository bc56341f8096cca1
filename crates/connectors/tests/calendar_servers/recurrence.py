import json
import sys
from datetime import datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr


def follow(case):
    zone = ZoneInfo(case["zone"])
    start = datetime.strptime(case["start"], "%Y%m%dT%H%M%S")

    def instant(local):
        return int(local.replace(tzinfo=zone, fold=0).timestamp())

    def local(second):
        return datetime.fromtimestamp(second, timezone.utc).astimezone(zone).replace(tzinfo=None)

    parts = dict(part.split("=") for part in case["rule"].split(";"))
    # dateutil follows rules in local time, and then wants UNTIL in local time as well.
    if "UNTIL" in parts:
        until = datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        parts["UNTIL"] = until.astimezone(zone).strftime("%Y%m%dT%H%M%S")
    count = int(parts.pop("COUNT", 0))
    rule = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)
    # What falls into a gap is moved by at most an hour.
    margin = timedelta(minutes=61)
    low, high = local(case["from"]) - margin, local(case["to"]) + margin
    made = start in set(islice(rule, 1))
    if count:
        # DTSTART counts as the first (RFC 5545, 3.8.5.3), also where the rule does not make it.
        wanted = count if made else count - 1
        dates = []
        for date in rule:
            if len(dates) >= wanted or date > high:
                break
            dates.append(date)
    else:
        dates = []
        for date in rule.xafter(low, inc=True):
            if date > high:
                break
            dates.append(date)
    instants = {instant(date) for date in [start, *dates]}
    return sorted(found for found in instants if case["from"] <= found < case["to"])[: case["limit"]]


json.dump([follow(case) for case in json.load(sys.stdin)], sys.stdout)
