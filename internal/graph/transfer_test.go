package graph

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"kg/internal/graph/store"
)

func seq(qs ...quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range qs {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func lines(t testing.TB, st *Store, opts ExportOptions) []string {
	t.Helper()
	var out []string
	for q, err := range st.Quads(t.Context(), opts) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, line(q))
	}
	return out
}

func TestExportLoadsAgain(t *testing.T) {
	st, fresh := openMemory(t), openMemory(t)
	for i := range 40 {
		a, rs := generated(i)
		put(t, st, a, rs, PutOptions{Run: Run{Started: time.Unix(int64(i/20), 0), Version: "1"}})
	}
	a, rs := generated(3)
	a.Text = "Edited.\n" + a.Text
	for i := range rs {
		rs[i].Start += 8
		rs[i].End += 8
	}
	put(t, st, a, rs, PutOptions{})
	want := lines(t, st, ExportOptions{})
	if !slices.IsSorted(want) {
		t.Error("not sorted by code point")
	}
	if _, err := fresh.Import(t.Context(), st.Quads(t.Context(), ExportOptions{}), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lines(t, fresh, ExportOptions{})); diff != "" {
		t.Errorf("export (-first +loaded again):\n%s", diff)
	}
	noFaults(t, fresh)
	// What was loaded goes on as if it had been read.
	if out := put(t, fresh, a, rs, PutOptions{}); out != Unchanged {
		t.Errorf("read again after loading: %v", out)
	}
	if n, err := fresh.Import(t.Context(), st.Quads(t.Context(), ExportOptions{}), ImportOptions{}); n != 0 || err != nil {
		t.Errorf("load twice: %d new, %v", n, err)
	}
}

// TestImportIsAsIfRead holds that a graph loaded into another, with names spelt in other
// ways, gives what reading all of its articles there gives.
func TestImportIsAsIfRead(t *testing.T) {
	one, two, both := openMemory(t), openMemory(t), openMemory(t)
	for _, c := range []struct {
		st   *Store
		id   string
		name string
	}{{one, "a", "ADA WING"}, {two, "b", "Ada Wing"}} {
		e := person(c.name, "Alias of "+c.id)
		for _, st := range []*Store{c.st, both} {
			naming(t, st, c.id, e, person("Erik Holm"))
		}
	}
	for _, c := range []struct{ from, to *Store }{{two, one}, {one, two}} {
		if _, err := c.to.Import(t.Context(), c.from.Quads(t.Context(), ExportOptions{}), ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(export(t, both), export(t, c.to)); diff != "" {
			t.Errorf("export (-read +imported):\n%s", diff)
		}
	}
}

func TestExportParts(t *testing.T) {
	st := openMemory(t)
	for i := range 3 {
		a, rs := generated(i)
		put(t, st, a, rs, PutOptions{Run: Run{Started: time.Unix(0, 0), Version: "1"}})
	}
	alone := openMemory(t)
	a, rs := generated(1)
	put(t, alone, a, rs, PutOptions{Run: Run{Started: time.Unix(0, 0), Version: "1"}})
	want := slices.DeleteFunc(lines(t, alone, ExportOptions{}), func(l string) bool { return strings.Contains(l, "graph/ontology>") })
	got := lines(t, st, ExportOptions{Article: "g-00001"})
	// An entity's aliases may come from other articles; here none differ.
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("one article (-alone +among others):\n%s", diff)
	}
	for _, l := range lines(t, st, ExportOptions{Reproducible: true}) {
		if strings.Contains(l, "graph/runs>") || strings.Contains(l, "startedAtTime") {
			t.Errorf("reproducible export holds %s", l)
		}
	}
	runs := lines(t, st, ExportOptions{Graph: st.Base().Graph("runs")})
	if len(runs) != 4+3 { // of the run, and of the three articles that it read
		t.Errorf("runs graph: %q", runs)
	}
	for _, err := range st.Quads(t.Context(), ExportOptions{Article: "none"}) {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown article: %v", err)
		}
	}
}

