"""Trains the relation model and says how well it reads articles it has not seen.

    python3 train.py --data DIR --vocab vocab.txt --encoder model.safetensors --out DIR [--layers 6] [--epochs 12]
                     [--dev 0.1] [--seed 1]

DIR of --data is what train/sheets wrote. The weights become relations.pt, for export.py.
With --dev 0 it trains on everything; with --fold k/n it trains without the k-th part and
writes predictions.jsonl for that one (for train/sheets -scores); with --last it then makes
a pass over all articles, whose weights become last.pt.

--read names the sheets of articles that nobody annotated, with what kg itself states of
them for annotations: --resume WEIGHTS --guess writes guesses.jsonl, which is what those
weights think of all other pairs there; without --guess it trains on them too."""
import argparse
import collections
import json
import math
import os
import pathlib
import random
import re
import time
import unicodedata
import zlib

import numpy as np
import torch
import torch.nn.functional as F

from data import PREDICATES, Batch, load
from model import Encoder, Relations, read_encoder

SYMMETRIC = {"met-with", "partners-with", "borders", "spouse-of", "relative-of", "also-known-as"}
STOP = set("a an the of for in and on at to by de la le du von van".split())
_fold = {}


def fold(x):
    x = str(x)
    if x not in _fold:
        t = unicodedata.normalize("NFKD", x).lower()
        t = "".join(c for c in t if not unicodedata.combining(c))
        t = re.sub(r"[’']s\b", "", t)
        t = " ".join(re.findall(r"[\w%+.-]*\w%?", t))
        t = re.sub(r"^(the|a|an) ", "", t)
        _fold[x] = (t, re.fullmatch(r"[+-]?[\d.,/ -]+%?", t) is not None, frozenset(w for w in t.split() if w not in STOP))
    return _fold[x]


def same(a, b, lenient):
    (a, av, aw), (b, bv, bw) = fold(a), fold(b)
    if a == b:
        return True
    if not lenient or av or bv:
        return False
    return bool(aw & bw) and len(aw & bw) / len(aw | bw) >= 0.5


def agree(g, y, lenient):
    if g[1] != y[1]:
        return False
    if same(g[0], y[0], lenient) and same(g[2], y[2], lenient):
        return True
    return g[1] in SYMMETRIC and same(g[0], y[2], lenient) and same(g[2], y[0], lenient)


def right(gold, system, lenient):
    left, n, hits = list(system), 0, []
    for g in gold:
        for y in left:
            if agree(g, y, lenient):
                left.remove(y)
                hits.append(y)
                n += 1
                break
    return n, hits


def overlap(a, b):
    """Whether two ends are wordings of one place in one sentence."""
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2] and a[1] >= 0 and b[1] >= 0


def decode(article, probs, floor=0.1):
    """Statements of an article, best first: (subject, relation, object, probability)."""
    pair, rel = np.nonzero(probs > floor)
    found = sorted(zip(-probs[pair, rel], pair, rel))
    kept, by_rel = [], collections.defaultdict(list)
    for p, k, r in found:
        i, j = article.pairs[k]
        s, o = article.names[i], article.names[j]
        name = PREDICATES[r]
        if same(s, o, False):
            continue
        double = False
        for s2, o2, i2, j2 in by_rel[r]:
            si, oj = same(s, s2, True) or overlap(article.ends[i], article.ends[i2]), same(o, o2, True) or overlap(article.ends[j], article.ends[j2])
            if si and oj or name in SYMMETRIC and same(s, o2, True) and same(o, s2, True):
                double = True
                break
        if double:
            continue
        by_rel[r].append((s, o, i, j))
        kept.append((s, name, o, float(-p)))
    return kept


def union(article, stmts, priors):
    """Adds the rules' statements; one that the model has too keeps the higher score."""
    out = list(stmts)
    for r in article.readings:
        y = (r["s"], r["p"], r["o"], priors.get(r["q"]["rule"], 0.3))
        for n, x in enumerate(out):
            if agree(x, y, True):
                if y[3] > x[3] or x[3] < 0.5 and same(x[0], y[0], False) and same(x[2], y[2], False):
                    out[n] = x[:3] + (max(x[3], y[3]),)
                break
        else:
            out.append(y)
    return out


def report(name, articles, systems):
    """Prints the best F1 over all thresholds, and the figures there."""
    gold = sum(len(a.gold) for a in articles)
    marks = []  # (score, lenient, strict): 1 where a gold statement agrees
    for a, system in zip(articles, systems):
        g = [(x["s"], x["p"], x["o"]) for x in a.gold]
        order = sorted(system, key=lambda y: -y[3])
        _, hits = right(g, order, True)
        _, exact = right(g, order, False)
        hits, exact = collections.Counter(map(id, hits)), collections.Counter(map(id, exact))
        marks += [(y[3], hits[id(y)], exact[id(y)]) for y in order]
    marks.sort(key=lambda m: -m[0])
    best, tp, st = (0, 0, 0, 0, 0), 0, 0
    for n, (score, l, s) in enumerate(marks, 1):
        tp, st = tp + l, st + s
        f = 2 * tp / (n + gold)
        if f > best[0]:
            best = (f, tp / n, tp / gold, 2 * st / (n + gold), score)
    print(f"{name:24} F1 {best[0]:.3f} P {best[1]:.3f} R {best[2]:.3f} strict {best[3]:.3f} at {best[4]:.2f}", flush=True)


