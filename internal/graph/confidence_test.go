package graph

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/ontology"
)

// TestMinConfidence holds that a query gives the readings that are sure enough, by value:
// the engine compares confidences as texts.
func TestMinConfidence(t *testing.T) {
	st := openMemory(t)
	confidences := []float64{0, 1e-9, 0.05, 0.1, 0.19, 0.25, 0.3, 0.3999999, 0.4, 0.40000001, 0.5, 0.7, 0.75, 0.999, 1}
	const text = "Ada Wing leads the Amber League."
	for _, c := range confidences {
		r := reads(text, text, person("Ada Wing"), "holds-office", entity(body("Amber League")), "role", "head")
		r.Confidence = c
		put(t, st, Article{ID: fmt.Sprint(c), Text: text}, []ontology.Reading{r}, PutOptions{})
	}
	q := savedQuery(t, "who-holds-office")
	for _, least := range append(slices.Clone(confidences), 1e-12, 0.2, 0.6) {
		var want []string
		for _, c := range confidences {
			if c >= least {
				want = append(want, fmt.Sprint(c))
			}
		}
		res, err := st.Query(t.Context(), q, nil, QueryOptions{MinConfidence: least})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range res.Rows {
			got = append(got, row[5].Text())
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("at least %v (-want +got):\n%s", least, diff)
		}
	}
}

// TestTwinsBound holds that the SPARQL twins are as sure as the queries by default.
func TestTwinsBound(t *testing.T) {
	twins := os.DirFS("../../queries")
	files, err := fs.Glob(twins, "*.rq")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	want := fmt.Sprintf("FILTER(?confidence >= %v)\n", DefaultConfidence)
	for _, file := range files {
		text, err := fs.ReadFile(twins, file)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v; want %s", file, err, want)
		}
	}
}

// TestShowHides holds that a page leaves out, and counts, facts that no sentence says
// surely enough, and that a fact comes with all of its sentences.
func TestShowHides(t *testing.T) {
	const text = "Ada Wing leads the Amber League.\nAda Wing may have met Erik Holm.\nThe League follows Ada Wing."
	st := openMemory(t)
	leads := reads(text, "Ada Wing leads the Amber League.", person("Ada Wing"), "holds-office", entity(body("Amber League")))
	follows := reads(text, "The League follows Ada Wing.", person("Ada Wing"), "holds-office", entity(body("Amber League")))
	met := reads(text, "Ada Wing may have met Erik Holm.", person("Ada Wing"), "met-with", entity(person("Erik Holm")))
	leads.Confidence, follows.Confidence, met.Confidence = 0.8, 0.1, 0.2
	put(t, st, Article{ID: "a", Text: text}, []ontology.Reading{leads, follows, met}, PutOptions{})
	for _, c := range []struct {
		what          string
		least         float64
		facts, hidden int
	}{
		{"Ada Wing", 0, 2, 0},
		{"Ada Wing", 0.2, 2, 0},
		{"Ada Wing", DefaultConfidence, 1, 1},
		{"Ada Wing", 0.9, 0, 2},
		{"Erik Holm", DefaultConfidence, 0, 1},
		{"a", DefaultConfidence, 1, 1},
	} {
		t.Run(fmt.Sprint(c.what, " ", c.least), func(t *testing.T) {
			page, err := st.Show(t.Context(), c.what, ShowOptions{MinConfidence: c.least})
			if err != nil || len(page.Facts) != c.facts || page.Hidden != c.hidden {
				t.Fatalf("%+v, %v; want %d facts, %d hidden", page, err, c.facts, c.hidden)
			}
			if c.facts > 0 && len(page.Facts[0].Quotes) != 2 {
				t.Errorf("%d sentences, want both", len(page.Facts[0].Quotes))
			}
		})
	}
	page, err := st.Show(t.Context(), "Erik Holm", ShowOptions{})
	if err != nil || len(page.Facts) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	one, err := st.Show(t.Context(), string(page.Facts[0].IRI), ShowOptions{MinConfidence: 1})
	if err != nil || len(one.Facts) != 1 || one.Hidden != 0 {
		t.Errorf("show the statement: %+v, %v", one, err)
	}
}
