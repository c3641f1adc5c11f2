"""Writes the weights that kg embeds: tables of int8 or 4 bits, layers of 6 bits in a byte
each, laid out as its kernels read them.

    python3 export.py --full relations.pt [--fast fast.pt] --vocab vocab.txt [--pieces FILE]
                      [--feature-bits 8] [--fast-bits 4] --out relations.bin

relations.pt and fast.pt are what train.py saves, with and without an encoder;
FILE lists the pieces of vocab.txt to keep, one a line in any order (pieces.py makes it).
The same input gives the same bytes. internal/relate/file.go reads the file and says how
it is laid out."""
import argparse
import json
import pathlib
import struct

import numpy as np
import torch

from data import KINDS, PARTS, PREDICATES, STATUS, TITLE, USE_TITLE, WINDOW
from model import FEATURE_ROWS

MAGIC, VERSION, ALIGN = b"kgrelate", 1, 64
PANEL, STEP = 32, 4  # outputs and inputs whose weights lie together
HEAD = 32  # width of an attention head
WEIGHT_BITS = 6  # of a layer: so much the kernels can sum up


def table(weight):
    """Rows of int8 with a scale each."""
    most = np.abs(weight).max(axis=1)
    scale = (most / 127).astype(np.float32)
    q = np.rint(weight / np.where(scale > 0, scale, 1)[:, None]).clip(-127, 127)
    return q.astype(np.int8), scale


def fewer_bits(weight, bits):
    """Rows of few bits with a scale each: of some scales below the one that cuts nothing
    off, the one with the least error."""
    top = 2 ** (bits - 1)
    most = np.abs(weight).max(axis=1, keepdims=True) / (top - 1)
    best, least, scale = None, None, None
    for share in (1, 0.9, 0.8, 0.7, 0.6):
        s = np.where(most > 0, most * share, 1).astype(np.float32)
        q = np.rint(weight / s).clip(-top, top - 1)
        error = ((q * s - weight) ** 2).sum(axis=1, keepdims=True)
        if best is None:
            best, least, scale = q, error, s
        better = error < least
        best, least, scale = np.where(better, q, best), np.where(better, error, least), np.where(better, s, scale)
    return best.astype(np.int8), scale[:, 0]


def packed_table(weight):
    """Rows of 4 bits. Byte i has number i low and i+width/2 high."""
    (q, scale), half = fewer_bits(weight, 4), weight.shape[1] // 2
    return (q[:, :half] & 15) | (q[:, half:] << 4), scale