def rule_priors(articles):
    """Share of each rule's statements that the annotators have too."""
    hit, n = collections.Counter(), collections.Counter()
    for a in articles:
        g = [(x["s"], x["p"], x["o"]) for x in a.gold]
        system = [(r["s"], r["p"], r["o"], r["q"]["rule"]) for r in a.readings]
        _, hits = right(g, system, True)
        for y in system:
            n[y[3]] += 1
        for y in hits:
            hit[y[3]] += 1
    return {rule: (hit[rule] + 2) / (n[rule] + 6) for rule in n}


def predict(model, articles, device, size=16):
    model.eval()
    out = []
    with torch.no_grad():
        for at in range(0, len(articles), size):
            chunk = articles[at : at + size]
            scores, _ = model(Batch(chunk, device))
            probs = scores.float().sigmoid().cpu().numpy()
            n = 0
            for a in chunk:
                out.append(probs[n : n + len(a.pairs)])
                n += len(a.pairs)
    return out


def fast_bfloat16():
    """Whether the CPU multiplies bfloat16 faster than float32."""
    return "amx_bf16" in pathlib.Path("/proc/cpuinfo").read_text()


def loss_of(model, b, share=1.0):
    """The loss of a batch for each of its labels. Where a batch has only a share of the pairs
    that nothing annotated could mean, what is no label weighs more by as much."""
    scores, z = model(b)
    target = torch.zeros_like(scores)
    weight = torch.full_like(scores, 1 / share)
    weight[b.masked[:, 0], b.masked[:, 1]] = 0
    weight[b.labels[:, 0], b.labels[:, 1]] = 1
    target[b.labels[:, 0], b.labels[:, 1]] = b.sure
    weight[b.guessed[:, 0], b.guessed[:, 1]] = 1
    target[b.guessed[:, 0], b.guessed[:, 1]] = b.guesses
    loss = F.binary_cross_entropy_with_logits(scores.float(), target.float(), weight.float(), reduction="sum") / max(1, b.sure.sum() + b.guesses.sum())
    if len(b.status):
        loss = loss + 0.2 * F.cross_entropy(model.status(z[b.labels[:, 0]]).float(), b.status)
    return loss


def start(args, device):
    """A model that has seen no article, or the one to go on with."""
    torch.manual_seed(args.seed)
    encoder = Encoder.pretrained(read_encoder(args.encoder), args.layers) if args.layers else None
    model = Relations(encoder, args.width, drop=args.drop)
    if args.resume:
        packed = torch.load(args.resume)
        model.load_state_dict({k: v.float() * scale if scale is not None else v for k, (v, scale) in packed.items()})
    return model.to(device)


def train(model, articles, args, device, epochs, rate=1.0, dev=None, priors=None):
    """Trains for so many passes, with the learning rates of args times rate."""
    rng = random.Random(args.order)
    enc = list(model.encoder.parameters()) if model.encoder else []
    ids = set(map(id, enc))
    sparse = [model.features.weight]
    ids.add(id(model.features.weight))
    rest = [p for p in model.parameters() if id(p) not in ids]
    optimiser = torch.optim.AdamW([
        {"params": enc, "lr": rate * args.lr, "weight_decay": 0.01},
        {"params": rest, "lr": rate * args.head_lr, "weight_decay": 0.01},
        {"params": sparse, "lr": rate * args.sparse_lr, "weight_decay": 0.0},
    ])
    steps = epochs * math.ceil(len(articles) / args.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / (0.06 * steps)) * max(0, 1 - n / steps))
    picks = np.random.default_rng(args.order) if args.share < 1 else None
    began, total = time.time(), 0.0
    for epoch in range(epochs):
        model.train()
        order = articles[:]
        rng.shuffle(order)
        total = 0.0
        for at in range(0, len(order), args.batch):
            b = Batch(order[at : at + args.batch], device, picks, args.share)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda" or fast_bfloat16()):
                loss = loss_of(model, b, args.share)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} loss {total / math.ceil(len(order) / args.batch):.3f} {time.time() - began:.0f}s", flush=True)
        if dev and (epoch + 1 == epochs or (epoch + 1) % 4 == 0):
            evaluate(model, dev, device, priors)


