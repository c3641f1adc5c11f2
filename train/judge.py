"""Trains the judge: boosted trees that say how likely a proposed statement is right.

    python3 train/judge.py proposals.jsonl [more.jsonl] internal/extract/judge.json

proposals.jsonl is what `go run ./train/sheets -scores PREDICTIONS` wrote; the scorer's
predictions must be of models that had not seen the articles. more.jsonl has those of a
model that is not quite the one that ships; the articles that both have count as the first
has them. Prints how well the judge does on articles of the first that are left out, and
how well its confidence means what it says."""
import collections
import json
import sys
import zlib

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

TRAITS = ["model", "rule", "has rule", "has model", "rival", "same subject", "same object", "many of subject", "many of object",
          "support", "subject kind", "object kind", "subject part", "object part", "sentence", "sentences", "subject words",
          "object words", "names", "others", "peers", "quoted", "mass", "wordings", "subject class", "object class",
          "subject mentions", "object mentions", "subject total", "object total", "status",
          "relation", "kinds", "rule rate"]
FOLDS = 5
OTHER_WEIGHT = 0.3  # of a proposal by the model that does not ship


class Proposals:
    """All proposals as columns. Those of the last articles, from the given number on, are
    to train on, not to be scored."""

    def __init__(self, articles, scored):
        self.scored = np.array([n < scored for n, a in enumerate(articles) for _ in a["proposals"] or []])
        every = [p for a in articles for p in a["proposals"] or []]
        self.gold = sum(a["gold"] for a in articles[:scored])
        self.x = np.array([p["traits"] for p in every])
        self.right = np.array([p["right"] for p in every])
        self.strict = np.array([p["strict"] for p in every])
        self.relation, self.kinds = [p["p"] for p in every], [p["kinds"] for p in every]
        self.rule = [p.get("rule") for p in every]
        self.fold = np.array([zlib.crc32(("judge" + a["id"]).encode()) % FOLDS for a in articles for _ in a["proposals"] or []])

    def tables(self, rows):
        """How often proposals of each relation, of each relation with kinds of ends and of
        each rule are right: from the given rows, smoothed."""
        # What a rule proposes, or the model as likelier than one in ten: log odds of -2.2.
        look = rows & ((self.x[:, 0] > -2.2) | (self.x[:, 2] > 0))
        relation = rates(self.relation, self.right, look, lambda r: 0.3, 10)
        kinds = rates(self.kinds, self.right, look, lambda k: relation.get(k.split(" ")[0], 0.3), 20)
        rule = rates(self.rule, self.right, rows & (self.x[:, 2] > 0), lambda r: 0.3, 10)
        return relation, kinds, rule

    def rated(self, tables):
        """The traits with the last three set as the program sets them."""
        relation, kinds, rule = tables
        x = self.x.copy()
        x[:, -3] = [relation.get(r, 0) for r in self.relation]
        x[:, -2] = [kinds.get(k, relation.get(r, 0)) for k, r in zip(self.kinds, self.relation)]
        x[:, -1] = [rule.get(q, relation.get(r, 0)) if q else relation.get(r, 0) for q, r in zip(self.rule, self.relation)]
        return x

    def train(self, rows):
        """The rates and the trees. Each fold's rates come from the others, so that no
        proposal tells its own answer."""
        x = self.x.copy()
        for k in range(FOLDS):
            part = rows & (self.fold == k)
            x[part] = self.rated(self.tables(rows & (self.fold != k)))[part]
        model = HistGradientBoostingClassifier(max_iter=220, learning_rate=0.05, max_leaf_nodes=16, min_samples_leaf=60, l2_regularization=5.0, random_state=1, early_stopping=False)
        model.fit(x[rows], self.right[rows], sample_weight=np.where(self.scored, 1, OTHER_WEIGHT)[rows])
        return self.tables(rows), model


def rates(keys, right, rows, prior, weight):
    hit, n = collections.Counter(), collections.Counter()
    for key, ok, use in zip(keys, right, rows):
        if use and key:
            n[key] += 1
            hit[key] += ok
    return {k: round((hit[k] + weight * prior(k)) / (n[k] + weight), 4) for k in sorted(n)}


def best_f1(name, score, right, strict, gold):
    order = np.argsort(-score, kind="stable")
    tp, st = np.cumsum(right[order]), np.cumsum(strict[order])
    n = np.arange(1, len(order) + 1)
    f = 2 * tp / (n + gold)
    k = int(f.argmax())
    print(f"{name:10} F1 {f[k]:.4f} P {tp[k] / n[k]:.3f} R {tp[k] / gold:.3f} strict {2 * st[k] / (n[k] + gold):.3f} at {score[order][k]:.3f}")
    return score[order][k]


def calibration(p, right):
    """Mean distance between confidence and share of right ones, over ten groups of equal size."""
    bins = np.array_split(np.argsort(p), 10)
    return sum(len(b) * abs(p[b].mean() - right[b].mean()) for b in bins) / len(p)


def rule_counts(articles):
    return collections.Counter(p["rule"] for a in articles for p in a["proposals"] or [] if p.get("rule"))


def export(path, tables, rules, model):
    trees = []
    for (predictor,) in model._predictors:
        t = collections.defaultdict(list)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            t["Feature"].append(0 if leaf else int(node["feature_idx"]))
            t["Threshold"].append(0.0 if leaf else float(node["num_threshold"]))
            t["Left"].append(0 if leaf else int(node["left"]))
            t["Right"].append(0 if leaf else int(node["right"]))
            t["Value"].append(round(float(node["value"]), 6) if leaf else 0.0)
        trees.append(t)
    judge = {"Traits": TRAITS, "Relations": tables[0], "Kinds": tables[1], "RuleRates": tables[2], "Rules": dict(sorted(rules.items())), "Bias": float(model._baseline_prediction.ravel()[0]), "Trees": trees}
    with open(path, "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: " + ("[\n" + ",\n".join(json.dumps(t, separators=(',', ':')) for t in v) + "\n]" if k == "Trees" else json.dumps(v)) for k, v in judge.items()) + "\n}\n")


def read(path):
    with open(path) as lines:
        return [json.loads(line) for line in lines]


def main():
    articles = read(sys.argv[1])
    scored = len(articles)
    if len(sys.argv) > 3:
        known = {a["id"] for a in articles}
        articles += [a for a in read(sys.argv[2]) if a["id"] not in known]
    props = Proposals(articles, scored)
    print(len(articles), "articles", len(props.x), "proposals")
    own, gold = props.scored, props.gold
    x, right = props.x[own], props.right[own]
    print(scored, "articles", len(x), "proposals", int(right.sum()), "right, of", gold)
    best_f1("strength", np.maximum(1 / (1 + np.exp(-x[:, 0])), np.where(x[:, 2] > 0, 0.8 / (1 + np.exp(-x[:, 1])), 0)), right, props.strict[own], gold)
    p = np.zeros(len(props.x))
    for k in range(FOLDS):
        held = (props.fold == k) & own
        tables, model = props.train(~held)
        p[held] = model.predict_proba(props.rated(tables)[held])[:, 1]
    p = p[own]
    best_f1("judge", p, right, props.strict[own], gold)
    shown = p > 0.2
    print(f"calibration error {calibration(p[shown], right[shown]):.3f} of the {shown.sum()} above 0.2; above 0.9: {right[p > 0.9].mean():.3f} right, {right[p > 0.9].sum() / gold:.3f} of gold")
    tables, model = props.train(np.ones(len(props.x), bool))
    export(sys.argv[-1], tables, rule_counts(articles), model)


if __name__ == "__main__":
    main()
