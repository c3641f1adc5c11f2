"""Reads what `go run ./train/sheets` wrote and makes tensors of it.

An article becomes windows of word pieces, candidates that point into them, pairs of
candidates with hashed features, and for each pair the relations that the annotators
gave it. All arrays of an article are flat; Batch joins those of some articles."""
import collections
import json
import multiprocessing
import os
import pathlib
import unicodedata

import numpy as np
import torch

WINDOW = 256  # word pieces, [CLS] and [SEP] among them
TITLE = 32  # pieces of the title at most, before each window
USE_TITLE = not os.environ.get("NO_TITLE")
KINDS = ["name", "reference", "phrase", "clause", "role", "alias", "inside", "date", "count", "percent", "money", "article"]
PARTS = ["", "event", "side event", "place", "country", "person", "body", "topic", "subject", "noun", "date", "near", "name"]
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

    def __init__(self, sheet, tokenizer):
        cls, sep = tokenizer.ids["[CLS]"], tokenizer.ids["[SEP]"]
        self.id, self.gold, self.readings = sheet["id"], sheet["gold"] or [], sheet["readings"] or []
        self.windows, where = [], []  # where[sentence][word] = flat index of its first piece
        title = [i for w in sheet["title"] or [] for i in tokenizer.pieces(w)][:TITLE]
        start = [cls] + title + [sep] if title and USE_TITLE else [cls]
        window = list(start)
        for s in sheet["sentences"] or []:
            ids = [tokenizer.pieces(w) or [tokenizer.ids["[UNK]"]] for w in s["words"]]
            size = sum(map(len, ids))
            if len(window) > len(start) and len(window) + size + 1 > WINDOW:
                self.windows.append(window + [sep])
                window = list(start)
            spots = []
            for pieces in ids:
                spots.append(len(self.windows) * WINDOW + min(len(window), WINDOW - 2))
                window += pieces[: max(0, WINDOW - 1 - len(window))]
            where.append(spots)
        if len(window) > len(start):
            self.windows.append(window + [sep])
        self.spots, self.kind, self.part, self.names, self.ends = [], [], [], [], []  # of candidates
        self.pairs, self.pair_sentence, self.joints, self.lengths = [], [], [], []  # of pairs: ends, sentence, piece that joins them or -1, number of features
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
            self.joints += [where[k][word] if word >= 0 else -1 for word in s["joints"] or []]
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
        ints = lambda a, n: np.array(a, dtype=np.int64).reshape(-1, n) if n > 1 else np.array(a, dtype=np.int64)
        # What annotators say is certain; what kg read itself is as likely as it says.
        sure = collections.defaultdict(float)
        for pair, relation, g in self.labels:
            sure[pair, relation] = max(sure[pair, relation], golds[g].get("confidence", 1.0))
        self.sure = np.array([sure[pair, relation] for pair, relation, _ in self.labels], dtype=np.float32)
        status = [STATUS.index(x) if x in STATUS else 0 for x in ((golds[g].get("q") or {}).get("status", "asserted") for _, _, g in self.labels)]
        self.spots, self.pairs, self.joints, self.lengths = ints(self.spots, 3), ints(self.pairs, 2), ints(self.joints, 1), ints(self.lengths, 1)
        self.kind, self.part = ints(self.kind, 1), ints(self.part, 1)
        self.labels, self.masked, self.status = ints(self.labels, 3), ints(self.masked, 3), ints(status, 1)
        self.guessed, self.guesses = np.zeros((0, 2), np.int64), np.zeros(0, np.float32)  # pair and relation, how likely
        self.rows = None  # hashed features, pair by pair

    def guess(self, scores, most=0.15):
        """What a model thinks of the pairs that kg states nothing of: (pair, relation,
        probability). The judge left them out, so that they are not likelier than most."""
        known = set(map(tuple, self.labels[:, :2].tolist() + self.masked[:, :2].tolist()))
        rows = [(pair, PREDICATES.index(relation), p) for pair, relation, p in scores]
        rows = [(pair, relation, min(p, most)) for pair, relation, p in rows if (pair, relation) not in known]
        self.guessed = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
        self.guesses = np.array([row[2] for row in rows], dtype=np.float32)


_tokenizer = None


