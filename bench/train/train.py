#!/usr/bin/env python3
"""Learns the table of weights of crates/agents from labelled mails, and says how good it is on mails it has not seen.

    train.py FEATURES.jsonl [--write WEIGHTS.tsv] [--ablation]

FEATURES.jsonl comes from the example `features` of crates/agents. Estimates are cross-validated: by blocks of twelve
consecutive mails of one author file, and, harder, by whole author files (each file is also a genre of its own).
The mails of dev.jsonl only train, and without what the rules say of them: the rules were written with them.
"""
import argparse, json, os

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
from collections import Counter
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
# Weight of a word in a mail of n words: the same formula as in crates/agents/src/learned/table.rs.
WORD, SMOOTH = 8.0, 40.0
STRENGTH = 0.3  # C of the logistic regression, chosen by cross-validation
LEAST = 3  # mails that a feature must occur in
# Weights kept for each answer, so that the table stays below 300 kB.
KEPT = {"needs": 3000, "action": 1300, "category": 500, "importance": 400, "scam": 1200}
FALSE_ALARMS = 0.01
RULES = ("a:", "r:")  # families: what rules answer, what they find
ACTIONS = "reply pay schedule wait read none".split()
CATEGORIES = "personal work newsletter promotion notification invoice receipt travel calendar security other".split()
IMPORTANCES = "low normal high urgent".split()


