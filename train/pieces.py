"""Lists the word pieces worth keeping: those that raw texts need, and all that spell a
word letter by letter.

    python3 pieces.py --vocab vocab.txt [--least 3] [--most N] --out FILE FOLDER...

A folder holds articles as .txt, .jsonl or .jsonl.gz (lines with "text" and "title"). A
piece is kept when they have it at least --least times; with --most, the N most frequent
of those."""
import argparse
import collections
import gzip
import json
import pathlib
import re

from data import WordPiece


def texts(folder):
    for path in sorted(pathlib.Path(folder).iterdir()):
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8")
        elif path.name.endswith((".jsonl", ".jsonl.gz")):
            opened = gzip.open if path.suffix == ".gz" else open
            with opened(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    article = json.loads(line)
                    yield " ".join(article.get(key) or "" for key in ("title", "text"))


def needed(vocab, counts, least, most):
    """Pieces in the order of the vocabulary."""
    special = lambda piece: re.fullmatch(r"\[(PAD|UNK|CLS|SEP|MASK)\]", piece)
    letter = lambda piece: len(piece.removeprefix("##")) == 1
    keep = {piece for piece in vocab if special(piece) or letter(piece) or piece == "##"}
    place = {piece: i for i, piece in enumerate(vocab)}
    frequent = sorted((p for p in vocab if counts[p] >= least and p not in keep), key=lambda p: (-counts[p], place[p]))
    keep.update(frequent[: None if most is None else max(0, most - len(keep))])
    return [piece for piece in vocab if piece in keep]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--vocab", required=True)
    p.add_argument("--least", type=int, default=3)
    p.add_argument("--most", type=int)
    p.add_argument("--out", required=True)
    p.add_argument("folders", nargs="+")
    args = p.parse_args()
    vocab = pathlib.Path(args.vocab).read_text(encoding="utf-8").rstrip("\n").split("\n")
    tokenizer = WordPiece(vocab)
    counts, words = collections.Counter(), collections.Counter()
    for folder in args.folders:
        for text in texts(folder):
            words.update(re.findall(r"\w+|[^\w\s]", text))
    for word, n in words.items():
        for i in tokenizer.pieces(word):
            counts[vocab[i]] += n
    kept = needed(vocab, counts, args.least, args.most)
    covered = sum(counts[piece] for piece in kept) / max(1, sum(counts.values()))
    pathlib.Path(args.out).write_text("".join(piece + "\n" for piece in kept), encoding="utf-8")
    print(f"{len(kept)} of {len(vocab)} pieces, {covered:.4%} of {sum(counts.values())} pieces of text")


if __name__ == "__main__":
    main()
