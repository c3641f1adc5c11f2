package graph

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

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

func fill(t testing.TB, st *Store, n int) {
	t.Helper()
	for i := range n {
		a, rs := generated(i)
		if _, err := st.Put(t.Context(), a, rs, PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}
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

func BenchmarkQuery5000(b *testing.B) {
	st := openMemory(b)
	fill(b, st, 5000)
	for _, c := range []struct {
		name string
		args map[string]string
	}{
		{"who-holds-office", map[string]string{"organisation": "body a0"}},
		{"who-holds-office", map[string]string{"organisation": "department of commerce"}},
		{"who-holds-office", nil},
	} {
		b.Run(fmt.Sprintf("%s%v", c.name, c.args), func(b *testing.B) {
			q := savedQuery(b, c.name)
			rows := 0
			for b.Loop() {
				res, err := st.Query(b.Context(), q, c.args, QueryOptions{})
				if err != nil {
					b.Fatal(err)
				}
				rows = len(res.Rows)
			}
			b.ReportMetric(float64(rows), "rows")
		})
	}
}
