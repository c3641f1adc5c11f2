package graph

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

func put(t testing.TB, st *Store, a Article, rs []ontology.Reading, opts PutOptions) Outcome {
	t.Helper()
	out, err := st.Put(t.Context(), a, rs, opts)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestModel holds the quads of one article, every kind among them, against a file
// under review.
func TestModel(t *testing.T) {
	const text = "Zhang Jingsong, Director-General of the Department of Commerce, spoke.\n\n“Guangdong’s trade hit RMB9.49 trillion in 2025,” he said.\nHe is no candidate for governor.\n"
	zhang, commerce := person("Zhang Jingsong", "Zhang"), local(body("Department of Commerce"))
	office := reads(text, "Zhang Jingsong, Director-General of the Department of Commerce, spoke.", zhang, "holds-office", entity(commerce), "role", "director-general")
	office.SubjectAs, office.ObjectAs = "Zhang Jingsong", "the Department of Commerce"
	trade := reads(text, "“Guangdong’s trade hit RMB9.49 trillion in 2025,” he said.", place("Guangdong"), "indicator", lit("9490000000000"),
		"currency", "CNY", "measure", "foreign trade", "period", "2025")
	trade.By = &zhang
	denied := reads(text, "He is no candidate for governor.", zhang, "holds-office", entity(place("Guangdong")), "role", "governor", "status", "denied")

	st := openMemory(t)
	a := Article{
		ID: "gd 1", URL: "https://example.org/a?id=1", Title: "Trade", Date: "2026-01-29", Source: "Example",
		Language: "en", Authors: []string{"A. Writer", "B. Writer"}, Text: text,
	}
	run := Run{Started: time.Date(2026, 1, 30, 8, 0, 0, 0, time.UTC), Version: "1.0", RuleSet: "abc"}
	if out := put(t, st, a, []ontology.Reading{office, trade, denied}, PutOptions{Run: run}); out != New {
		t.Errorf("outcome %v", out)
	}
	var got strings.Builder
	for q, err := range st.Quads(t.Context(), ExportOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		if q.Label != st.Base().Graph("ontology") {
			got.WriteString(line(q))
		}
	}
	golden := filepath.Join("testdata", "article.nq")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("quads (-want +got):\n%s", diff)
	}
}

