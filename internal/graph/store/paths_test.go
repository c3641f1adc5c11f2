package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A pathMaker draws paths. Wild and looping ones have steps and terms on which
// Cayley by itself panics. (Both at once it still may: what stands before a
// recursion is hidden from the optimiser, and Cayley's own intersection
// divides by the size of a difference plus one.)
type pathMaker struct {
	names []string
	steps []string
	inner []string // steps with a path P inside
}

var (
	tame = pathMaker{
		names: []string{"a", "b", "c", "d"},
		steps: []string{
			".out()", ".in()", ".out(X)", ".in(X)", ".both(X)", ".has(X, Y)", ".has(X)", ".hasR(X, Y)",
			".unique()", ".unique()", ".labelContext(X)", ".labelContext(X, Y)", ".out([X, Y])", ".is(X, Y)",
			".inPredicates()", ".outPredicates()", ".labels()", `.has(X, gt(iri("urn:b")))`, `.has(X, regex("[ac]", true))`,
			`.tag("t")`, `.save(X, "s")`, `.saveOpt(X, "o")`, `.filter(lt(iri("urn:c")))`,
		},
		inner: []string{".and(P)", ".or(P)", ".has(X, P)", ".labelContext(P)", ".out(P)"},
	}
	wild = pathMaker{
		names: append(tame.names, "none", "nil"),
		steps: append(tame.steps, ".skip(1)", ".limit(2)", ".order()"),
		inner: append(tame.inner, ".except(P)", ".except(P)"),
	}
	looping = pathMaker{
		names: wild.names,
		steps: append(wild.steps, `.followRecursive(X)`, `.followRecursive(g.M().tag("by").out(X), 3)`),
		inner: tame.inner,
	}
)

// path makes a path of a few steps, with paths inside to the given depth.
func (m pathMaker) path(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		b.WriteString(rapid.SampledFrom([]string{"g.V()", "g.V(X)", "g.V(X, Y)"}).Draw(t, "start"))
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			b.WriteString(m.step(t, depth))
		}
		text := b.String()
		for strings.ContainsAny(text, "XY") {
			text = strings.Replace(text, "X", m.term(t), 1)
			text = strings.Replace(text, "Y", m.term(t), 1)
		}
		return text
	})
}

func (m pathMaker) term(t *rapid.T) string {
	return fmt.Sprintf(`iri("urn:%s")`, rapid.SampledFrom(m.names).Draw(t, "name"))
}

func (m pathMaker) step(t *rapid.T, depth int) string {
	steps := m.steps
	if depth > 0 {
		steps = slices.Concat(steps, m.inner)
	}
	step := rapid.SampledFrom(steps).Draw(t, "step")
	if start, ok := strings.CutSuffix(step, "P)"); ok {
		step = start + m.path(depth-1).Draw(t, "inner") + ")"
	}
	return step
}

// TestPaths compares which nodes random paths over random graphs reach in
// this store and in Cayley's memory store.
func TestPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quads := rapid.SliceOfN(genQuad(), 1, 40).Draw(t, "quads")
		quads = append(quads, tqs("a b c d", "b c d a")...) // no name is unknown
		sn, done := snapshotOf(t, quads)
		defer done()
		mem := memstore.New(quads...)
		for range 10 {
			path := tame.path(2).Draw(t, "path")
			want, got := reached(t, mem, path), reached(t, sn, path)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s (-memstore +ours):\n%s", path, diff)
			}
		}
	})
}

// TestWildPaths asks only that the process lives.
func TestWildPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sn, done := snapshotOf(t, rapid.SliceOfN(genQuad(), 0, 40).Draw(t, "quads"))
		defer done()
		for range 10 {
			reached(t, sn, wild.path(2).Draw(t, "wild"))
			reached(t, sn, looping.path(2).Draw(t, "looping"))
		}
	})
}

func snapshotOf(t *rapid.T, quads []quad.Quad) (sn *Snapshot, done func() error) {
	st, err := Open("paths", Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Apply(t.Context(), Batch{Add: quads}); err != nil {
		t.Fatal(err)
	}
	if sn, err = st.Snapshot(); err != nil {
		t.Fatal(err)
	}
	return sn, st.Close
}

// reached gives the distinct nodes that a path leads to, sorted, or the error.
func reached(t *rapid.T, qs graph.QuadStore, path string) []string {
	it, err := gizmo.NewSession(qs).Execute(t.Context(), path+".all()", query.Options{Collation: query.JSON})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer it.Close()
	nodes := []string{}
	for it.Next(t.Context()) {
		row, ok := it.Result().(map[string]any)
		if !ok {
			continue
		}
		node, err := json.Marshal(row["id"])
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, string(node))
	}
	if err := it.Err(); err != nil {
		return []string{err.Error()}
	}
	slices.Sort(nodes)
	return slices.Compact(nodes)
}
