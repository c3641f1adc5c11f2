package graph

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kg/internal/ontology"
)

// generated makes the n-th of many articles alike in shape to real ones: a few persons
// and bodies are in very many of them, most in few.
func generated(n int) (Article, []ontology.Reading) {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	pick := func(kind string, most uint64) string {
		z := rand.NewZipf(r, 1.2, 4, most)
		return fmt.Sprintf("%s %c%d", kind, 'A'+rune(n%26), z.Uint64())
	}
	a := Article{ID: fmt.Sprintf("g-%05d", n), Title: fmt.Sprintf("Article %d", n), Date: "2026-01-29", Source: "Test"}
	var rs []ontology.Reading
	var text strings.Builder
	type draft struct {
		s, o ontology.Entity
		p    string
		q    []string
		say  string
	}
	var drafts []draft
	for i := range 6 {
		d := draft{s: person(pick("Person", 4000)), o: body(pick("Body", 800)), p: "holds-office", q: []string{"role", "director", "start", "2020"}}
		switch i {
		case 1:
			d.p, d.q = "member-of", nil
		case 2:
			d.s, d.o, d.p, d.q = place("Guangdong"), place(pick("Place", 100)), "trades-with", []string{"amount", fmt.Sprint(r.IntN(1e9)), "currency", "CNY"}
		case 3:
			d.o = local(body("Department of Commerce"))
		}
		d.say = fmt.Sprintf("%s has to do with %s, and number %d says so in a sentence of common length.", d.s.Name, d.o.Name, i)
		text.WriteString(d.say + "\n")
		drafts = append(drafts, d)
	}
	a.Text = text.String()
	for _, d := range drafts {
		rs = append(rs, reads(a.Text, d.say, d.s, d.p, entity(d.o), d.q...))
	}
	return a, rs
}

func BenchmarkPut(b *testing.B) {
	st := openMemory(b)
	n := 0
	for b.Loop() {
		a, rs := generated(n)
		if _, err := st.Put(b.Context(), a, rs, PutOptions{}); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

func savedQuery(t testing.TB, name string) *Query {
	t.Helper()
	qs, err := Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range qs {
		if q.Name == name {
			return q
		}
	}
	t.Fatalf("no query %q", name)
	return nil
}

// benchArticles is how many articles the benchmarks of a grown store read.
const benchArticles = 5000

// BenchmarkGrowth reads articles into a store on disk, and compares the last tenth
// with the first; then it asks.
func BenchmarkGrowth(b *testing.B) {
	st, err := Open(b.Context(), filepath.Join(b.TempDir(), "kg.db"), Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	var tenth [10]time.Duration
	for i := range benchArticles {
		a, rs := generated(i)
		began := time.Now()
		if _, err := st.Put(b.Context(), a, rs, PutOptions{}); err != nil {
			b.Fatal(err)
		}
		tenth[i*10/benchArticles] += time.Since(began)
	}
	b.Run("put", func(b *testing.B) {
		n := benchArticles
		for b.Loop() {
			a, rs := generated(n)
			if _, err := st.Put(b.Context(), a, rs, PutOptions{}); err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(tenth[9])/float64(tenth[0]), "last/first")
		b.ReportMetric(float64(tenth[0].Milliseconds())/(benchArticles/10), "first-ms")
	})
	for _, c := range []struct {
		name  string
		query string
		args  map[string]string
	}{
		{"one body", "who-holds-office", map[string]string{"organisation": "body a0"}},
		{"a body of every article", "who-holds-office", map[string]string{"organisation": "department of commerce"}},
		{"all offices", "who-holds-office", nil},
		{"one person", "offices-of", map[string]string{"person": "person b1"}},
		{"facts of a person", "facts-about", map[string]string{"entity": "person b1"}},
		{"sources of a body", "sources-of", map[string]string{"entity": "body c1"}},
		{"trade of a place", "trades-with", map[string]string{"place": "place a1"}},
	} {
		b.Run(c.name, func(b *testing.B) { benchQuery(b, st, savedQuery(b, c.query), c.args) })
	}
	b.Run("export", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n = 0
			for _, err := range st.Quads(b.Context(), ExportOptions{}) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
		}
		b.ReportMetric(float64(n), "quads")
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			noFaults(b, st)
		}
	})
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			if hits, err := st.Search(b.Context(), "person a1", 10); err != nil || len(hits) == 0 {
				b.Fatal(hits, err)
			}
		}
	})
}

func benchQuery(b *testing.B, st *Store, q *Query, args map[string]string) {
	rows := 0
	for b.Loop() {
		res, err := st.Query(b.Context(), q, args, QueryOptions{MinConfidence: DefaultConfidence})
		if err != nil {
			b.Fatal(err)
		}
		rows = len(res.Rows)
	}
	b.ReportMetric(float64(rows), "rows")
}

// BenchmarkFactOf300 asks for one fact that 300 articles state.
func BenchmarkFactOf300(b *testing.B) {
	st := openMemory(b)
	const text = "Ada Wing leads the Amber League."
	r := reads(text, text, person("Ada Wing"), "holds-office", entity(body("Amber League")), "role", "head")
	for i := range 300 {
		put(b, st, Article{ID: fmt.Sprint(i), Text: text}, []ontology.Reading{r}, PutOptions{})
	}
	benchQuery(b, st, savedQuery(b, "who-holds-office"), map[string]string{"organisation": "amber league"})
}