func TestDirectEdges(t *testing.T) {
	const text = "One sentence."
	for _, c := range []struct {
		name, relation, status string
		object                 ontology.Value
		confidence             float64
		want                   bool
	}{
		{"asserted", "holds-office", "asserted", entity(place("Sundia")), 0.9, true},
		{"no status", "holds-office", "", entity(place("Sundia")), 0.9, true},
		{"acting", "holds-office", "acting", entity(place("Sundia")), 0.9, true},
		{"former", "holds-office", "former", entity(place("Sundia")), 0.9, false},
		{"planned", "holds-office", "planned", entity(place("Sundia")), 0.9, false},
		{"alleged", "holds-office", "alleged", entity(place("Sundia")), 0.9, false},
		{"denied", "holds-office", "denied", entity(place("Sundia")), 0.9, false},
		{"candidate", "holds-office", "candidate", entity(place("Sundia")), 0.9, false},
		{"elect", "holds-office", "elect", entity(place("Sundia")), 0.9, false},
		{"literal", "holds-office", "asserted", lit("judge"), 0.9, false},
		{"sure enough", "holds-office", "asserted", entity(place("Sundia")), DefaultConfidence, true},
		{"not sure enough", "holds-office", "asserted", entity(place("Sundia")), DefaultConfidence - 0.01, false},
		{"means nothing alone", "indicator", "asserted", lit("12"), 0.9, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := openMemory(t)
			r := reads(text, text, person("Ada Wing"), c.relation, c.object)
			r.Status, r.Confidence = c.status, c.confidence
			put(t, st, Article{ID: "a", Text: text}, []ontology.Reading{r}, PutOptions{})
			subject := st.Base().Entity(&r.Subject, "")
			got, err := st.quads.Count(t.Context(), quad.Quad{Subject: subject, Predicate: ontology.Term(c.relation)})
			if err != nil || (got > 0) != c.want {
				t.Errorf("%d edges, %v; want any: %v", got, err, c.want)
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	st := openMemory(t)
	first := "Ada Wing leads Sundia.\nErik Holm left."
	second := "Ada Wing leads Sundia.\nShe was elected in May."
	wing := func(text string, q ...string) []ontology.Reading {
		return []ontology.Reading{reads(text, "Ada Wing leads Sundia.", person("Ada Wing"), "holds-office", entity(place("Sundia")), q...)}
	}
	holm := reads(first, "Erik Holm left.", person("Erik Holm"), "resigned-from", entity(place("Sundia")))
	for _, c := range []struct {
		name     string
		a        Article
		readings []ontology.Reading
		want     Outcome
	}{
		{"new", Article{ID: "a", Text: first}, append(wing(first), holm), New},
		{"the same", Article{ID: "a", Text: first}, append(wing(first), holm), Unchanged},
		{"readings in another order", Article{ID: "a", Text: first}, append([]ontology.Reading{holm}, wing(first)...), Unchanged},
		{"other rules", Article{ID: "a", Text: first}, append(wing(first, "role", "president"), holm), Reread},
		{"a title", Article{ID: "a", Text: first, Title: "Sundia"}, append(wing(first, "role", "president"), holm), Reread},
		{"edited", Article{ID: "a", Text: second}, wing(second), Changed},
		{"edited again", Article{ID: "a", Text: second + " Soon."}, nil, Changed},
		{"back", Article{ID: "a", Text: first}, append(wing(first), holm), Changed},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := put(t, st, c.a, c.readings, PutOptions{}); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			noFaults(t, st)
		})
	}
}

func noFaults(t testing.TB, st *Store) {
	t.Helper()
	faults, err := st.Verify(t.Context())
	if err != nil || len(faults) > 0 {
		t.Errorf("verify: %v, %v", faults, err)
	}
}

func TestEditedText(t *testing.T) {
	st := openMemory(t)
	old := "Ada Wing leads Sundia. Erik Holm left."
	edited := "Ada Wing leads Sundia. Correction: Erik Holm stayed."
	wing := func(text string) ontology.Reading {
		return reads(text, "Ada Wing leads Sundia.", person("Ada Wing"), "holds-office", entity(place("Sundia")))
	}
	holm := reads(old, "Erik Holm left.", person("Erik Holm"), "resigned-from", entity(place("Sundia")))
	put(t, st, Article{ID: "a", Text: old}, []ontology.Reading{wing(old), holm}, PutOptions{})
	put(t, st, Article{ID: "a", Text: edited}, []ontology.Reading{wing(edited)}, PutOptions{})

	article := st.Base().Article("a", "", "")
	version := ontology.Version(article, ontology.TextHash(old))
	count := func(pattern quad.Quad) int64 {
		t.Helper()
		n, err := st.quads.Count(t.Context(), pattern)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, c := range []struct {
		name    string
		pattern quad.Quad
		want    int64
	}{
		{"readings now", quad.Quad{Predicate: kgStates, Label: article}, 1},
		{"readings then", quad.Quad{Predicate: kgStates, Label: version}, 2},
		{"superseded", quad.Quad{Subject: version, Predicate: kgSuperseded, Object: article, Label: version}, 1},
		{"the former text", quad.Quad{Subject: version, Predicate: schemaBody, Object: quad.String(old)}, 1},
		{"edge that still holds", quad.Quad{Predicate: ontology.Term("holds-office")}, 1},
		{"edge of the former text", quad.Quad{Predicate: ontology.Term("resigned-from")}, 0},
		{"articles", quad.Quad{Predicate: rdfType, Object: schemaArticle}, 1},
		{"statements", quad.Quad{Predicate: rdfType, Object: rdfStatement}, 2},
	} {
		if got := count(c.pattern); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	noFaults(t, st)

	res, err := st.Query(t.Context(), savedQuery(t, "offices-of"), nil, QueryOptions{})
	if err != nil || len(res.Rows) != 1 {
		t.Errorf("offices by the present text: %v, %v", res, err)
	}
	if err := st.Forget(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if n := count(quad.Quad{}) - count(quad.Quad{Label: st.Base().Graph("ontology")}); n != 0 {
		t.Errorf("%d quads are left of a forgotten article", n)
	}
}

func TestForgetKeepsWhatOthersSay(t *testing.T) {
	st, fresh := openMemory(t), openMemory(t)
	for i := range 30 {
		a, rs := generated(i)
		put(t, st, a, rs, PutOptions{})
		if i%3 == 0 {
			put(t, fresh, a, rs, PutOptions{})
		}
	}
	for i := range 30 {
		if i%3 != 0 {
			a, _ := generated(i)
			if err := st.Forget(t.Context(), string(a.IRI(st.Base()))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(export(t, fresh), export(t, st)); diff != "" {
		t.Errorf("export (-never read +forgotten):\n%s", diff)
	}
	if err := st.Forget(t.Context(), "g-00001"); !errors.Is(err, ErrNotFound) {
		t.Errorf("forget again: %v", err)
	}
}

func TestPutRefuses(t *testing.T) {
	ok := reads("Text.", "Text.", person("Ada Wing"), "holds-office", entity(place("Sundia")))
	for _, c := range []struct {
		name, reason string
		change       func(*ontology.Reading)
	}{
		{"a span beyond the text", "characters 0 to 6", func(r *ontology.Reading) { r.End = 6 }},
		{"a span before it", "characters -1", func(r *ontology.Reading) { r.Start = -1 }},
		{"a span that ends before it begins", "characters 3 to 2", func(r *ontology.Reading) { r.Start, r.End = 3, 2 }},
		{"no such relation", `relation "rules"`, func(r *ontology.Reading) { r.Predicate = "rules" }},
		{"no object", "without an object", func(r *ontology.Reading) { r.Object = ontology.Value{} }},
		{"a confidence above 1", "confidence 2", func(r *ontology.Reading) { r.Confidence = 2 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := openMemory(t)
			r := ok
			c.change(&r)
			_, err := st.Put(t.Context(), Article{ID: "a", Text: "Text."}, []ontology.Reading{r}, PutOptions{})
			if err == nil || !strings.Contains(err.Error(), c.reason) {
				t.Errorf("error %v, want one with %q", err, c.reason)
			}
			if arts, err := st.Articles(t.Context()); err != nil || len(arts) > 0 {
				t.Errorf("stored %v, %v", arts, err)
			}
		})
	}
}

// TestPutHostile stores what no one means to write.
func TestPutHostile(t *testing.T) {
	st := openMemory(t)
	text := "a\x00b \xff <x> \"^^<y> \\ \U0001F600 \u202E."
	r := reads(text, text, person("<b>\"\\\n\x01"), "holds-office", entity(body("\xff\xfe")), "role", "<urn:x>", "start", "2025-13-45")
	r.End = len([]rune(text))
	r.By = &ontology.Entity{Class: "Person", Name: "!!!"}
	put(t, st, Article{ID: "../a/#?%", URL: "not a url", Title: "\r\n", Date: "yesterday", Text: text}, []ontology.Reading{r}, PutOptions{})
	noFaults(t, st)
	res, err := st.Query(t.Context(), savedQuery(t, "who-holds-office"), nil, QueryOptions{})
	if err != nil || len(res.Rows) != 1 {
		t.Fatal(res, err)
	}
	if got := res.Rows[0][1].Text(); got != "<urn:x>" {
		t.Errorf("role %q", got)
	}
	if got := res.Rows[0][5].Text(); got != "../a/#?%" {
		t.Errorf("article %q", got)
	}
}

func TestNoText(t *testing.T) {
	st := openMemory(t)
	a, rs := generated(1)
	put(t, st, a, rs, PutOptions{NoText: true})
	if n, err := st.quads.Count(t.Context(), quad.Quad{Predicate: schemaBody}); n != 0 || err != nil {
		t.Errorf("%d texts kept, %v", n, err)
	}
	if out := put(t, st, a, rs, PutOptions{NoText: true}); out != Unchanged {
		t.Errorf("read again: %v", out)
	}
	page, err := st.Show(t.Context(), a.ID, ShowOptions{})
	if err != nil || len(page.Facts) == 0 || page.Facts[0].Quotes[0].Text == "" || page.Facts[0].Quotes[0].Before != "" {
		t.Errorf("page %+v, %v", page, err)
	}
	noFaults(t, st)
	if out := put(t, st, a, rs, PutOptions{}); out != Reread {
		t.Errorf("read with its text: %v", out)
	}
	noFaults(t, st)
}

func TestStanding(t *testing.T) {
	st := openMemory(t)
	a, rs := generated(1)
	run := Run{Started: time.Unix(0, 0), Version: "1", RuleSet: "x"}
	edited := a
	edited.Text += "More."
	check := func(name string, a Article, run Run, want Standing) {
		t.Helper()
		got, err := st.Standing(t.Context(), a, run)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	check("before it was read", a, run, Unknown)
	put(t, st, a, rs, PutOptions{Run: run})
	check("the same rules later", a, Run{Started: time.Unix(1e9, 0), Version: "1", RuleSet: "x"}, Known)
	check("other rules", a, Run{Version: "1", RuleSet: "y"}, Stale)
	check("another version", a, Run{Version: "2", RuleSet: "x"}, Stale)
	check("an edited text", edited, run, Unknown)
}

// TestRuns holds that a run is noted with what it read, once, and goes with it.
func TestRuns(t *testing.T) {
	st := openMemory(t)
	runs := func() int {
		n, err := st.quads.Count(t.Context(), quad.Quad{Predicate: rdfType, Object: provActivity})
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
	at := func(s int64) PutOptions { return PutOptions{Run: Run{Started: time.Unix(s, 0), Version: "1"}} }
	a, rs := generated(1)
	b, more := generated(2)
	put(t, st, a, rs, at(0))
	put(t, st, b, more, at(0))
	put(t, st, a, rs, at(1)) // unchanged: not noted
	if runs() != 1 {
		t.Errorf("%d runs after one that read something", runs())
	}
	put(t, st, a, rs, PutOptions{}) // nor is it forgotten
	put(t, st, a, rs, PutOptions{Run: Run{Started: time.Unix(1, 0), Version: "2"}})
	if runs() != 2 {
		t.Errorf("%d runs after another version found the same", runs())
	}
	a.Title = "Other"
	put(t, st, a, rs, at(2))
	if runs() != 2 {
		t.Errorf("%d runs after a second", runs())
	}
	if err := st.Forget(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if runs() != 1 {
		t.Errorf("%d runs after its only article went", runs())
	}
}

func TestVerifyFinds(t *testing.T) {
	article := quad.IRI("urn:newskg:data/article/g-00001")
	for _, c := range []struct {
		name, want string
		spoil      func([]quad.Quad) store.Batch
	}{
		{"a quote that is not there", "does not say", func(qs []quad.Quad) store.Batch {
			return swap(qs, oaExact, quad.String("invented"))
		}},
		{"a text too short", "of a text of 5", func(qs []quad.Quad) store.Batch {
			return swap(qs, schemaBody, quad.String("short"))
		}},
		{"a statement gone", "which is not there", func(qs []quad.Quad) store.Batch {
			i := slices.IndexFunc(qs, func(q quad.Quad) bool { return q.Predicate == kgStates })
			return store.Batch{DropLabels: []quad.Value{qs[i].Object}}
		}},
		{"an entity gone", "which is not there", func(qs []quad.Quad) store.Batch {
			i := slices.IndexFunc(qs, func(q quad.Quad) bool { return q.Predicate == schemaName })
			return store.Batch{DropLabels: []quad.Value{qs[i].Subject}}
		}},
		{"a statement that none reads", "no reading states it", func(qs []quad.Quad) store.Batch {
			return store.Batch{DropLabels: []quad.Value{article}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := openMemory(t)
			a, rs := generated(1)
			put(t, st, a, rs, PutOptions{})
			qs, err := collect(st.quads.Quads(t.Context(), quad.Quad{Label: article}))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := st.quads.Apply(t.Context(), c.spoil(qs)); err != nil {
				t.Fatal(err)
			}
			faults, err := st.Verify(t.Context())
			if err != nil || !strings.Contains(fmt.Sprint(faults), c.want) {
				t.Errorf("faults %v, %v; want %q", faults, err, c.want)
			}
		})
	}
}

// swap gives the first quad with predicate p another object.
func swap(qs []quad.Quad, p quad.IRI, o quad.Value) store.Batch {
	i := slices.IndexFunc(qs, func(q quad.Quad) bool { return q.Predicate == p })
	spoilt := qs[i]
	spoilt.Object = o
	return store.Batch{Remove: qs[i : i+1], Add: []quad.Quad{spoilt}}
}

// TestLongArticle holds that the time of a long article grows with it, not with its
// square: four thousand readings, edited, are done in seconds.
func TestLongArticle(t *testing.T) {
	if testing.Short() {
		t.Skip("stores an article of 4,000 readings")
	}
	const n = 4_000
	var text strings.Builder
	rs := make([]ontology.Reading, n)
	for i := range rs {
		start := text.Len()
		fmt.Fprintf(&text, "Person %d leads body %d.\n", i, i%100)
		o := body(fmt.Sprint("Body ", i%100))
		rs[i] = ontology.Reading{
			Statement: ontology.Statement{Subject: person(fmt.Sprint("Person ", i)), Predicate: "holds-office", Object: entity(o)},
			Start:     start, End: text.Len() - 1,
		}
	}
	st := openMemory(t)
	began := time.Now()
	put(t, st, Article{ID: "a", Text: text.String()}, rs, PutOptions{})
	put(t, st, Article{ID: "a", Text: text.String() + "More."}, rs, PutOptions{})
	if took := time.Since(began); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
