"""Reads what `go run ./train/sheets` wrote and makes tensors of it.

An article becomes windows of word pieces, candidates that point into them, pairs of
candidates with hashed features, and for each pair the relations that the annotators
gave it. All arrays are flat; Corpus.slice picks the articles of a batch."""
import json
import pathlib
import unicodedata

import numpy as np
import torch

WINDOW = 256  # word pieces, [CLS] and [SEP] among them
KINDS = ["name", "reference", "phrase", "clause", "role", "alias", "date", "count", "percent", "money", "article"]
PARTS = ["", "event", "side event", "place", "country", "person", "body", "topic", "subject", "date"]
STATUS = ["asserted", "planned", "alleged", "denied", "former", "acting", "elect", "candidate"]
PREDICATES = """holds-office elected-to appointed-to nominated-to resigned-from dismissed-from succeeds member-of works-for
founded educated-at born-in born-on died-in died-on died-of age nationality lives-in spouse-of child-of relative-of part-of
headquartered-in acquired invested-in owns produces launched partners-with sued fined regulates trades-with exports-to
imports-from indicator took-place-in took-place-on organised-by participated-in won defeated killed injured attacked
claimed-responsibility arrested arrested-for charged-with convicted-of sentenced-to met-with visited signed adopted banned
sanctioned announced ordered supports opposes accused called-for located-in capital-of borders also-known-as is-a""".split()


class WordPiece:
    """BERT's uncased tokenizer over words that are already cut."""

    def __init__(self, vocab):
        self.ids = {piece: i for i, piece in enumerate(vocab)}
        self.cache = {}

    def pieces(self, word):
        if word not in self.cache:
            self.cache[word] = [i for part in self.parts(word) for i in self.greedy(part)]
        return self.cache[word]

    @staticmethod
    def parts(word):
        text = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        out, run = [], ""
        for c in text:
            cat = unicodedata.category(c)
            alone = cat[0] == "P" or (c.isascii() and not c.isalnum()) or 0x4E00 <= ord(c) <= 0x9FFF
            if cat[0] == "C" or cat[0] == "Z":
                continue
            if alone:
                if run:
                    out.append(run)
                out.append(c)
                run = ""
            else:
                run += c
        return out + [run] if run else out

    def greedy(self, part):
        out, at = [], 0
        if len(part) > 100:
            return [self.ids["[UNK]"]]
        while at < len(part):
            for end in range(len(part), at, -1):
                i = self.ids.get(("##" if at else "") + part[at:end])
                if i is not None:
                    break
            else:
                return [self.ids["[UNK]"]]
            out.append(i)
            at = end
        return out


class Article:
    """One article as arrays: see the fields."""

    def __init__(self, sheet, rows, tokenizer, cls, sep):
        self.id, self.gold, self.readings = sheet["id"], sheet["gold"] or [], sheet["readings"] or []
        self.windows, where = [], []  # where[sentence][word] = flat index of its first piece
        window = [cls]
        spans = []
        for s in sheet["sentences"] or []:
            ids = [tokenizer.pieces(w) or [tokenizer.ids["[UNK]"]] for w in s["words"]]
            size = sum(map(len, ids))
            if len(window) > 1 and len(window) + size + 1 > WINDOW:
                self.windows.append(window + [sep])
                window = [cls]
            spots = []
            for pieces in ids:
                spots.append(len(self.windows) * WINDOW + min(len(window), WINDOW - 2))
                window += pieces[: max(0, WINDOW - 1 - len(window))]
            where.append(spots)
        if len(window) > 1:
            self.windows.append(window + [sep])
        self.spots, self.kind, self.part, self.names, self.ends = [], [], [], [], []  # of candidates
        self.pairs, self.pair_sentence, self.lengths = [], [], []
        self.labels, self.masked, self.votes, self.quals, self.status = [], [], [], [], []
        self.sentences = []
        best = {}
        for s in sheet["sentences"] or []:
            for label in s.get("labels") or []:
                if label["quoted"]:
                    best[label["gold"]] = max(best.get(label["gold"], 0), label["like"])
        golds = self.gold
        for k, s in enumerate(sheet["sentences"] or []):
            base, first_pair = len(self.kind), len(self.pairs)
            self.sentences.append((s["start"], s["end"], base, first_pair))
            for e in s["ends"] or []:
                if e["Home"] >= 0 and e["First"] >= 0:
                    w = where[e["Home"]]
                    self.spots.append((w[e["First"]], w[e["Last"] - 1], w[e["Head"]]))
                else:
                    self.spots.append((-1, -1, -1))
                self.kind.append(KINDS.index(e["Kind"]))
                self.part.append(PARTS.index(e["Part"]))
                self.names.append(e["Name"])
                self.ends.append((k, e["First"], e["Last"], e["Head"]))
            for i, j in s["pairs"] or []:
                self.pairs.append((base + i, base + j))
                self.pair_sentence.append(k)
            self.lengths += s["features"] or []
            for label in s.get("labels") or []:
                g = golds[label["gold"]]
                if g["p"] not in PREDICATES:
                    continue
                entry = (first_pair + label["pair"], PREDICATES.index(g["p"]), label["gold"])
                if label["quoted"] and label["like"] >= best[label["gold"]] - 1e-9:
                    self.labels.append(entry)
                else:
                    self.masked.append(entry)
            for pair, preds in (s.get("votes") or {}).items():
                for p in preds:
                    if p in PREDICATES:
                        self.votes.append((first_pair + int(pair), PREDICATES.index(p)))
            for q in s.get("quals") or []:
                self.quals.append((q["gold"], q["key"], base + q["end"], q["like"]))
        self.rows = rows


