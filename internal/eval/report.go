package eval

import (
	"cmp"
	"slices"
	"strings"
)

// Counts is how many statements (or qualifiers) an annotation has, a system gives, and
// both share.
type Counts struct{ Gold, System, Right int }

// PRF is precision, recall and their harmonic mean, each 0 where it is undefined.
func (c Counts) PRF() (precision, recall, f1 float64) {
	if c.System > 0 {
		precision = float64(c.Right) / float64(c.System)
	}
	if c.Gold > 0 {
		recall = float64(c.Right) / float64(c.Gold)
	}
	if precision+recall > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

func (c *Counts) add(d Counts) {
	c.Gold += d.Gold
	c.System += d.System
	c.Right += d.Right
}

// Report gathers the figures of a run; the zero value is ready.
type Report struct {
	Strict, Lenient Counts
	Qualifiers      Counts // of leniently matched statements, as key and folded value
	Core            Counts // gold statements of the tier "core"; System stays 0
	Spans           Counts // matched statements with a span (Gold), whose spans overlap (Right)

	predicates, sources, articles map[string]*Counts // lenient
}

// Add scores one article; name is that of its files, without the extension.
func (r *Report) Add(name string, gold, system []Statement) {
	system = slices.DeleteFunc(slices.Clone(system), func(y Statement) bool { return !inventory()[y.P] })
	g, y := candidates(gold), candidates(system)
	lenient := match(g, y, true)
	r.Strict.add(Counts{len(gold), len(system), len(match(g, y, false))})
	here := Counts{len(gold), len(system), len(lenient)}
	r.Lenient.add(here)
	count(&r.sources, Source(name)).add(here)
	count(&r.articles, name).add(here)
	for i := range gold {
		count(&r.predicates, gold[i].P).Gold++
		if gold[i].Tier == "core" {
			r.Core.Gold++
		}
	}
	for i := range system {
		count(&r.predicates, system[i].P).System++
	}
	for _, p := range lenient {
		r.addPair(p)
	}
}

func (r *Report) addPair(p pair) {
	count(&r.predicates, p.gold.P).Right++
	if p.gold.Tier == "core" {
		r.Core.Right++
	}
	a, b := qualifierSet(p.gold), qualifierSet(p.system)
	r.Qualifiers.add(Counts{Gold: len(a), System: len(b)})
	for q := range a {
		if b[q] {
			r.Qualifiers.Right++
		}
	}
	if p.system.HasSpan {
		r.Spans.Gold++
		if max(p.gold.Start, p.system.Start) < min(p.gold.End, p.system.End) {
			r.Spans.Right++
		}
	}
}

func qualifierSet(stmt *Statement) map[[2]string]bool {
	set := make(map[[2]string]bool, len(stmt.Q))
	for key, v := range stmt.Q {
		set[[2]string{key, Fold(v)}] = true
	}
	return set
}

func count(m *map[string]*Counts, key string) *Counts {
	if *m == nil {
		*m = make(map[string]*Counts)
	}
	c := (*m)[key]
	if c == nil {
		c = new(Counts)
		(*m)[key] = c
	}
	return c
}

// Source is the collection that an article belongs to: the letters that its name
// begins with.
func Source(name string) string {
	end := strings.IndexFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
	if end < 0 {
		return name
	}
	return name[:end]
}

// Row is one line of figures.
type Row struct {
	Scope     string  `json:"scope"` // "total", "predicate", "source" or "article"; of names their set
	Name      string  `json:"name"`
	Gold      int     `json:"gold"`
	System    int     `json:"system"`
	Right     int     `json:"right"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func newRow(scope, name string, c Counts) Row {
	p, r, f := c.PRF()
	return Row{scope, name, c.Gold, c.System, c.Right, p, r, f}
}

// Scopes are the groupings that [Report.Rows] knows beside the totals.
var Scopes = []string{"predicate", "source", "article"}

// Rows lays the figures out: the rows of the scopes asked for, those of most gold
// statements first (articles by name), then the totals. Core and evidence have a
// recall alone.
func (r *Report) Rows(scopes ...string) []Row {
	var rows []Row
	for _, scope := range scopes {
		rows = append(rows, r.scopeRows(scope)...)
	}
	return append(rows,
		newRow("total", "strict", r.Strict),
		newRow("total", "qualifiers", r.Qualifiers),
		recallRow("evidence", r.Spans),
		recallRow("core", r.Core),
		newRow("total", "lenient", r.Lenient),
	)
}

func recallRow(name string, c Counts) Row {
	_, recall, _ := c.PRF()
	return Row{Scope: "total", Name: name, Gold: c.Gold, Right: c.Right, Recall: recall}
}

func (r *Report) scopeRows(scope string) []Row {
	groups := map[string]map[string]*Counts{"predicate": r.predicates, "source": r.sources, "article": r.articles}[scope]
	rows := make([]Row, 0, len(groups))
	for name, c := range groups {
		rows = append(rows, newRow(scope, name, *c))
	}
	slices.SortFunc(rows, func(a, b Row) int {
		if scope != "article" && a.Gold != b.Gold {
			return cmp.Compare(b.Gold, a.Gold)
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return rows
}
