#!/usr/bin/env python3
"""pairs.py TEXTS.jsonl[.gz] KG_COMMAND [PAIRS]: kg and spaCy in turn on one thread each; prints all runs and the medians.

KG_COMMAND is the built main.go; spaCy is run by this script's own interpreter."""
import os, re, statistics, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ONE_THREAD = {name + "_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM")}


def seconds(command):
    env = {**os.environ, **ONE_THREAD, "GOMAXPROCS": "1"}
    line = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.strip()
    print(line, flush=True)
    return float(re.search(r"([\d.]+) s processor", line)[1])


def main():
    texts, kg = sys.argv[1:3]
    pairs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    runs = []
    for _ in range(pairs):
        spacy = seconds([sys.executable, os.path.join(HERE, "annotate.py"), texts])
        runs.append((spacy, seconds([kg, texts])))
    medians = [statistics.median(column) for column in zip(*runs)]
    ratio = statistics.median(s / k for s, k in runs)
    print(f"median: spaCy {medians[0]:.3f} s, kg {medians[1]:.3f} s; ratio of a pair {ratio:.2f}")


if __name__ == "__main__":
    main()