def evaluate(model, dev, device, priors, name="model"):
    """Prints how good a model is alone and with the rules; gives its probabilities."""
    probs = predict(model, dev, device)
    stmts = [decode(a, p) for a, p in zip(dev, probs)]
    report(name, dev, stmts)
    report(name + " and rules", dev, [union(a, s, priors) for a, s in zip(dev, stmts)])
    return probs


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True)
    p.add_argument("--vocab", required=True)
    p.add_argument("--encoder", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--width", type=int, default=256, help="of the layers over a pair")
    p.add_argument("--epochs", type=int, default=12)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--dev", type=float, default=0.1)
    p.add_argument("--drop", type=float, default=0.3)
    p.add_argument("--lr", type=float, default=5e-5)
    p.add_argument("--head_lr", type=float, default=1e-3)
    p.add_argument("--sparse_lr", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--order", type=int, default=1, help="seed of the order of articles; --seed is that of the first weights")
    p.add_argument("--share", type=float, default=1.0, help="share of the pairs that no statement could mean that a step looks at")
    p.add_argument("--take", type=float, default=1.0, help="share of the articles to train on, for a learning curve")
    p.add_argument("--resume", default="", help="weights that an earlier run wrote, to go on with")
    p.add_argument("--read", default="", help="sheets of articles that kg itself has read")
    p.add_argument("--guess", action="store_true", help="write guesses.jsonl for the articles of --read, and no more")
    p.add_argument("--guesses", default="", help="the guesses.jsonl for the articles of --read, to train on them too")
    p.add_argument("--fold", default="", help="k/n: hold out the k-th of n parts and write what is predicted for it")
    p.add_argument("--last", type=float, default=0, help="end with one pass over all articles, at this share of the learning rates, and write last.pt")
    args = p.parse_args()
    torch.set_flush_denormal(True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    os.makedirs(args.out, exist_ok=True)
    if args.guess:
        articles = load(args.read, args.vocab)
        write_predictions(os.path.join(args.out, "guesses.jsonl"), articles, predict(start(args, device), articles, device))
        return
    began = time.time()
    articles = load(args.data, args.vocab)
    print(f"{len(articles)} articles, {sum(len(a.pairs) for a in articles)} pairs, {sum(len(a.labels) for a in articles)} labels, {time.time() - began:.0f}s", flush=True)
    part = lambda a: zlib.crc32(a.id.encode()) % 1000 < args.dev * 1000
    if args.fold:
        k, n = map(int, args.fold.split("/"))
        part = lambda a: zlib.crc32(a.id.encode()) // 1000 % n == k
    held, rest = [a for a in articles if part(a)], [a for a in articles if not part(a)]
    rest = [a for a in rest if zlib.crc32(("take" + a.id).encode()) % 1000 < args.take * 1000]
    priors = rule_priors(rest)
    read = read_by_kg(args) if args.read else []
    if held:
        report("rules", held, [[(r["s"], r["p"], r["o"], priors.get(r["q"]["rule"], 0.3)) for r in a.readings] for a in held])
    model = start(args, device)
    if args.epochs:
        train(model, rest + read, args, device, args.epochs, 1.0, None if args.fold else held, priors)
        torch.save(pack(model), os.path.join(args.out, "relations.pt"))
        if args.fold:
            probs = evaluate(model, held, device, priors)
            write_predictions(os.path.join(args.out, "predictions.jsonl"), held, probs)
    if args.last:
        # What was held out comes twice, so that it is not the least known; of what kg read
        # itself a third keeps the model from knowing the annotated articles by heart.
        train(model, rest + held + held + read[::3], args, device, 1, args.last)
        torch.save(pack(model), os.path.join(args.out, "last.pt"))


def read_by_kg(args):
    """The articles of --read with the guesses of --guesses."""
    articles = load(args.read, args.vocab)
    with open(args.guesses) as lines:
        guesses = {g["id"]: g for g in map(json.loads, lines)}
    for a in articles:
        g = guesses[a.id]
        assert g["pairs"] == len(a.pairs), f"{a.id}: guesses of other sheets"
        a.guess(g["scores"])
    print(f"{len(articles)} articles that kg read, {sum(float(a.sure.sum()) for a in articles):.0f} statements expected", flush=True)
    return articles


def pack(model):
    """The weights with large matrices as int8 rows and their scales."""
    out = {}
    for k, v in model.state_dict().items():
        v = v.float().cpu()
        if v.dim() == 2 and v.numel() > 50000:
            scale = v.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            out[k] = (torch.round(v / scale).to(torch.int8), scale)
        else:
            out[k] = (v, None)
    return out


def write_predictions(path, articles, probs, floor=0.02):
    """An article a line: for each pair with any relation above floor its probabilities."""
    with open(path, "w") as f:
        for a, p in zip(articles, probs):
            pair, rel = np.nonzero(p > floor)
            rows = [[int(i), PREDICATES[r], round(float(p[i, r]), 4)] for i, r in zip(pair, rel)]
            f.write(json.dumps({"id": a.id, "pairs": len(a.pairs), "scores": rows}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