def _start(vocab_file):
    global _tokenizer
    _tokenizer = WordPiece(open(vocab_file, encoding="utf-8").read().split("\n"))


def _article(line):
    return Article(json.loads(line), _tokenizer)


def load(folder, vocab_file):
    """The articles of a folder that train/sheets wrote."""
    folder = pathlib.Path(folder)
    features = np.fromfile(folder / "features.bin", dtype="<u2")
    at, articles = 0, []
    with multiprocessing.get_context("fork").Pool(initializer=_start, initargs=(vocab_file,)) as pool:
        for article in pool.imap(_article, open(folder / "sheets.jsonl", encoding="utf-8"), chunksize=16):
            n = int(article.lengths.sum())
            article.rows = features[at : at + n].copy()
            at += n
            if len(article.pairs):
                articles.append(article)
    assert at == len(features)
    return articles


class Sample:
    """The pairs of an article that a step of training looks at: those that an annotated
    statement could mean or a model guesses at, and of the others the given share."""

    def __init__(self, article, rng, share):
        kept = rng.random(len(article.pairs)) < share
        kept[article.labels[:, 0]] = True
        kept[article.masked[:, 0]] = True
        kept[article.guessed[:, 0]] = True
        place = np.cumsum(kept) - 1
        move = lambda rows: np.column_stack([place[rows[:, 0]], rows[:, 1]]) if len(rows) else rows[:, :2]
        self.pairs, self.joints, self.lengths = article.pairs[kept], article.joints[kept], article.lengths[kept]
        self.rows = article.rows[np.repeat(kept, article.lengths)]
        self.labels, self.masked, self.guessed = move(article.labels), move(article.masked), move(article.guessed)


class Batch:
    """Some articles as tensors on a device. With rng only a share of the pairs that no
    annotated statement could mean is there."""

    def __init__(self, articles, device, rng=None, share=1.0):
        pieces, spots, pairs, joints, offsets, labels, masked, guessed, rows = [], [], [], [], [], [], [], [], []
        cands = n_pairs = n_rows = 0
        for a in articles:
            s = Sample(a, rng, share) if rng else a
            spots.append(np.where(a.spots >= 0, a.spots + len(pieces) * WINDOW, -1))
            joints.append(np.where(s.joints >= 0, s.joints + len(pieces) * WINDOW, -1))
            pieces += a.windows
            pairs.append(s.pairs + cands)
            offsets.append(np.cumsum(s.lengths) - s.lengths + n_rows)
            labels.append(s.labels[:, :2] + [n_pairs, 0])
            masked.append(s.masked[:, :2] + [n_pairs, 0])
            guessed.append(s.guessed[:, :2] + [n_pairs, 0])
            rows.append(s.rows)
            cands += len(a.kind)
            n_pairs += len(s.pairs)
            n_rows += len(s.rows)
        length = -(-max(map(len, pieces)) // 32) * 32  # odd lengths are slow on CPUs
        ids = np.zeros((len(pieces), length), dtype=np.int64)
        for i, w in enumerate(pieces):
            ids[i, : len(w)] = w
        # Windows are stored WINDOW wide in spots, here only as wide as the longest.
        place = lambda spot: np.where(spot >= 0, spot // WINDOW * length + spot % WINDOW, len(pieces) * length)
        put = lambda a: torch.from_numpy(np.ascontiguousarray(a)).to(device, non_blocking=True)
        self.ids, self.mask = put(ids), put(ids > 0)
        self.joints = put(place(np.concatenate(joints)))
        self.spots, self.kind, self.part = put(place(np.concatenate(spots))), put(np.concatenate([a.kind for a in articles])), put(np.concatenate([a.part for a in articles]))
        self.pairs, self.offsets = put(np.concatenate(pairs)), put(np.concatenate(offsets))
        self.rows = put(np.concatenate(rows).astype(np.int64))
        self.labels, self.masked = put(np.concatenate(labels)), put(np.concatenate(masked))
        self.status, self.sure = put(np.concatenate([a.status for a in articles])), put(np.concatenate([a.sure for a in articles]))
        self.guessed, self.guesses = put(np.concatenate(guessed)), put(np.concatenate([a.guesses for a in articles]))
