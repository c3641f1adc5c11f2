"""Answers a SPARQL query from stdin over the N-Quads file that is the argument.

Prints the rows, a cell a column in N-Triples syntax, cells apart by tabs.
"""
import sys

import pyoxigraph

store = pyoxigraph.Store()
store.load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
results = store.query(sys.stdin.read())
print("\t".join(v.value for v in results.variables))
for row in results:
    print("\t".join("" if v is None else str(v) for v in row))
