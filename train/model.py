"""The relation model: a small BERT encoder (MiniLM-L6) under a head that scores each
relation for each ordered pair of candidates."""
import json
import struct

import torch
import torch.nn as nn
import torch.nn.functional as F

from data import KINDS, PARTS, PREDICATES, STATUS

FEATURE_ROWS = 1 << 16


def read_safetensors(path):
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        header = json.loads(f.read(size))
        data = f.read()
    kinds = {"F32": torch.float32, "F16": torch.float16, "I64": torch.int64, "I8": torch.int8}
    return {k: torch.frombuffer(bytearray(data[v["data_offsets"][0] : v["data_offsets"][1]]), dtype=kinds[v["dtype"]]).reshape(v["shape"]) for k, v in header.items() if k != "__metadata__"}


def read_encoder(path):
    """Tensors of a BERT encoder: a safetensors file, or int8 rows with scales (.pt)."""
    if not path.endswith(".pt"):
        return read_safetensors(path)
    return {k: v.float() * s.float() if s is not None else v.float() for k, (v, s) in torch.load(path).items()}


class Dropout:
    """Dropout that is as good as free on a CPU: its masks are cut out of one long run of
    random bits, at random places."""

    SIZE = 1 << 26

    def __init__(self):
        self.masks, self.rng = {}, None

    def __call__(self, x, drop, training):
        if not training or drop == 0:
            return x
        if x.device.type != "cpu" or x.numel() > self.SIZE // 2:
            return F.dropout(x, drop, True)
        if drop not in self.masks:
            self.rng = torch.Generator().manual_seed(1)  # also of the places from now on
            self.masks[drop] = ((torch.rand(self.SIZE, generator=self.rng) >= drop) / (1 - drop)).bfloat16()
        at = int(torch.randint(self.SIZE - x.numel(), (1,), generator=self.rng))
        return x * self.masks[drop][at : at + x.numel()].view_as(x)


dropout = Dropout()


class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask, places, drop):
        """x: the pieces that are there, a row each; places: where in the mask they lie."""
        (n, t), w = mask.shape, x.shape[-1]
        padded = x.new_zeros(n * t, 3 * w).index_copy(0, places, self.qkv(x))
        q, k, v = padded.view(n, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4).contiguous()
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        a = a.transpose(1, 2).reshape(n * t, w)[places]
        x = self.norm1(x + dropout(self.out(a), drop, self.training))
        return self.norm2(x + dropout(self.down(F.gelu(self.up(x))), drop, self.training))


class Encoder(nn.Module):
    def __init__(self, vocab, width=384, layers=6, heads=12, inner=1536, positions=512):
        super().__init__()
        self.words = nn.Embedding(vocab, width)
        self.positions = nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))

    def forward(self, ids, mask, drop=0.1):
        (n, t), places = ids.shape, mask.flatten().nonzero()[:, 0]
        x = self.words(ids.flatten()[places]) + self.positions.weight[places % t]
        x = dropout(self.norm(x), drop, self.training)
        for layer in self.layers:
            x = layer(x, mask, places, drop)
        return x.new_zeros(n * t, x.shape[-1]).index_copy(0, places, x).view(n, t, -1)

    @staticmethod
    def pretrained(tensors, layers=6):
        t = {k.removeprefix("bert."): v.float() for k, v in tensors.items()}
        e = Encoder(t["embeddings.word_embeddings.weight"].shape[0], layers=layers)
        with torch.no_grad():
            e.words.weight.copy_(t["embeddings.word_embeddings.weight"])
            # One segment only: its row is a constant.
            e.positions.weight.copy_(t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0])
            e.norm.weight.copy_(t["embeddings.LayerNorm.weight"])
            e.norm.bias.copy_(t["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(e.layers):
                p = f"encoder.layer.{i}."
                for name in ("weight", "bias"):
                    layer.qkv.get_parameter(name).copy_(torch.cat([t[f"{p}attention.self.{x}.{name}"] for x in ("query", "key", "value")]))
                    layer.out.get_parameter(name).copy_(t[f"{p}attention.output.dense.{name}"])
                    layer.norm1.get_parameter(name).copy_(t[f"{p}attention.output.LayerNorm.{name}"])
                    layer.up.get_parameter(name).copy_(t[f"{p}intermediate.dense.{name}"])
                    layer.down.get_parameter(name).copy_(t[f"{p}output.dense.{name}"])
                    layer.norm2.get_parameter(name).copy_(t[f"{p}output.LayerNorm.{name}"])
        return e


class Relations(nn.Module):
    """Scores of all relations for each pair. Without an encoder only features count."""

    def __init__(self, encoder, width=256, feature_width=64, drop=0.3):
        super().__init__()
        self.encoder, self.drop = encoder, drop
        self.features = nn.EmbeddingBag(FEATURE_ROWS, feature_width, mode="sum")
        nn.init.normal_(self.features.weight, std=0.05)
        self.from_features = nn.Linear(feature_width, width)
        self.kind = nn.Embedding(len(KINDS), width)
        self.part = nn.Embedding(len(PARTS), width)
        if encoder:
            self.span = nn.Linear(3 * 384, width)
            self.subject, self.object = nn.Linear(width, width), nn.Linear(width, width)
            self.both = nn.Linear(width, width, bias=False)
            self.joint = nn.Linear(384, width, bias=False)
        self.hidden = nn.Linear(width, width)
        self.scores = nn.Linear(width, len(PREDICATES))
        self.status = nn.Linear(width, len(STATUS))
        nn.init.constant_(self.scores.bias, -6.0)

    def pair_hidden(self, b):
        z = self.from_features(dropout(F.relu(self.features(b.rows, b.offsets)), self.drop, self.training))
        i, j = b.pairs[:, 0], b.pairs[:, 1]
        if self.encoder:
            x = self.encoder(b.ids, b.mask)
            x = torch.cat([x.reshape(-1, x.shape[-1]), x.new_zeros(1, x.shape[-1])])
            v = self.span(x[b.spots].flatten(1)) + self.kind(b.kind) + self.part(b.part)
            v = dropout(F.relu(v), self.drop, self.training)
            z = z + self.subject(v)[i] + self.object(v)[j] + self.both(v[i] * v[j])
            places, of = b.joints.unique(return_inverse=True)  # many pairs have one joint
            z = z + self.joint(x[places])[of]
        else:
            z = z + self.kind(b.kind)[i] + self.kind(b.kind)[j]
        z = dropout(F.relu(z), self.drop, self.training)
        return dropout(F.relu(self.hidden(z)), self.drop, self.training)

    def forward(self, b):
        z = self.pair_hidden(b)
        return self.scores(z), z
