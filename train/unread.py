"""Lays raw news out as train/sheets and kg read it.

    python3 unread.py DIR NEWS.jsonl.gz...

For each line of the files, {"id", "date", "title", "text"}, DIR gets ID.txt and
ID.meta.json; `kg extract --out DIR DIR` then adds ID.jsonl, where annotations would be."""
import gzip
import json
import pathlib
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        with gzip.open(name, "rt", encoding="utf-8") as lines:
            for article in map(json.loads, lines):
                base = article["id"].replace("/", "-")
                (folder / f"{base}.txt").write_text(article["text"], encoding="utf-8")
                meta = {"id": base, "date": article["date"], "title": article["title"]}
                (folder / f"{base}.meta.json").write_text(json.dumps(meta), encoding="utf-8")


if __name__ == "__main__":
    main()
