"""Writes the golden that internal/relate is tested with: a small network of random
weights, the file that export.py makes of it, and what PyTorch says in float32.

    python3 golden.py --out ../internal/relate/testdata
"""
import argparse
import json
import pathlib
import random

import torch
import torch.nn as nn

import data
import export
import model

WIDTH, INNER, HIDDEN, SPARSE, ROWS = 64, 96, 64, 16, 64

TITLE = "Mayor opens bridge"
SENTENCES = [
    "The mayor of Ahus , Lena Örn , opened a bridge over the Lågan on 4 May .",
    "\" It cost 12.5m kronor , \" she said ; the council had planned for 9m .",
    "北京 and the café-owners ' union signed nothing .",
    "word " * 300,
    "Lena Örn left .",
]
WORDS = "the of on it she and had for over said cost mayor bridge council plan ##ned open ##ed sign left 12 lena may".split()


def vocabulary():
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + list(letters) + ["##" + c for c in letters] + list(".,;\"'-") + ["北"] + WORDS


def sheet(rng):
    """An article with random candidates, pairs and features, as train/sheets writes it."""
    sentences = []
    for k, text in enumerate(SENTENCES):
        words = text.split()
        ends = []
        for _ in range(6):
            first = rng.randrange(len(words))
            last = rng.randrange(first, len(words)) + 1
            ends.append({"Kind": rng.choice(data.KINDS[:-1]), "Part": "", "Name": "", "Home": k, "First": first, "Last": last, "Head": rng.randrange(first, last)})
        ends.append({"Kind": "article", "Part": rng.choice(data.PARTS[1:]), "Name": "", "Home": 0, "First": 4, "Last": 7, "Head": 5})
        ends.append({"Kind": "article", "Part": "date", "Name": "", "Home": -1, "First": -1, "Last": -1, "Head": -1})
        pairs = [(i, j) for i in range(len(ends) - 1) for j in range(len(ends)) if i != j]
        sentences.append({"start": 0, "end": 0, "words": words, "ends": ends, "pairs": pairs, "joints": [rng.randrange(-1, len(words)) for _ in pairs], "features": [rng.randrange(5) for _ in pairs]})
    rows = [rng.randrange(ROWS) for s in sentences for _ in range(sum(s["features"]))]
    return {"id": "golden", "title": TITLE.split(), "sentences": sentences, "gold": [], "readings": []}, rows


def relations(pieces, layers):
    """A network of random weights, those of the encoder as wide as trained ones are and all
    of them such as export.py writes."""
    encoder = model.Encoder(pieces, WIDTH, layers, WIDTH // export.HEAD, INNER, data.WINDOW) if layers else None
    m = model.Relations(encoder, HIDDEN, SPARSE)
    if layers:
        m.span = nn.Linear(3 * WIDTH, HIDDEN)
        m.joint = nn.Linear(WIDTH, HIDDEN, bias=False)
    with torch.no_grad():
        for name, p in m.named_parameters():
            if p.dim() > 1:
                p.normal_(std=1 if name == "features.weight" else 1 / p.shape[1] ** 0.5)
            elif "norm" not in name:
                p.normal_(std=0.2)
        m.scores.bias -= 2
        for layer in m.modules():
            if isinstance(layer, nn.Linear):
                q, scale = export.fewer_bits(layer.weight.numpy(), export.WEIGHT_BITS)
                layer.weight.copy_(torch.from_numpy(q * scale[:, None]))
    return m.eval()


def answer(m, batch):
    """What a model says of an article."""
    with torch.no_grad():
        scores, hidden = m(batch)
        out = {"probabilities": scores.sigmoid().tolist(), "status": m.status(hidden).tolist()}
        if m.encoder:
            vectors = m.encoder(batch.ids, batch.mask)
            out["vectors"] = [v[mask].tolist() for v, mask in zip(vectors, batch.mask)]
    return out


def rounded(x):
    if isinstance(x, float):
        return round(x, 4)
    if isinstance(x, list):
        return [rounded(y) for y in x]
    return {k: rounded(v) for k, v in x.items()} if isinstance(x, dict) else x


def case(sheet, article, rows, answers):
    """The article as internal/relate takes it, and the answers."""
    ends = [e for s in sheet["sentences"] for e in s["ends"]]
    words = [(k, j) for k, s in enumerate(sheet["sentences"]) for j in s["joints"]]
    joints = sorted({(k, j) for k, j in words if j >= 0})
    joined = [joints.index((k, j)) if j >= 0 else -1 for k, j in words]
    return {
        "title": sheet["title"],
        "sentences": [s["words"] for s in sheet["sentences"]],
        "candidates": [[e["Home"], e["First"], e["Last"], e["Head"], k, p] for e, k, p in zip(ends, article.kind.tolist(), article.part.tolist())],
        "joints": joints,
        "pairs": [[i, j, w, n] for (i, j), w, n in zip(article.pairs.tolist(), joined, article.lengths.tolist())],
        "features": rows,
        "windows": article.windows,
        "answers": rounded(answers),
    }


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    args = p.parse_args()
    out = pathlib.Path(args.out)
    # Fixed here, so that the golden stays when training learns new ones.
    data.KINDS[:], data.PARTS[:] = ["name", "reference", "phrase", "date", "article"], ["", "event", "place", "date"]
    data.PREDICATES[:], data.STATUS[:] = "holds-office elected-to born-in indicator visited".split(), ["asserted", "planned", "denied"]
    export.FEATURE_ROWS = model.FEATURE_ROWS = ROWS
    torch.manual_seed(1)
    vocab = vocabulary()
    tokenizer = data.WordPiece(vocab)
    written, rows = sheet(random.Random(1))
    article = data.Article(written, tokenizer)
    article.rows = data.np.array(rows, dtype=data.np.int32)
    batch = data.Batch([article], torch.device("cpu"))
    models = {"full": relations(len(vocab), 2), "fast": relations(len(vocab), 0)}
    packed = {name: export.Model(m.state_dict(), vocab, None, 8) for name, m in models.items()}
    (out / "golden.bin").write_bytes(export.assemble(packed))
    answers = {name: answer(m, batch) for name, m in models.items()}
    text = json.dumps(case(written, article, rows, answers), ensure_ascii=False, separators=(",", ":"))
    (out / "golden.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
