package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

// besideQueries tell a store with the right indexes and estimates from one
// without. "$" stands for the namespace of the plain graph, $ORG and $OFFICE
// for the bodies of its best-known person; besideText writes them out.
var besideQueries = []struct{ name, gizmo string }{
	{"A1 three has, least selective first", `V().has(type, $Person).has($worksFor, $ORG).has($holdsOffice, $OFFICE).unique().all()`},
	{"A2 three has, most selective first", `V().has($holdsOffice, $OFFICE).has($worksFor, $ORG).has(type, $Person).unique().all()`},
	{"A3 in, then has", `V($OFFICE).in().unique().has(type, $Person).has($worksFor, $ORG).all()`},
	{"A4 three in intersected", `V($OFFICE).in().and(V($ORG).in()).and(V($Person).in()).unique().all()`},
	{"B1 count of later articles", `emit(V().has($date, later).count())`},
	{"B2 later articles", `V().has($date, later).unique().all()`},
	{"B3 later articles on a person", `V($person/0).in($mentions).unique().has($date, later).unique().all()`},
	{"C1 five has", `V().has(type, $Person).has($worksFor, $org/0).has($birthDate, born).has($met, $person/0).has($name, regex("No")).unique().all()`},
	{"C2 five steps", `V($ORG).in($worksFor).unique().out($met).unique().out($worksFor).unique().in($worksFor).unique().out($holdsOffice).unique().all()`},
	{"C3 in and a regex over all names", `V($ORG).in().and(V().has($name, regex("No 1"))).unique().all()`},
	{"C4 in, then a regex", `V($ORG).in().unique().has($name, regex("No 1")).all()`},
	{"D1 who met whom of two bodies", `V($ORG).in($worksFor).unique().out($met).unique().has($worksFor, $org/0).unique().all()`},
	{"E1 articles of a person's facts", `V($person/5).labelContext(V(), "src").out().all()`},
	{"E2 facts in the articles of a source", `emit(V().labelContext(V().has($publisher, $paper/7)).out($worksFor).unique().toArray().length)`},
	{"E3 people in the articles of a source", `V().has($publisher, $paper/7).out($mentions).unique().all()`},
	{"F1 statements of one label", `V().labelContext($article/77).tag("s").out(null, "p").all()`},
	{"F2 what is said in one article", `V().labelContext($article/77).has(type, $Person).out($worksFor).unique().all()`},
	{"F3 regex over all names", `V().has($name, regex("No 12[0-9]$")).unique().all()`},
	{"G1 neighbours", `V($person/9).both().unique().all()`},
	{"G2 predicates", `V($person/9).outPredicates().all()`},
	{"G3 recursion", `V($person/9).followRecursive(M().out($met), 2).has($worksFor, $org/0).unique().all()`},
	{"H1 count of a predicate", `emit(V().out($met).count())`},
	{"H2 count of a class", `emit(V().has(type, $Person).unique().toArray().length)`},
}

// besideText writes a query out.
func besideText(q string, n int) string {
	org, office := plainBodies(n, 0)
	q = strings.NewReplacer("$ORG", "$"+org, "$OFFICE", "$"+office).Replace(q)
	word := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '/'
	}
	var b strings.Builder
	for i := 0; i < len(q); i++ {
		if q[i] != '$' || i+1 == len(q) || !word(q[i+1]) {
			b.WriteByte(q[i])
			continue
		}
		j := i + 1
		for j < len(q) && word(q[j]) {
			j++
		}
		b.WriteString(`iri("` + plainNS + q[i+1:j] + `")`)
		i = j - 1
	}
	return `var V = function(x) { return x === undefined ? g.V() : g.V(x) }, M = function() { return g.M() },
	emit = function(x) { g.emit(x) },
	type = iri("` + rdfNS + `type"),
	later = gt(typed("2024-06-01", "` + xsdNS + `date")), born = gt(typed("1960-01-01", "` + xsdNS + `date"));
	` + b.String()
}

// gizmoRows runs a query and gives its distinct rows as sorted JSON.
func gizmoRows(tb testing.TB, qs graph.QuadStore, text string) []string {
	tb.Helper()
	it, err := gizmo.NewSession(qs).Execute(tb.Context(), text, query.Options{Collation: query.JSON})
	if err != nil {
		tb.Fatal(err)
	}
	defer it.Close()
	var rows []string
	for it.Next(tb.Context()) {
		var row strings.Builder
		enc := json.NewEncoder(&row)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(it.Result()); err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, strings.TrimSpace(row.String()))
	}
	if err := it.Err(); err != nil {
		tb.Fatalf("%v\n%s", err, text)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// fill writes quads in large transactions.
func fill(tb testing.TB, st *Store, quads []quad.Quad) {
	tb.Helper()
	for part := range slices.Chunk(quads, 5000) {
		if _, err := st.Apply(context.Background(), Batch{Add: part}); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestBesideMemstore holds the store, on disk, to Cayley's memory store: the
// same rows and, with KG_TIMING=1, ten times the quads and at most three times
// its time or 20 ms.
func TestBesideMemstore(t *testing.T) {
	n, rounds := 20_000, 1
	if timing() {
		n, rounds = 200_000, 5
	}
	quads := plainQuads(1, n)
	mem := memstore.New(quads...)
	st := openAt(t, t.TempDir(), Options{Create: true})
	fill(t, st, quads)
	sn, err := st.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	for _, q := range besideQueries {
		t.Run(q.name, func(t *testing.T) {
			text := besideText(q.gizmo, n)
			var ours, theirs []time.Duration
			for range rounds {
				start := time.Now()
				want := gizmoRows(t, mem, text)
				theirs = append(theirs, time.Since(start))
				start = time.Now()
				got := gizmoRows(t, sn, text)
				ours = append(ours, time.Since(start))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("rows (-memstore +ours):\n%s", diff)
				}
				if len(want) == 0 {
					t.Fatal("no rows: the query shows nothing")
				}
			}
			// The fastest of each: the machine has other things to do.
			us, them := slices.Min(ours), slices.Min(theirs)
			t.Logf("%v, first time %v, memstore %v", us, ours[0], them)
			if limit := max(3*them, 20*time.Millisecond); us > limit {
				tooSlow(t, "takes %v, over %v", us, limit)
			}
		})
	}
}
