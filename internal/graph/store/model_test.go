package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// model is what the store should hold, as a plain map.
type model map[quad.Quad]bool

// terms counts the distinct terms.
func (m model) terms() int64 {
	seen := map[quad.Value]bool{}
	for q := range m {
		for _, d := range quad.Directions {
			seen[q.Get(d)] = true
		}
	}
	return int64(len(seen))
}

func (m model) matching(pattern quad.Quad) []string {
	out := []string{}
	for q := range m {
		fits := true
		for _, d := range quad.Directions {
			fits = fits && (pattern.Get(d) == nil || pattern.Get(d) == q.Get(d))
		}
		if fits {
			out = append(out, quadText(q))
		}
	}
	slices.Sort(out)
	return out
}

// A few terms in all positions make collisions of every kind likely.
func genQuad() *rapid.Generator[quad.Quad] {
	name := rapid.SampledFrom([]quad.Value{iri("a"), iri("b"), iri("c"), iri("d")})
	subject := rapid.OneOf(name, rapid.Just[quad.Value](quad.BNode("n")))
	object := rapid.OneOf(subject, rapid.SampledFrom([]quad.Value{
		quad.String("a"), quad.LangString{Value: "a", Lang: "en"},
		quad.TypedString{Value: "1", Type: "urn:int"}, quad.TypedString{Value: "01", Type: "urn:int"},
	}))
	return rapid.Custom(func(t *rapid.T) quad.Quad {
		return quad.Quad{
			Subject: subject.Draw(t, "s"), Predicate: name.Draw(t, "p"),
			Object: object.Draw(t, "o"), Label: name.Draw(t, "g"),
		}
	})
}

func genBatch() *rapid.Generator[Batch] {
	quads := rapid.SliceOfN(genQuad(), 0, 8)
	return rapid.Custom(func(t *rapid.T) Batch {
		b := Batch{Add: quads.Draw(t, "add"), Remove: quads.Draw(t, "remove")}
		for _, q := range rapid.SliceOfN(genQuad(), 0, 1).Draw(t, "drop") {
			b.DropLabels = append(b.DropLabels, q.Label)
		}
		return b
	})
}

// after gives the model after a batch, and what the batch should report.
func (m model) after(b Batch) (model, Stats) {
	next := maps.Clone(m)
	for _, l := range b.DropLabels {
		maps.DeleteFunc(next, func(q quad.Quad, _ bool) bool { return q.Label == l })
	}
	for _, q := range b.Remove {
		delete(next, q)
	}
	for _, q := range b.Add {
		next[q] = true
	}
	var stats Stats
	for q := range next {
		if !m[q] {
			stats.Added++
		}
	}
	for q := range m {
		if !next[q] {
			stats.Removed++
		}
	}
	return next, stats
}

// TestModel does random things to a store on disk and to a map.
func TestModel(t *testing.T) {
	root, runs := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		w := &world{dir: filepath.Join(root, fmt.Sprint(runs)), want: model{}}
		w.open(t)
		defer func() { w.st.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"apply":    w.apply,
			"reject":   w.reject,
			"reopen":   w.reopen,
			"snapshot": w.snapshot,
			"look":     w.look,
			"":         w.check,
		})
		w.verify(t)
	})
}

type world struct {
	dir  string
	st   *Store
	want model
	old  []frozen
}

// frozen is a snapshot and what it should show for ever.
type frozen struct {
	sn   *Snapshot
	want model
}

func (w *world) open(t *rapid.T) {
	var err error
	if w.st, err = Open(w.dir, Options{Create: true}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) apply(t *rapid.T) {
	b := genBatch().Draw(t, "batch")
	next, want := w.want.after(b)
	got, err := w.st.Apply(t.Context(), b)
	if err != nil || got != want {
		t.Fatalf("apply: %+v, error %v, want %+v", got, err, want)
	}
	w.want = next
}

// reject offers a batch whose last quad is invalid: nothing may change.
func (w *world) reject(t *rapid.T) {
	b := genBatch().Draw(t, "batch")
	b.Add = append(b.Add, quad.Quad{Subject: iri("a"), Predicate: iri("b"), Object: iri("c")})
	var refused *QuadError
	if _, err := w.st.Apply(t.Context(), b); !errors.As(err, &refused) {
		t.Fatalf("got error %v, want a QuadError", err)
	}
}

// reopen happens rarely, being the slowest step by far.
func (w *world) reopen(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "not now") > 0 {
		return
	}
	if err := w.st.Close(); err != nil {
		t.Fatal(err)
	}
	w.old = nil
	w.open(t)
}

func (w *world) snapshot(t *rapid.T) {
	sn, err := w.st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	w.old = append(w.old, frozen{sn, w.want})
	if len(w.old) > 3 {
		if err := w.old[0].sn.Close(); err != nil {
			t.Fatal(err)
		}
		w.old = w.old[1:]
	}
}

// look compares one pattern in the present and in every snapshot.
func (w *world) look(t *rapid.T) {
	probe, mask := genQuad().Draw(t, "probe"), rapid.IntRange(0, 15).Draw(t, "mask")
	var pattern quad.Quad
	for i, d := range quad.Directions {
		if mask&(1<<i) != 0 {
			pattern.Set(d, probe.Get(d))
		}
	}
	for _, f := range w.old {
		compare(t, f.sn, f.want, pattern)
	}
	compare(t, w.st, w.want, pattern)
}

// counted is a Store or a Snapshot.
type counted interface {
	source
	Count(context.Context, quad.Quad) (int64, error)
}

func compare(t *rapid.T, r counted, want model, pattern quad.Quad) {
	got := []string{}
	for q, err := range r.Quads(t.Context(), pattern) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, quadText(q))
	}
	slices.Sort(got)
	if diff := cmp.Diff(want.matching(pattern), got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", quadText(pattern), diff)
	}
	if n, err := r.Count(t.Context(), pattern); err != nil || n != int64(len(got)) {
		t.Fatalf("%s: count %d, error %v, want %d", quadText(pattern), n, err, len(got))
	}
}

// check runs after every step.
func (w *world) check(t *rapid.T) {
	size, err := w.st.Size()
	if err != nil {
		t.Fatal(err)
	}
	if size.Quads != int64(len(w.want)) || size.Terms != w.want.terms() {
		t.Fatalf("size %+v, want %d quads, %d terms", size, len(w.want), w.want.terms())
	}
}

func (w *world) verify(t *rapid.T) {
	compare(t, w.st, w.want, quad.Quad{})
	problems, err := w.st.Verify(t.Context())
	if err != nil || len(problems) > 0 {
		t.Fatalf("verify: %v, error %v", problems, err)
	}
}
