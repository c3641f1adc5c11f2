package graph

import (
	"cmp"
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Result is the answer to a query.
type Result struct {
	Columns []Column
	Rows    []Row
	More    bool // the limit cut rows off
}

// Row is one row of an answer, a cell a column.
type Row []Cell

// Cell is one value of a row; the zero Cell is an empty one.
type Cell struct {
	Value quad.Value
	Label string // of an entity or an article that has one
}

// Text is what a table shows: the label, else the value without its syntax.
func (c Cell) Text() string { return cmp.Or(c.Label, c.Lexical()) }

// Lexical is the value without its syntax: the IRI itself, a literal's lexical form.
func (c Cell) Lexical() string { return lexical(c.Value) }

// IRI is the value where it is an IRI, else "".
func (c Cell) IRI() string {
	iri, _ := c.Value.(quad.IRI)
	return string(iri)
}

func lexical(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.IRI:
		return string(v)
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	}
	return v.String()
}

// MarshalJSON writes what a table shows.
func (c Cell) MarshalJSON() ([]byte, error) { return json.Marshal(c.Text()) }

// arrange makes rows distinct, sorts them and cuts them to limit; 0 is no limit.
func (r *Result) arrange(limit int) {
	slices.SortFunc(r.Rows, r.compare)
	r.Rows = slices.CompactFunc(r.Rows, func(a, b Row) bool { return r.compare(a, b) == 0 })
	if limit > 0 && len(r.Rows) > limit {
		r.Rows, r.More = r.Rows[:limit:limit], true
	}
}

// compare orders rows by what they show, from the first column to the last, and then
// by the terms themselves, so that the order is total.
func (r *Result) compare(a, b Row) int {
	for i, col := range r.Columns {
		if c := compareCells(col.Type, a[i], b[i]); c != 0 {
			return c
		}
	}
	for i := range r.Columns {
		if c := cmp.Compare(termText(a[i].Value), termText(b[i].Value)); c != 0 {
			return c
		}
	}
	return 0
}

// compareCells orders numbers by value and dates by their first day; what has no value
// comes last.
func compareCells(t Type, a, b Cell) int {
	x, y := a.Text(), b.Text()
	if (x == "") != (y == "") {
		return cmp.Compare(len(y), len(x))
	}
	switch t {
	case TypeNumber, TypeValue:
		if m, n := number(x), number(y); m != nil && n != nil {
			if c := m.Cmp(n); c != 0 {
				return c
			}
		} else if (m == nil) != (n == nil) {
			return cmp.Compare(btoi(m == nil), btoi(n == nil))
		}
	case TypeDate:
		return compareDates(x, y)
	}
	return cmp.Or(strings.Compare(nameKey(x), nameKey(y)), strings.Compare(x, y))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// number reads a number that may have a sign and a percent mark, exactly: "+4.4%".
func number(s string) *big.Rat {
	s = strings.TrimSuffix(s, "%")
	if len(s) > 64 || strings.ContainsAny(s, "eE/_xXpP") { // keeps huge exponents out
		return nil
	}
	n, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return n
}

// compareDates orders ISO dates by their first day, the less precise first; years
// before the common era come before it.
func compareDates(x, y string) int {
	xBCE, yBCE := strings.HasPrefix(x, "-"), strings.HasPrefix(y, "-")
	switch {
	case xBCE && yBCE:
		return strings.Compare(y, x)
	case xBCE != yBCE:
		return btoi(yBCE) - btoi(xBCE)
	}
	return strings.Compare(x, y)
}