class Mails:
    def __init__(self, path):
        self.rows = [json.loads(line) for line in open(path, encoding="utf8")]
        authors = json.load(open(os.path.join(HERE, "authors.json"), encoding="utf8"))
        place = [authors.get(row["id"], ["dev", int(row["id"][1:])]) for row in self.rows]
        self.author = np.array([name for name, _ in place])
        self.block = np.array([(at // 12) % 5 for _, at in place])
        self.new = self.author != "dev"
        # The rules were written with these mails: trust in rules is learned from the others alone.
        for row, new in zip(self.rows, self.new):
            if not new:
                row["facts"] = [fact for fact in row["facts"] if not fact.startswith(RULES)]
        column = lambda key: np.array([row[key] for row in self.rows])
        self.verdict, self.needs = column("verdict"), column("needs_reply").astype(bool)
        self.action, self.category, self.importance = column("action"), column("category"), column("importance")
        self.safe = self.verdict == "safe"

    def matrix(self, facts=None, words=None):
        """All features, or those of the families given."""
        family = lambda name: name.split(":", 1)[0]
        seen, mails = Counter(), []
        for row in self.rows:
            scale = WORD / np.sqrt(row["length"] + SMOOTH)
            here = [(f, 1.0) for f in row["facts"] if facts is None or family(f) in facts]
            here += [(w, scale) for w in row["words"] if words is None or family(w) in words]
            seen.update(name for name, _ in here)
            mails.append(here)
        names = sorted(name for name, count in seen.items() if count >= LEAST)
        at = {name: i for i, name in enumerate(names)}
        cells = [(i, at[n], v) for i, here in enumerate(mails) for n, v in here if n in at]
        i, j, v = zip(*cells)
        return csr_matrix((v, (i, j)), shape=(len(mails), len(names))), names


def learn(matrix, wanted, name):
    """Weights and bias, of the KEPT features that say most; the others are taken out and the rest learned anew."""
    fit = lambda m: LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=80, tol=1e-2,
                                       random_state=7).fit(m, wanted)
    first = fit(matrix)
    spread = np.sqrt(np.asarray(matrix.multiply(matrix).mean(0)).ravel())
    kept = np.sort(np.argsort(-np.abs(first.coef_[0]) * spread, kind="stable")[:KEPT[name.split(".")[0]]])
    second = fit(matrix[:, kept])
    weights = np.zeros(matrix.shape[1])
    weights[kept] = np.round(second.coef_[0], 2)
    return weights, round(float(second.intercept_[0]), 2)


def allowed(matrix, names, name):
    """Fraud is judged without the rules of triage, so that the safety agent need not run them."""
    if name != "scam":
        return matrix
    keep = np.array([not n.startswith(("a:", "r:")) for n in names], dtype=float)
    return matrix @ diags(keep)


def held_out(matrix, wanted, mask, folds, name):
    """Scores of each mail from weights that were learned without its fold."""
    scores = np.full(len(wanted), np.nan)
    for fold in np.unique(folds):
        test, train = mask & (folds == fold), mask & (folds != fold)
        if test.any():
            weights, bias = learn(matrix[train], wanted[train].astype(int), name)
            scores[test] = matrix[test] @ weights + bias
    return scores


def heads(mails):
    """Each yes-or-no question: its name, the answer, the mails that it is asked of."""
    yield "needs", mails.needs, mails.safe
    for group, values, answers in (("action", ACTIONS, mails.action), ("category", CATEGORIES, mails.category),
                                   ("importance", IMPORTANCES, mails.importance)):
        for value in values:
            yield f"{group}.{value}", answers == value, mails.safe
    # Suspicious mails are shown neither as fraud nor as honest ones.
    yield "scam", mails.verdict == "scam", mails.verdict != "suspicious"


def f1(said, wanted):
    hits = (said & wanted).sum()
    return 2 * hits / max(1, said.sum() + wanted.sum())


def thresholds(scores, mails):
    """Where an answer is owed, and where a mail is suspicious: at the best F1 and the wanted false alarms."""
    asked = mails.safe & mails.new & ~np.isnan(scores["needs"])
    needs = max(np.arange(-1.2, 1.2, 0.05), key=lambda t: f1(scores["needs"][asked] > t, mails.needs[asked]))
    honest = np.sort(scores["scam"][mails.safe & mails.new & ~np.isnan(scores["scam"])])[::-1]
    warned = honest[int(FALSE_ALARMS * len(honest))]
    return round(float(needs), 2), round(float(warned), 2)


def decide(scores, needs_from):
    """Action and needs_reply together, as crates/agents/src/learned/decide.rs does."""
    points = np.stack([scores[f"action.{a}"] for a in ACTIONS], 1)
    needs = scores["needs"] > needs_from
    answering = np.array([a in ("reply", "schedule") for a in ACTIONS])
    reply = np.array([a == "reply" for a in ACTIONS])
    points = np.where(needs[:, None] & ~answering, -99, points)
    points = np.where(~needs[:, None] & reply, -99, points)
    return np.array(ACTIONS)[points.argmax(1)], needs


def report(title, mails, folds, matrix, names):
    scores = {name: held_out(allowed(matrix, names, name).tocsr(), wanted, mask, folds, name) for name, wanted, mask in heads(mails)}
    needs_from, warned_from = thresholds(scores, mails)
    asked = mails.safe & mails.new
    action, needs = decide(scores, needs_from)
    best = lambda group, values: np.array(values)[np.stack([scores[f"{group}.{v}"] for v in values], 1).argmax(1)]
    right = lambda said, wanted: 100 * np.mean(said[asked] == wanted[asked])
    scams = (mails.verdict == "scam") & mails.new
    print(f"{title:34} needs reply F1 {f1(needs[asked], mails.needs[asked]):.3f}  action {right(action, mails.action):.1f} %"
          f"  category {right(best('category', CATEGORIES), mails.category):.1f} %"
          f"  importance {right(best('importance', IMPORTANCES), mails.importance):.1f} %"
          f"  scams {100 * np.mean(scores['scam'][scams] > warned_from):.1f} %"
          f" at {100 * np.mean(scores['scam'][asked] > warned_from):.1f} % false alarms", flush=True)
    return scores, needs_from, warned_from


def write(path, mails, matrix, names, needs_from, warned_from):
    """One line a feature: its name, then `answer=weight` for each answer that it speaks for or against."""
    bare = lambda name: name.split(".")[-1]
    short = lambda weight: f"{weight:.2f}".replace("0.", ".", 1)
    shift = {"needs": needs_from, "scam": warned_from}
    rows, biases = {}, []
    for name, wanted, mask in heads(mails):
        weights, bias = learn(allowed(matrix, names, name).tocsr()[mask], wanted[mask].astype(int), name)
        biases.append(f"{bare(name)}={short(bias - shift.get(name, 0))}")
        for at in np.nonzero(weights)[0]:
            rows.setdefault(names[at], []).append(f"{bare(name)}={short(weights[at])}")
    with open(path, "w", encoding="ascii") as table:
        table.write("# Made by bench/train/train.py; not to be edited by hand.\n")
        table.write("bias:\t" + " ".join(biases) + "\n")
        table.writelines(f"{name}\t{' '.join(rows[name])}\n" for name in sorted(rows))
    print(f"{path}: {len(rows)} features, {sum(map(len, rows.values()))} weights, {os.path.getsize(path)} bytes")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("features")
    arguments.add_argument("--write")
    arguments.add_argument("--ablation", action="store_true")
    options = arguments.parse_args()
    mails = Mails(options.features)
    matrix, names = mails.matrix()
    scores, needs_from, warned_from = report("all, by blocks", mails, mails.block, matrix, names)
    report("all, by author files", mails, mails.author, matrix, names)
    if options.ablation:
        facts = sorted({f.split(":", 1)[0] for row in mails.rows for f in row["facts"]})
        without = lambda *gone: [f for f in facts if f not in gone]
        for title, choice in (
            ("rules and structure, no words", dict(words=[])),
            ("words and structure, no rules", dict(facts=without("a", "r", "c"))),
            ("words alone", dict(facts=[])),
            ("no answers of the rules", dict(facts=without("a"))),
            ("no hits of rules", dict(facts=without("r"))),
            ("no points of fraud", dict(facts=without("c"))),
            ("no meanings", dict(words="b domain e f file local name p q s sb w".split())),
            ("no words but meanings", dict(words="c1 c2 c3 cc cs domain file local name".split())),
        ):
            report(title + ", by blocks", mails, mails.block, *mails.matrix(**choice))
    if options.write:
        write(options.write, mails, matrix, names, needs_from, warned_from)


if __name__ == "__main__":
    main()
