package store

import (
	"testing"

	"github.com/cayleygraph/quad"
)

// BenchmarkApply stores one article a transaction, in memory: what the
// store's own work costs without the disk.
func BenchmarkApply(b *testing.B) {
	st := openMem(b)
	articles := newArticles(1)
	b.ReportAllocs()
	for b.Loop() {
		apply(b, st, Batch{Add: articles.Next()})
	}
}

// BenchmarkCount counts the quads of one label and predicate.
func BenchmarkCount(b *testing.B) {
	st := openMem(b)
	fill(b, st, plainQuads(1, 20_000))
	sn, err := st.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	defer sn.Close()
	pattern := quad.Quad{Predicate: quad.IRI(plainNS + "worksFor"), Label: quad.IRI(plainNS + "article/77")}
	b.ReportAllocs()
	for b.Loop() {
		if n, err := sn.Count(b.Context(), pattern); err != nil || n == 0 {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkGizmo runs the queries of TestBesideMemstore on a graph in memory.
func BenchmarkGizmo(b *testing.B) {
	const n = 50_000
	st := openMem(b)
	fill(b, st, plainQuads(1, n))
	sn, err := st.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	defer sn.Close()
	for _, q := range besideQueries {
		b.Run(q.name[:2], func(b *testing.B) {
			text := besideText(q.gizmo, n)
			b.ReportAllocs()
			for b.Loop() {
				gizmoRows(b, sn, text)
			}
		})
	}
}
