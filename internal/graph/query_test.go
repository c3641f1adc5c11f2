package graph

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"kg/internal/ontology"
)

var update = flag.Bool("update", false, "write the rows that the saved queries give into their testdata")

// testArticle is an article with its readings as testdata writes them. An entity is
// "Class: Name | alias | alias", with an asterisk after the class where it stays the
// article's own; anything else is a literal.
type testArticle struct {
	Article
	Readings []testReading
}

type testReading struct {
	S, P, O string
	Q       map[string]string
	Status  string
	By      string
	At      string // how the stating sentence begins; it ends with the line

	Confidence float64 // 0.9 where it is not given
}

func parseEntity(s string) *ontology.Entity {
	class, name, ok := strings.Cut(s, ": ")
	if !ok || strings.Contains(class, " ") {
		return nil
	}
	class, isLocal := strings.CutSuffix(class, "*")
	names := strings.Split(name, " | ")
	return &ontology.Entity{Class: class, Name: names[0], Aliases: names[1:], Local: isLocal}
}

func parseValue(s string) ontology.Value {
	if e := parseEntity(s); e != nil {
		return ontology.Value{Entity: e}
	}
	return ontology.Value{Literal: s}
}

func (a *testArticle) readings(t testing.TB) []ontology.Reading {
	t.Helper()
	var out []ontology.Reading
	for _, tr := range a.Readings {
		line, found := "", false
		for l := range strings.Lines(a.Text) {
			if l = strings.TrimRight(l, "\n"); strings.HasPrefix(l, tr.At) {
				line, found = l, true
				break
			}
		}
		subject := parseEntity(tr.S)
		if !found || subject == nil {
			t.Fatalf("article %s: reading %+v: no such sentence or subject", a.ID, tr)
		}
		r := reads(a.Text, line, *subject, tr.P, parseValue(tr.O))
		r.By = parseEntity(tr.By)
		if tr.Confidence > 0 {
			r.Confidence = tr.Confidence
		}
		if tr.Status != "" {
			r.Status = tr.Status
		}
		for _, key := range slices.Sorted(maps.Keys(tr.Q)) {
			r.Qualifiers = append(r.Qualifiers, ontology.Qualifier{Key: key, Value: parseValue(tr.Q[key])})
		}
		out = append(out, r)
	}
	return out
}

func putAll(t testing.TB, st *Store, data []byte) {
	t.Helper()
	var articles []testArticle
	if err := json.Unmarshal(data, &articles); err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		if _, err := st.Put(t.Context(), a.Article, a.readings(t), PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSavedQueries runs each query on the articles of its testdata. A case is two files:
// NAME.args, a parameter a line ("linked" and "min-confidence" for the flags), and
// NAME.tsv, the rows.
func TestSavedQueries(t *testing.T) {
	all, err := Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		t.Run(q.Name, func(t *testing.T) {
			file := filepath.Join("..", "..", "queries", "testdata", q.Name+".txtar")
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			st := openMemory(t)
			rows := make(map[string]*txtar.File)
			for i := range ar.Files {
				rows[ar.Files[i].Name] = &ar.Files[i]
			}
			putAll(t, st, rows["articles.json"].Data)
			cases := 0
			for _, f := range ar.Files {
				name, ok := strings.CutSuffix(f.Name, ".args")
				if !ok {
					continue
				}
				cases++
				t.Run(name, func(t *testing.T) {
					got := runCase(t, st, q, string(f.Data))
					want := rows[name+".tsv"]
					if want == nil {
						t.Fatalf("no %s.tsv", name)
					}
					if diff := cmp.Diff(string(want.Data), got); diff != "" && !*update {
						t.Errorf("rows (-want +got):\n%s", diff)
					}
					want.Data = []byte(got)
				})
			}
			if cases == 0 {
				t.Error("no case")
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func runCase(t *testing.T, st *Store, q *Query, text string) string {
	t.Helper()
	args := make(map[string]string)
	opts := QueryOptions{MinConfidence: DefaultConfidence}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch key {
		case "":
		case "linked":
			opts.Linked = true
		case "min-confidence":
			if _, err := fmt.Sscan(value, &opts.MinConfidence); err != nil {
				t.Fatal(err)
			}
		default:
			args[key] = value
		}
	}
	res, err := st.Query(t.Context(), q, args, opts)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	return tsv(res)
}

// tsv writes rows under their header; no cell of the testdata holds a tab.
func tsv(res *Result) string {
	var b strings.Builder
	for i, c := range res.Columns {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(c.Name)
	}
	b.WriteByte('\n')
	for _, row := range res.Rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(c.Text())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestDocExample runs the query that docs/queries.md shows.
func TestDocExample(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "queries.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, script, _ := strings.Cut(string(page), "```js\n")
	script, _, ok := strings.Cut(script, "```")
	q, err := ParseQuery("example.js", script)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	ar, err := txtar.ParseFile(filepath.Join("..", "..", "queries", "testdata", "who-holds-office.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	st := openMemory(t)
	putAll(t, st, ar.Files[0].Data)
	res, err := st.Query(t.Context(), q, map[string]string{"organisation": "Department of Commerce"}, QueryOptions{})
	if err != nil || len(res.Rows) != 2 {
		t.Errorf("%v, %v; want both heads", res, err)
	}
}
