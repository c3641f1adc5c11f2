package store

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

func iri(s string) quad.IRI { return quad.IRI("urn:" + s) }

// tq makes a quad of IRIs from "s p o g".
func tq(text string) quad.Quad {
	f := strings.Fields(text)
	return quad.Quad{Subject: iri(f[0]), Predicate: iri(f[1]), Object: iri(f[2]), Label: iri(f[3])}
}

func tqs(texts ...string) []quad.Quad {
	var qs []quad.Quad
	for _, t := range texts {
		qs = append(qs, tq(t))
	}
	return qs
}

func openMem(tb testing.TB) *Store {
	tb.Helper()
	return openAt(tb, "mem", Options{InMemory: true})
}

func openAt(tb testing.TB, dir string, opts Options) *Store {
	tb.Helper()
	st, err := Open(dir, opts)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := st.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	return st
}

func apply(tb testing.TB, st *Store, b Batch) Stats {
	tb.Helper()
	stats, err := st.Apply(tb.Context(), b)
	if err != nil {
		tb.Fatal(err)
	}
	return stats
}

// A source is a Store or a Snapshot.
type source interface {
	Quads(context.Context, quad.Quad) iter.Seq2[quad.Quad, error]
}

// all gives the quads that match, as sorted text.
func all(tb testing.TB, r source, pattern quad.Quad) []string {
	tb.Helper()
	out := []string{}
	for q, err := range r.Quads(tb.Context(), pattern) {
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, quadText(q))
	}
	slices.Sort(out)
	return out
}