def load(folder, vocab_file):
    """The articles of a folder that train/sheets wrote."""
    folder = pathlib.Path(folder)
    tokenizer = WordPiece(open(vocab_file, encoding="utf-8").read().split("\n"))
    cls, sep = tokenizer.ids["[CLS]"], tokenizer.ids["[SEP]"]
    features = np.fromfile(folder / "features.bin", dtype="<u2")
    at, articles = 0, []
    for line in open(folder / "sheets.jsonl", encoding="utf-8"):
        sheet = json.loads(line)
        n = sum(sum(s["features"] or []) for s in sheet["sentences"] or [])
        article = Article(sheet, features[at : at + n], tokenizer, cls, sep)
        at += n
        if article.pairs:
            articles.append(article)
    assert at == len(features)
    return articles


class Batch:
    """Some articles as tensors on a device."""

    def __init__(self, articles, device, rng=None, keep_none=1.0):
        pieces, spots, kind, part, pairs, rows, offsets, labels, masked = [], [], [], [], [], [], [], [], []
        status = []
        windows = cands = n_pairs = n_rows = 0
        for a in articles:
            for w in a.windows:
                pieces.append(w)
            s = np.array(a.spots, dtype=np.int64).reshape(-1, 3)
            spots.append(np.where(s >= 0, s + windows * WINDOW, -1))
            kind += a.kind
            part += a.part
            pairs.append(np.array(a.pairs, dtype=np.int64) + cands)
            lengths = np.array(a.lengths, dtype=np.int64)
            offsets.append(np.concatenate([[0], np.cumsum(lengths)[:-1]]) + n_rows)
            rows.append(a.rows.astype(np.int32))
            labels += [(p + n_pairs, r) for p, r, _ in a.labels]
            masked += [(p + n_pairs, r) for p, r, _ in a.masked]
            status += [(p + n_pairs, STATUS.index(a.gold[g]["q"].get("status", "asserted")) if a.gold[g].get("q") and a.gold[g]["q"].get("status", "asserted") in STATUS else 0) for p, r, g in a.labels]
            windows += len(a.windows)
            cands += len(a.kind)
            n_pairs += len(a.pairs)
            n_rows += len(a.rows)
        length = max(map(len, pieces))
        ids = np.zeros((len(pieces), length), dtype=np.int64)
        for i, w in enumerate(pieces):
            ids[i, : len(w)] = w
        spot = np.concatenate(spots)
        # Windows are stored WINDOW wide in spots, here only as wide as the longest.
        spot = np.where(spot >= 0, spot // WINDOW * length + spot % WINDOW, len(pieces) * length)
        put = lambda a, t=torch.int64: torch.as_tensor(np.ascontiguousarray(a), dtype=t).to(device, non_blocking=True)
        self.ids, self.mask = put(ids), put(ids > 0, torch.bool)
        self.spots, self.kind, self.part = put(spot), put(np.array(kind)), put(np.array(part))
        self.pairs, self.rows, self.offsets = put(np.concatenate(pairs)), put(np.concatenate(rows)), put(np.concatenate(offsets))
        self.labels = put(np.array(labels, dtype=np.int64).reshape(-1, 2))
        self.masked = put(np.array(masked, dtype=np.int64).reshape(-1, 2))
        self.status = put(np.array(status, dtype=np.int64).reshape(-1, 2))