def matrix(weight, bias=None):
    """A linear layer [outputs, inputs]: weights of WEIGHT_BITS in panels, scales, sums and biases of the
    outputs, all filled up to whole panels."""
    outputs, inputs = weight.shape
    assert inputs % STEP == 0
    width = -(-outputs // PANEL) * PANEL
    q, scale = fewer_bits(weight, WEIGHT_BITS)
    q = np.concatenate([q, np.zeros((width - outputs, inputs), np.int8)])
    pad = lambda a, t: np.concatenate([a, np.zeros(width - outputs)]).astype(t)
    sums = q.astype(np.int32).sum(axis=1, dtype=np.int32)
    panels = q.reshape(width // PANEL, PANEL, inputs // STEP, STEP).transpose(0, 2, 1, 3)
    bias = np.zeros(outputs) if bias is None else bias
    return {"weight": np.ascontiguousarray(panels), "scale": pad(scale, np.float32), "sum": sums, "bias": pad(bias, np.float32)}


def plain(value):
    """A tensor as floats; train.py saves large ones as rows of int8 with their scales."""
    if isinstance(value, tuple):
        value, scale = value
        return value.float() if scale is None else value.float() * scale
    return value.float()


class Model:
    """The sections of one model."""

    def __init__(self, state, vocab, keep, feature_bits):
        self.state = {k: plain(v).numpy() for k, v in state.items()}
        self.sections = {}
        hidden, sparse = self.state["from_features.weight"].shape
        self.shape = {"layers": 0, "heads": 0, "width": 0, "inner": 0, "hidden": hidden, "sparse": sparse, "pieces": 0}
        for name, rows in (("features", FEATURE_ROWS), ("scores", len(PREDICATES)), ("status", len(STATUS)), ("kind", len(KINDS)), ("part", len(PARTS))):
            if (found := len(self.state[name + ".weight"])) != rows:
                raise SystemExit(f"the weights have {found} rows of {name}, data.py says {rows}: train again")
        self.table("features", packed=feature_bits == 4)
        for name in ("from_features", "hidden", "scores", "status"):
            self.matrix(name)
        for name in ("kind", "part"):
            self.plain(name + ".weight")
        if "span.weight" in self.state:
            for name in ("span", "subject", "object", "both", "joint"):
                self.matrix(name)
            self.encoder(vocab, keep)

    def put(self, name, array):
        self.sections[name] = array.tobytes()

    def plain(self, name):
        self.put(name, self.state[name].astype("<f4"))

    def table(self, name, rows=slice(None), packed=False):
        weight = self.state[name + ".weight"][rows]
        q, scale = packed_table(weight) if packed else table(weight)
        self.put(name + ".weight", q)
        self.put(name + ".scale", scale.astype("<f4"))

    def matrix(self, name):
        parts = matrix(self.state[name + ".weight"], self.state.get(name + ".bias"))
        for part, array in parts.items():
            self.put(f"{name}.{part}", array.astype(array.dtype.newbyteorder("<")))

    def encoder(self, vocab, keep):
        # In the order of the vocabulary, so that [PAD] stays first.
        rows = [i for i, piece in enumerate(vocab) if keep is None or piece in keep]
        self.table("encoder.words", rows)
        self.put("pieces", np.frombuffer("".join(vocab[i] + "\n" for i in rows).encode(), np.uint8))
        self.put("encoder.positions.weight", self.state["encoder.positions.weight"][:WINDOW].astype("<f4"))
        norms, layers = ["encoder.norm"], 0
        while f"encoder.layers.{layers}.qkv.weight" in self.state:
            p = f"encoder.layers.{layers}."
            for name in ("qkv", "out", "up", "down"):
                self.matrix(p + name)
            norms += [p + "norm1", p + "norm2"]
            layers += 1
        for name in norms:
            self.plain(name + ".weight")
            self.plain(name + ".bias")
        inner, width = self.state["encoder.layers.0.up.weight"].shape
        self.shape.update(layers=layers, heads=width // HEAD, width=width, inner=inner, pieces=len(rows))


def assemble(models):
    """The bytes of a file of models by name."""
    header = {"version": VERSION, "relations": PREDICATES, "kinds": KINDS, "parts": PARTS, "statuses": STATUS, "feature_rows": FEATURE_ROWS, "window": WINDOW, "title": TITLE if USE_TITLE else 0}
    header["models"] = {name: m.shape for name, m in sorted(models.items())}
    parts = [(f"{name}/{section}", data) for name, m in sorted(models.items()) for section, data in sorted(m.sections.items())]

    def encode(first):
        at, places = first, {}
        for name, data in parts:
            places[name] = [at, len(data)]
            at += -(-len(data) // ALIGN) * ALIGN
        text = json.dumps(header | {"sections": places}, ensure_ascii=False, separators=(",", ":")).encode()
        return text + b" " * (-(len(MAGIC) + 4 + len(text)) % ALIGN)

    # The longer the header, the more digits its offsets have: grow until it fits.
    first = ALIGN
    while len(MAGIC) + 4 + len(encode(first)) > first:
        first = len(MAGIC) + 4 + len(encode(first))
    text = encode(first)
    out = [MAGIC, struct.pack("<I", first - len(MAGIC) - 4), text.ljust(first - len(MAGIC) - 4)]
    for _, data in parts:
        out += [data, b"\0" * (-len(data) % ALIGN)]
    return b"".join(out)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--full", required=True)
    p.add_argument("--fast")
    p.add_argument("--vocab", required=True)
    p.add_argument("--pieces")
    p.add_argument("--feature-bits", type=int, choices=(4, 8), default=8, help="of the full model's features")
    p.add_argument("--fast-bits", type=int, choices=(4, 8), default=4, help="of the fast model's")
    p.add_argument("--out", required=True)
    args = p.parse_args()
    lines = lambda name: pathlib.Path(name).read_text(encoding="utf-8").rstrip("\n").split("\n")
    vocab = lines(args.vocab)
    keep = set(lines(args.pieces)) | {"[PAD]", "[UNK]", "[CLS]", "[SEP]"} if args.pieces else None
    models = {name: Model(torch.load(path, map_location="cpu", weights_only=True), vocab, keep, bits) for name, path, bits in (("full", args.full, args.feature_bits), ("fast", args.fast, args.fast_bits)) if path}
    data = assemble(models)
    pathlib.Path(args.out).write_bytes(data)
    print(f"{args.out}: {len(data) / 1e6:.1f} MB")
    for name, m in sorted(models.items()):
        print(name, m.shape, f"{sum(map(len, m.sections.values())) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