func verified(tb testing.TB, st *Store) {
	tb.Helper()
	problems, err := st.Verify(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	for _, p := range problems {
		tb.Error(p)
	}
}

func TestOpen(t *testing.T) {
	write := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	made := func(t *testing.T, dir string) {
		st, err := Open(dir, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	nothing := func(*testing.T, string) {}
	removed := func(t *testing.T, dir string) { os.Remove(dir) }
	tests := []struct {
		name  string
		given func(*testing.T, string)
		opts  Options
		want  error
	}{
		{"no directory", removed, Options{}, ErrNoStore},
		{"no directory, to read", removed, Options{ReadOnly: true}, ErrNoStore},
		{"no directory, to create", removed, Options{Create: true}, nil},
		{"empty directory", nothing, Options{}, ErrNoStore},
		{"empty directory, to create", nothing, Options{Create: true}, nil},
		{"directory with files", write("notes.txt", "x"), Options{Create: true}, ErrForeign},
		{"other format", write(markerName, "kg quad store, format 99\n"), Options{}, ErrForeign},
		{"marked, then interrupted", write(markerName, markerText), Options{}, ErrNoStore},
		{"marked, then interrupted, to create", write(markerName, markerText), Options{Create: true}, nil},
		{"database", made, Options{}, nil},
		{"database, to create", made, Options{Create: true}, nil},
		{"database, to read", made, Options{ReadOnly: true}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.given(t, dir)
			st, err := Open(dir, tt.opts)
			if !errors.Is(err, tt.want) {
				t.Fatalf("got error %v, want %v", err, tt.want)
			}
			if err == nil {
				if err := st.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	t.Run("a file", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "file")
		write("file", "text")(t, filepath.Dir(name))
		if _, err := Open(name, Options{Create: true}); !errors.Is(err, ErrForeign) {
			t.Errorf("got error %v, want %v", err, ErrForeign)
		}
	})
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	st, err := Open(dir, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, st, Batch{Add: tqs("s p o g")})
	for _, opts := range []Options{{}, {ReadOnly: true}} {
		if _, err := Open(dir, opts); !errors.Is(err, ErrInUse) {
			t.Errorf("beside a writer, %+v: got error %v, want %v", opts, err, ErrInUse)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	one, two := openAt(t, dir, Options{ReadOnly: true}), openAt(t, dir, Options{ReadOnly: true})
	for _, r := range []*Store{one, two} {
		if got := all(t, r, quad.Quad{}); len(got) != 1 {
			t.Errorf("a reader sees %v", got)
		}
		if _, err := r.Apply(t.Context(), Batch{Add: tqs("a b c d")}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("write by a reader: got error %v, want %v", err, ErrReadOnly)
		}
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("a writer beside readers: got error %v, want %v", err, ErrInUse)
	}
}

func TestApply(t *testing.T) {
	st := openMem(t)
	steps := []struct {
		name  string
		batch Batch
		want  Stats
		left  []string
	}{
		{
			"add", Batch{Add: tqs("s p o g", "s p o h", "s p o g")}, Stats{Added: 2},
			[]string{"s p o g", "s p o h"},
		},
		{"add again", Batch{Add: tqs("s p o g")}, Stats{}, []string{"s p o g", "s p o h"}},
		{"remove what is not", Batch{Remove: tqs("x p o g", "s p g o")}, Stats{}, []string{"s p o g", "s p o h"}},
		{"remove one label's", Batch{Remove: tqs("s p o g")}, Stats{Removed: 1}, []string{"s p o h"}},
		{
			"remove and add the same", Batch{Remove: tqs("s p o h"), Add: tqs("s p o h", "a b c h")}, Stats{Added: 1},
			[]string{"a b c h", "s p o h"},
		},
		{
			"replace a label", Batch{DropLabels: []quad.Value{iri("h")}, Add: tqs("a b c h", "a b d h")},
			Stats{Added: 1, Removed: 1}, []string{"a b c h", "a b d h"},
		},
		{"drop a label that is not", Batch{DropLabels: []quad.Value{iri("none")}}, Stats{}, []string{"a b c h", "a b d h"}},
		{"drop a label", Batch{DropLabels: []quad.Value{iri("h")}}, Stats{Removed: 2}, []string{}},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			if got := apply(t, st, step.batch); got != step.want {
				t.Errorf("stats %+v, want %+v", got, step.want)
			}
			want := []string{}
			for _, q := range tqs(step.left...) {
				want = append(want, quadText(q))
			}
			if diff := cmp.Diff(want, all(t, st, quad.Quad{})); diff != "" {
				t.Errorf("quads (-want +got):\n%s", diff)
			}
			verified(t, st)
		})
	}
	size, err := st.Size()
	if err != nil || size != (Size{}) {
		t.Errorf("after everything is gone: size %+v, error %v", size, err)
	}
}

func TestMeta(t *testing.T) {
	dir := t.TempDir()
	st := openAt(t, dir, Options{Create: true})
	apply(t, st, Batch{Meta: map[string]string{"base": "urn:x:", "gone": "1"}})
	apply(t, st, Batch{Meta: map[string]string{"gone": ""}})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = openAt(t, dir, Options{ReadOnly: true})
	for key, want := range map[string]string{"base": "urn:x:", "gone": "", "never": ""} {
		if got, err := st.Meta(key); got != want || err != nil {
			t.Errorf("Meta(%q) = %q, %v; want %q", key, got, err, want)
		}
	}
}

func TestRefusedQuads(t *testing.T) {
	good := quad.Quad{Subject: iri("s"), Predicate: iri("p"), Object: iri("o"), Label: iri("g")}
	with := func(d quad.Direction, v quad.Value) quad.Quad {
		q := good
		q.Set(d, v)
		return q
	}
	tests := []struct {
		name string
		quad quad.Quad
		at   quad.Direction
	}{
		{"no subject", with(quad.Subject, nil), quad.Subject},
		{"no label", with(quad.Label, nil), quad.Label},
		{"literal subject", with(quad.Subject, quad.String("x")), quad.Subject},
		{"literal predicate", with(quad.Predicate, quad.String("x")), quad.Predicate},
		{"blank predicate", with(quad.Predicate, quad.BNode("x")), quad.Predicate},
		{"literal label", with(quad.Label, quad.String("x")), quad.Label},
		{"blank label", with(quad.Label, quad.BNode("x")), quad.Label},
		{"space in IRI", with(quad.Object, quad.IRI("urn:a b")), quad.Object},
		{"control character in IRI", with(quad.Subject, quad.IRI("urn:a\x07")), quad.Subject},
		{"next line in IRI", with(quad.Subject, quad.IRI("urn:a\u0085")), quad.Subject},
		{"angle bracket in IRI", with(quad.Predicate, quad.IRI("urn:a>")), quad.Predicate},
		{"relative IRI", with(quad.Label, quad.IRI("a/b")), quad.Label},
		{"empty IRI", with(quad.Label, quad.IRI("")), quad.Label},
		{"invalid UTF-8 in IRI", with(quad.Subject, quad.IRI("urn:\xff")), quad.Subject},
		{"invalid UTF-8 in string", with(quad.Object, quad.String("\xff")), quad.Object},
		{"empty blank node", with(quad.Object, quad.BNode("")), quad.Object},
		{"blank node with space", with(quad.Subject, quad.BNode("a b")), quad.Subject},
		{"blank node that ends in a dot", with(quad.Subject, quad.BNode("a.")), quad.Subject},
		{"language with underscore", with(quad.Object, quad.LangString{Value: "x", Lang: "en_GB"}), quad.Object},
		{"no language", with(quad.Object, quad.LangString{Value: "x"}), quad.Object},
		{"no datatype", with(quad.Object, quad.TypedString{Value: "x"}), quad.Object},
		{"Go's number", with(quad.Object, quad.Int(5)), quad.Object},
	}
	st := openMem(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := st.Apply(t.Context(), Batch{Add: []quad.Quad{good, tt.quad}})
			var refused *QuadError
			if !errors.As(err, &refused) {
				t.Fatalf("got error %v, want a QuadError", err)
			}
			if refused.Direction != tt.at {
				t.Errorf("fault at %v, want %v: %v", refused.Direction, tt.at, err)
			}
			if got := all(t, st, quad.Quad{}); len(got) > 0 {
				t.Errorf("stored nevertheless: %v", got)
			}
		})
	}
}

func TestTermsStayExact(t *testing.T) {
	long := quad.String(strings.Repeat("long text ", 1000))
	const xsd = "http://www.w3.org/2001/XMLSchema#"
	objects := []quad.Value{
		iri("x"), quad.BNode("b0"), quad.BNode("é.x-1"), quad.String(""), quad.String("a\x00b\n\"\\"),
		quad.String("x"), quad.LangString{Value: "x", Lang: "en"}, quad.LangString{Value: "x", Lang: "en-GB"},
		quad.TypedString{Value: "x", Type: xsd + "string"},
		quad.TypedString{Value: "007", Type: xsd + "integer"}, quad.TypedString{Value: "7", Type: xsd + "integer"},
		quad.TypedString{Value: "1.50", Type: xsd + "decimal"}, quad.TypedString{Value: "INF", Type: xsd + "double"},
		quad.TypedString{Value: "2025-01-01T00:00:00.000+01:00", Type: xsd + "dateTime"},
		long, long + "!", quad.IRI("urn:" + strings.Repeat("y", 500)), quad.String("\U0001F600 \u200b\uFFFD"),
	}
	st := openMem(t)
	var batch Batch
	for _, o := range objects {
		batch.Add = append(batch.Add, quad.Quad{Subject: iri("s"), Predicate: iri("p"), Object: o, Label: iri("g")})
	}
	if got := apply(t, st, batch); got.Added != len(objects) {
		t.Fatalf("added %d, want %d: two terms are taken for one", got.Added, len(objects))
	}
	var got []quad.Value
	for q, err := range st.Quads(t.Context(), quad.Quad{Subject: iri("s")}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, q.Object)
	}
	if diff := cmp.Diff(objects, got); diff != "" { // ids, and so the order, follow the writing
		t.Errorf("objects (-want +got):\n%s", diff)
	}
	verified(t, st)
}

func TestEveryCombination(t *testing.T) {
	st := openMem(t)
	var quads []quad.Quad
	for _, s := range "ab" {
		for _, p := range "pq" {
			for _, o := range "aox" {
				for _, g := range "gha" {
					quads = append(quads, tq(strings.Join([]string{string(s), string(p), string(o), string(g)}, " ")))
				}
			}
		}
	}
	apply(t, st, Batch{Add: quads})
	probe := tq("a q a h")
	for mask := range 16 {
		var pattern quad.Quad
		for i, d := range quad.Directions {
			if mask&(1<<i) != 0 {
				pattern.Set(d, probe.Get(d))
			}
		}
		want := []string{}
		for _, q := range quads {
			fits := true
			for _, d := range quad.Directions {
				fits = fits && (pattern.Get(d) == nil || pattern.Get(d) == q.Get(d))
			}
			if fits {
				want = append(want, quadText(q))
			}
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, all(t, st, pattern)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", quadText(pattern), diff)
		}
		if n, err := st.Count(t.Context(), pattern); err != nil || n != int64(len(want)) {
			t.Errorf("%s: count %d, error %v, want %d", quadText(pattern), n, err, len(want))
		}
	}
	var labels []quad.Value
	for l, err := range st.Labels(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		labels = append(labels, l)
	}
	if diff := cmp.Diff([]quad.Value{iri("a"), iri("g"), iri("h")}, labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestSnapshotStays(t *testing.T) {
	st := openMem(t)
	apply(t, st, Batch{Add: tqs("s p o g")})
	sn, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	apply(t, st, Batch{DropLabels: []quad.Value{iri("g")}, Add: tqs("a b c d")})
	if got, want := all(t, sn, quad.Quad{}), []string{quadText(tq("s p o g"))}; !slices.Equal(got, want) {
		t.Errorf("snapshot has %v, want %v", got, want)
	}
	if v, err := sn.ValueOf(iri("a")); v != graph.Ref(absent) || err != nil {
		t.Errorf("snapshot knows a later term: %v, %v", v, err)
	}
	scan := sn.QuadsAllIterator().Iterate() // left open, as Cayley does
	scan.Next(t.Context())
	if err := sn.Close(); err != nil {
		t.Fatal(err)
	}
	if scan.Next(t.Context()) || !errors.Is(scan.Err(), ErrClosed) {
		t.Errorf("iterator of a closed snapshot: error %v, want %v", scan.Err(), ErrClosed)
	}
	if _, err := sn.ValueOf(iri("s")); !errors.Is(err, ErrClosed) {
		t.Errorf("closed snapshot: error %v, want %v", err, ErrClosed)
	}
}

func TestClosedStore(t *testing.T) {
	st := openMem(t)
	sn, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	_, applyErr := st.Apply(t.Context(), Batch{Add: tqs("s p o g")})
	_, snapErr := st.Snapshot()
	_, nameErr := sn.ValueOf(iri("s"))
	for _, err := range []error{applyErr, snapErr, nameErr} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("got error %v, want %v", err, ErrClosed)
		}
	}
	if err := errors.Join(sn.Close(), st.Close()); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	st := openMem(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := st.Apply(ctx, Batch{Add: tqs("s p o g")}); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	if got := all(t, st, quad.Quad{}); len(got) > 0 {
		t.Errorf("stored nevertheless: %v", got)
	}
}

// TestVerifyFinds breaks a store in each way that Verify looks for.
func TestVerifyFinds(t *testing.T) {
	ids := idQuad{1, 2, 3, 4} // of the only quad, in the order of writing
	term := func(s string) []byte { b, _ := encodeTerm(iri(s)); return termKey(b) }
	tests := []struct {
		name   string
		damage func(batch) error
		want   string
	}{
		{"an order lacks a quad", func(b batch) error { return b.delete(orders[4].key(nil, ids)) }, "is not in order 5"},
		{"an order has one more", func(b batch) error { return b.set(orders[2].key(nil, idQuad{1, 2, 3, 1}), nil) }, "is not in order 1"},
		{"a term is gone", func(b batch) error { return b.delete(nodeKey(3)) }, "has no term"},
		{"a term too many", func(b batch) error { return b.set(nodeKey(9), []byte{kindIRI, 'x'}) }, "is in no quad"},
		{"a count is off", func(b batch) error { return b.set(countKey(2), counts{0, 2}.encode()) }, "counts are"},
		{"the dictionary misleads", func(b batch) error { return b.set(term("o"), appendID(nil, 2)) }, "the dictionary says 2"},
		{"an entry astray", func(b batch) error { return b.set(term("zzz"), appendID(nil, 2)) }, "5 dictionary entries for 4 terms"},
		{"a malformed term", func(b batch) error { return b.set(nodeKey(3), []byte{99}) }, "malformed term"},
		{"a malformed key", func(b batch) error { return b.set([]byte("1xyz"), nil) }, "malformed key"},
		{"totals are off", func(b batch) error { return b.set(stateKey, state{4, 7, 4}.encode()) }, "state counts 7 quads"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := openMem(t)
			apply(t, st, Batch{Add: tqs("s p o g")})
			verified(t, st)
			b := st.eng.batch()
			if err := errors.Join(tt.damage(b), b.commit(), b.close()); err != nil {
				t.Fatal(err)
			}
			problems, err := st.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(problems, "\n"), tt.want) {
				t.Errorf("got %q, want one that says %q", problems, tt.want)
			}
		})
	}
}
