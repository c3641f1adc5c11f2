package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kg/internal/ontology"
)

// export is the store's reproducible export, a line a quad.
func export(t failer, st *Store) string {
	t.Helper()
	var b strings.Builder
	last := ""
	for q, err := range st.Quads(t.Context(), ExportOptions{Reproducible: true}) {
		if err != nil {
			t.Fatal(err)
		}
		line := line(q)
		if line <= last {
			t.Fatalf("not sorted: %s after %s", line, last)
		}
		last = line
		b.WriteString(line)
	}
	return b.String()
}

func line(q quad.Quad) string {
	return fmt.Sprintf("%s %s %s %s .\n", termText(q.Subject), termText(q.Predicate), termText(q.Object), termText(q.Label))
}

// drawnArticle draws an article of a few sentences about a few things, named in more
// than one way, so that articles share statements, entities and keys.
func drawnArticle(t *rapid.T, id string) (Article, []ontology.Reading) {
	names := []string{"Ada Wing", "ADA WING", "Ada Wíng", "Ada  Wing", "Erik Holm", "Erik Holm."}
	bodies := []string{"Amber League", "AMBER LEAGUE", "Amber-League", "Department of Commerce"}
	a := Article{ID: id, Date: "2026-01-29", Title: rapid.SampledFrom([]string{"", "One", "Two"}).Draw(t, "title")}
	var rs []ontology.Reading
	n := rapid.IntRange(0, 4).Draw(t, "sentences")
	for i := range n {
		a.Text += fmt.Sprintf("Sentence %d of %d.\n", i, rapid.IntRange(0, 2).Draw(t, "text"))
	}
	lines := strings.SplitAfter(a.Text, "\n")
	for i := range n {
		s := person(rapid.SampledFrom(names).Draw(t, "subject"))
		if rapid.Bool().Draw(t, "alias") {
			s.Aliases = []string{rapid.SampledFrom([]string{"Wing", "Holm", "A. W."}).Draw(t, "name")}
		}
		o := body(rapid.SampledFrom(bodies).Draw(t, "object"))
		o.Local = o.Name == "Department of Commerce"
		r := reads(a.Text, strings.TrimSuffix(lines[i], "\n"), s, "holds-office", entity(o), "role", rapid.SampledFrom([]string{"head", "member"}).Draw(t, "role"))
		r.Status = rapid.SampledFrom([]string{"asserted", "asserted", "former", "planned"}).Draw(t, "status")
		r.Confidence = rapid.SampledFrom([]float64{0.3, 0.5, 0.9}).Draw(t, "confidence")
		if rapid.Bool().Draw(t, "quoted") {
			by := person(rapid.SampledFrom(names).Draw(t, "by"))
			r.By = &by
		}
		rs = append(rs, r)
	}
	return a, rs
}

// failer is what testing.TB and rapid.T have in common.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Context() context.Context
}

func openRapid(t *rapid.T) *Store {
	st, err := Open(t.Context(), Memory, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// TestExportDependsOnArticlesAlone stores articles with edits, changes of mind and
// forgetting on the way, and compares with a store that saw the outcome only, in
// another order.
func TestExportDependsOnArticlesAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type step struct {
			a  Article
			rs []ontology.Reading
		}
		history := make(map[string][]step) // texts of each article, the last one current
		busy := openRapid(t)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "id")
			if rapid.IntRange(0, 4).Draw(t, "forget") == 0 {
				err := busy.Forget(t.Context(), id)
				if (err == nil) != (len(history[id]) > 0) {
					t.Fatalf("forget %s: %v", id, err)
				}
				delete(history, id)
				continue
			}
			a, rs := drawnArticle(t, id)
			if _, err := busy.Put(t.Context(), a, rs, PutOptions{}); err != nil {
				t.Fatal(err)
			}
			h := slices.DeleteFunc(history[id], func(s step) bool { return s.a.Text == a.Text })
			history[id] = append(h, step{a, rs})
			if out, err := busy.Put(t.Context(), a, rs, PutOptions{}); err != nil || out != Unchanged {
				t.Fatalf("again: %v, %v", out, err)
			}
		}
		if faults, err := busy.Verify(t.Context()); err != nil || len(faults) > 0 {
			t.Fatalf("verify: %v, %v", faults, err)
		}
		calm := openRapid(t)
		for _, id := range rapid.Permutation([]string{"a", "b", "c", "d"}).Draw(t, "order") {
			for _, s := range history[id] {
				if _, err := calm.Put(t.Context(), s.a, s.rs, PutOptions{}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if diff := cmp.Diff(export(t, calm), export(t, busy)); diff != "" {
			t.Fatalf("export (-calm +busy):\n%s", diff)
		}
	})
}

// TestCompareQuads holds that comparing term by term orders lines by code point.
func TestCompareQuads(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab!\"\\ \n<>é\U0001F600\x01")))
	iri := rapid.Custom(func(t *rapid.T) quad.Value {
		return quad.IRI("u:" + rapid.StringMatching(`[ab!?~é]{0,3}`).Draw(t, "iri"))
	})
	object := rapid.OneOf(
		iri,
		rapid.Map(text, func(s string) quad.Value { return quad.String(s) }),
		rapid.Map(text, func(s string) quad.Value { return quad.LangString{Value: quad.String(s), Lang: "en"} }),
		rapid.Map(text, func(s string) quad.Value { return quad.TypedString{Value: quad.String(s), Type: "u:t"} }),
		rapid.Just[quad.Value](quad.BNode("b")),
	)
	rapid.Check(t, func(t *rapid.T) {
		draw := func() quad.Quad {
			return quad.Quad{Subject: iri.Draw(t, "s"), Predicate: iri.Draw(t, "p"), Object: object.Draw(t, "o"), Label: iri.Draw(t, "l")}
		}
		a, b := draw(), draw()
		if got, want := compareQuads(a, b), strings.Compare(line(a), line(b)); got != want {
			t.Fatalf("compare %s and %s: %d, want %d", line(a), line(b), got, want)
		}
	})
}
