"""Trains the judge: boosted trees that say how likely a proposed statement is right.

    python3 train/judge.py proposals.jsonl internal/extract/judge.json

proposals.jsonl is what `go run ./train/sheets -scores PREDICTIONS` wrote; the scorer's
predictions must be of models that had not seen the articles. Prints how well the judge
does on articles left out, and how well its confidence means what it says."""
import collections
import json
import sys
import zlib

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

TRAITS = ["model", "rule", "has rule", "has model", "rival", "same subject", "same object", "many of subject", "many of object",
          "support", "subject kind", "object kind", "subject part", "object part", "sentence", "sentences", "subject words",
          "object words", "names", "others", "peers", "quoted", "relation"]


def read(path):
    with open(path) as lines:
        articles = [json.loads(line) for line in lines]
    x = np.array([p["traits"] for a in articles for p in a["proposals"] or []])
    right = np.array([p["right"] for a in articles for p in a["proposals"] or []])
    strict = np.array([p["strict"] for a in articles for p in a["proposals"] or []])
    relation = np.array([p["p"] for a in articles for p in a["proposals"] or []])
    fold = np.array([zlib.crc32(("judge" + a["id"]).encode()) % 5 for a in articles for p in a["proposals"] or []])
    return articles, x, right, strict, relation, fold


def relation_table(relation, x, right):
    """How often proposals of each relation that are worth a look are right, smoothed."""
    hit, n = collections.Counter(), collections.Counter()
    for r, t, ok in zip(relation, x, right):
        if t[0] > -2.2 or t[2] > 0:
            n[r] += 1
            hit[r] += ok
    return {r: round((hit[r] + 3) / (n[r] + 10), 4) for r in sorted(n)}


def fit(x, relation, right, seed=1):
    table = relation_table(relation, x, right)
    x = x.copy()
    x[:, -1] = [table.get(r, 0.3) for r in relation]
    model = HistGradientBoostingClassifier(max_iter=160, learning_rate=0.06, max_leaf_nodes=16, min_samples_leaf=60, l2_regularization=5.0, random_state=seed, early_stopping=False)
    model.fit(x, right)
    return table, model


def predict(table, model, x, relation):
    x = x.copy()
    x[:, -1] = [table.get(r, 0.3) for r in relation]
    return model.predict_proba(x)[:, 1]


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


def export(path, table, rules, model):
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
    judge = {"Traits": TRAITS, "Relations": table, "Rules": dict(sorted(rules.items())), "Bias": float(model._baseline_prediction.ravel()[0]), "Trees": trees}
    with open(path, "w") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: " + ("[\n" + ",\n".join(json.dumps(t, separators=(',', ':')) for t in v) + "\n]" if k == "Trees" else json.dumps(v)) for k, v in judge.items()) + "\n}\n")


def main():
    articles, x, right, strict, relation, fold = read(sys.argv[1])
    gold = sum(a["gold"] for a in articles)
    print(len(articles), "articles", len(x), "proposals", int(right.sum()), "right, of", gold)
    best_f1("strength", np.maximum(1 / (1 + np.exp(-x[:, 0])), np.where(x[:, 2] > 0, 0.8 / (1 + np.exp(-x[:, 1])), 0)), right, strict, gold)
    p = np.zeros(len(x))
    for k in range(5):
        table, model = fit(x[fold != k], relation[fold != k], right[fold != k])
        p[fold == k] = predict(table, model, x[fold == k], relation[fold == k])
    best_f1("judge", p, right, strict, gold)
    shown = p > 0.2
    print(f"calibration error {calibration(p[shown], right[shown]):.3f} of the {shown.sum()} above 0.2; above 0.9: {right[p > 0.9].mean():.3f} right, {right[p > 0.9].sum() / gold:.3f} of gold")
    table, model = fit(x, relation, right)
    export(sys.argv[2], table, rule_counts(articles), model)


if __name__ == "__main__":
    main()
