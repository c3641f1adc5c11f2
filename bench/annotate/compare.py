#!/usr/bin/env python3
"""compare.py WANT.jsonl[.gz] GOT.jsonl[.gz]: in how many tokens two sets of annotations differ, and where."""
import collections, gzip, json, sys


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        return {doc["id"]: doc for doc in map(json.loads, lines)}


def differences(want, got):
    """Names of what differs, one for each token and once for each list of the document."""
    for key in ("text", "ents", "sents"):
        if want[key] != got.get(key):
            yield key, key
    by_place = {(t["start"], t["end"]): t for t in got.get("tokens", [])}
    for token in want["tokens"]:
        other = by_place.pop((token["start"], token["end"]), None)
        if other is None:
            yield "tokens", f"{token['start']}-{token['end']}"
            continue
        for name, value in token.items():
            if other.get(name) != value:
                yield name, f"token {token['id']}: {value!r}, got {other.get(name)!r}"
    for place in by_place:
        yield "tokens", f"{place[0]}-{place[1]} too many"


def main():
    want, got = map(read, sys.argv[1:3])
    total, docs, tokens = collections.Counter(), 0, 0
    for key, doc in want.items():
        tokens += len(doc["tokens"])
        found = list(differences(doc, got.get(key, {})))
        docs += bool(found)
        total.update(name for name, _ in found)
        for name, where in found[:5]:
            print(f"{key}: {name}: {where}")
    print(f"{len(want)} documents, {tokens} tokens: {docs} documents differ", dict(total))
    return bool(docs)


if __name__ == "__main__":
    sys.exit(main())