func TestImport(t *testing.T) {
	a, b := quad.IRI("urn:a"), quad.IRI("urn:b")
	named := quad.Quad{Subject: a, Predicate: b, Object: quad.String("x"), Label: quad.IRI("urn:own")}
	bare := quad.Quad{Subject: a, Predicate: b, Object: quad.LangString{Value: "y", Lang: "de"}}
	bad := quad.Quad{Subject: quad.String("literal"), Predicate: b, Object: a, Label: a}
	for _, c := range []struct {
		name  string
		quads []quad.Quad
		opts  ImportOptions
		want  []quad.Value // labels, in order of the quads
		err   error
	}{
		{"labels are kept", []quad.Quad{named}, ImportOptions{}, []quad.Value{quad.IRI("urn:own")}, nil},
		{"labels are kept beside a graph", []quad.Quad{named}, ImportOptions{Graph: "urn:g"}, []quad.Value{quad.IRI("urn:own")}, nil},
		{"a graph labels the rest", []quad.Quad{bare, named}, ImportOptions{Graph: "urn:g"}, []quad.Value{quad.IRI("urn:g"), quad.IRI("urn:own")}, nil},
		{"and is required then", []quad.Quad{named, bare}, ImportOptions{}, nil, ErrUnlabelled},
		{"invalid", []quad.Quad{named, bad}, ImportOptions{}, nil, new(store.QuadError)},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := openMemory(t)
			n, err := st.Import(t.Context(), seq(c.quads...), c.opts)
			if invalid := new(store.QuadError); errors.As(c.err, &invalid) {
				if !errors.As(err, &invalid) {
					t.Errorf("error %v", err)
				}
			} else if !errors.Is(err, c.err) {
				t.Errorf("error %v, want %v", err, c.err)
			}
			if n != len(c.want) {
				t.Errorf("%d added, want %d", n, len(c.want))
			}
			for i, label := range c.want {
				q := c.quads[i]
				q.Label = label
				if n, err := st.quads.Count(t.Context(), q); n != 1 || err != nil {
					t.Errorf("%s: %d, %v", line(q), n, err)
				}
			}
		})
	}
}

func TestRemove(t *testing.T) {
	st := openMemory(t)
	link := quad.Quad{Subject: quad.IRI("urn:a"), Predicate: owlSameAs, Object: quad.IRI("urn:b"), Label: st.Base().Graph("links")}
	before := export(t, st)
	if n, err := st.Import(t.Context(), seq(link), ImportOptions{}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := st.Remove(t.Context(), seq(link, link)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if diff := cmp.Diff(before, export(t, st)); diff != "" {
		t.Errorf("export (-before +after):\n%s", diff)
	}
}

// TestQuoteEscapes holds canonical N-Quads: what has a short escape by it, other
// controls by number, nothing else.
func TestQuoteEscapes(t *testing.T) {
	for s, want := range map[string]string{
		"":                     `""`,
		"plain é 😀":            `"plain é 😀"`,
		"\b\t\n\f\r\"\\":       `"\b\t\n\f\r\"\\"`,
		"\x00\x1f\x7f\u0080":   `"\u0000\u001F\u007F` + "\u0080" + `"`,
		"<a> 'b' & \u2028end.": "\"<a> 'b' & \u2028end.\"",
	} {
		if got := quote(s); got != want {
			t.Errorf("quote(%q) = %s, want %s", s, got, want)
		}
	}
}

// TestForgetIsNotLed holds that what an imported graph says about an article cannot
// make forgetting it take anything else along.
func TestForgetIsNotLed(t *testing.T) {
	st := openMemory(t)
	for i := range 2 {
		a, rs := generated(i)
		put(t, st, a, rs, PutOptions{})
	}
	one, other := st.Base().Article("g-00000", "", ""), st.Base().Article("g-00001", "", "")
	want := lines(t, st, ExportOptions{Graph: other})
	_, err := st.Import(t.Context(), seq(
		quad.Quad{Subject: other, Predicate: kgSuperseded, Object: one, Label: one},
		quad.Quad{Subject: other, Predicate: kgSuperseded, Object: one, Label: quad.IRI("urn:g")},
		quad.Quad{Subject: quad.BNode("b"), Predicate: kgSuperseded, Object: one, Label: one},
		quad.Quad{Subject: quad.BNode("b"), Predicate: kgStates, Object: other, Label: one},
		quad.Quad{Subject: quad.BNode("b"), Predicate: kgStates, Object: quad.String("x"), Label: one},
		quad.Quad{Subject: other, Predicate: schemaName, Object: quad.String("x"), Label: one},
		quad.Quad{Subject: quad.BNode("b"), Predicate: schemaName, Object: quad.String("x"), Label: one},
	), ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Forget(t.Context(), "g-00000"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lines(t, st, ExportOptions{Graph: other})); diff != "" {
		t.Errorf("the other article (-before +after):\n%s", diff)
	}
}
