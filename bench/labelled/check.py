#!/usr/bin/env python3
"""Checks the labelled mails: python3 check.py [--counts]. Prints no mail text."""
import json, os, re, sys
from collections import Counter
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

HERE = os.path.dirname(os.path.abspath(__file__))
ENUM = {
    "category": "personal work newsletter promotion notification invoice receipt travel calendar security other",
    "importance": "low normal high urgent",
    "action_type": "reply read pay schedule wait none",
    "verdict": "safe suspicious scam",
}
KEYS = {"id", "lang", "raw", "user", "zone", "known_senders", "labels"}
LABELS = {*ENUM, "needs_reply", "due", "rests_on"}
errors, ids, mids, bodies = [], set(), set(), {}


def text(m):
    out = []
    for p in m.walk():
        if p.get_content_maintype() == "text" and not p.get_filename():
            out.append(p.get_content())
    return "\n".join(out)


for split in ("dev", "train", "held"):
    counts = {k: Counter() for k in [*ENUM, "needs_reply", "due", "lang"]}
    words, bodies[split], n = [], {}, 0
    for line in open(f"{HERE}/{split}.jsonl", encoding="utf8"):
        n += 1
        o = json.loads(line)
        i, lab = o["id"], o["labels"]
        bad = lambda what: errors.append(f"{i}: {what}")
        if set(o) != KEYS or set(lab) != LABELS: bad("keys")
        if i in ids or i[0] != split[0]: bad("id")
        ids.add(i)
        if o["lang"] not in ("en", "de"): bad("lang")
        for k, v in ENUM.items():
            if lab[k] not in v.split(): bad(k)
        if not isinstance(lab["needs_reply"], bool): bad("needs_reply")
        if "\r" in o["raw"]: bad("carriage return")
        m = message_from_bytes(o["raw"].encode(), policy=policy.default)
        if any(p.defects for p in m.walk()): bad("MIME defect")
        for h in ("From", "To", "Subject", "Date", "Message-ID"):
            if not m[h]: bad("no " + h)
        if m["Message-ID"] in mids: bad("Message-ID twice")
        mids.add(m["Message-ID"])
        sent = parsedate_to_datetime(str(m["Date"])).astimezone(ZoneInfo(o["zone"]))
        if lab["due"] is not None:
            due = lab["due"]
            if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", due): bad("due form")
            days = (datetime.fromisoformat(due[:10]).date() - sent.date()).days
            if not 0 <= days <= 60: bad(f"due {days} days away")
        if lab["verdict"] != "safe" and (lab["due"] or lab["needs_reply"]): bad("due or reply on a mail that is not safe")
        if lab["needs_reply"] and lab["action_type"] not in ("reply", "schedule"): bad("needs_reply with " + lab["action_type"])
        if lab["action_type"] == "reply" and not lab["needs_reply"]: bad("reply without needs_reply")
        if not lab["rests_on"]: bad("rests_on")
        t = text(m)
        words.append(len(re.sub(r"<[^>]*>", " ", t).split()))
        bodies[split][i] = {tuple(w[j:j + 5]) for w in [re.findall(r"\w+", re.sub(r"<style.*?</style>|<[^>]*>", " ", t, flags=re.S).lower())] for j in range(len(w) - 4)}
        for k in counts: counts[k][str(bool(lab["due"])) if k == "due" else str(o["lang"] if k == "lang" else lab[k])] += 1
    if "--counts" in sys.argv:
        print(split, n, "words min/median/max", min(words), sorted(words)[n // 2], max(words))
        for k, c in counts.items(): print("  ", k, dict(c.most_common()))
for a, x in [*bodies["dev"].items(), *bodies["train"].items()]:
    for b, y in bodies["held"].items():
        if x and y and len(x & y) / min(len(x), len(y)) > 0.25: errors.append(f"{a} and {b} share wording")
print("\n".join(errors) or "ok")
sys.exit(bool(errors))
