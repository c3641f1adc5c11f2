package graph

import (
	"cmp"
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
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
	keys := make([]sortRow, len(r.Rows))
	for i, row := range r.Rows {
		keys[i] = r.sortKey(row)
	}
	slices.SortFunc(keys, compareRows)
	keys = slices.CompactFunc(keys, func(a, b sortRow) bool { return compareRows(a, b) == 0 })
	r.Rows = r.Rows[:0]
	for _, k := range keys {
		r.Rows = append(r.Rows, k.row)
	}
	if limit > 0 && len(r.Rows) > limit {
		r.Rows, r.More = r.Rows[:limit:limit], true
	}
}

// sortRow is a row with what it is sorted by, worked out once.
type sortRow struct {
	row   Row
	cells []sortCell
}

type sortCell struct {
	kind   cellKind
	number *big.Rat
	text   string // folded, of a date as it is
	shown  string
}

// cellKind orders cells of different kinds: what has no value comes last.
type cellKind int

const (
	numeric cellKind = iota
	bce              // a year before the common era: the greater number is the earlier
	textual
	absent
)

func (r *Result) sortKey(row Row) sortRow {
	k := sortRow{row: row, cells: make([]sortCell, len(row))}
	for i, c := range row {
		k.cells[i] = sortCellOf(c.Text(), r.Columns[i].Type)
	}
	return k
}

func sortCellOf(shown string, t Type) sortCell {
	c := sortCell{kind: textual, shown: shown, text: shown}
	switch {
	case shown == "":
		c.kind = absent
	case t == TypeNumber || t == TypeValue:
		if c.number = number(shown); c.number != nil {
			c.kind = numeric
		} else {
			c.text = ontology.NameKey(shown)
		}
	case t == TypeDate:
		if strings.HasPrefix(shown, "-") {
			c.kind = bce
		}
	case t != TypeIRI:
		c.text = ontology.NameKey(shown)
	}
	return c
}

// compareRows orders rows by what they show, from the first column to the last, and
// then by the terms themselves, so that the order is total.
func compareRows(a, b sortRow) int {
	for i := range a.cells {
		if c := a.cells[i].compare(b.cells[i]); c != 0 {
			return c
		}
	}
	for i := range a.row {
		if c := strings.Compare(termText(a.row[i].Value), termText(b.row[i].Value)); c != 0 {
			return c
		}
	}
	return 0
}

func (a sortCell) compare(b sortCell) int {
	if c := cmp.Compare(a.kind, b.kind); c != 0 {
		return c
	}
	switch a.kind {
	case numeric:
		if c := a.number.Cmp(b.number); c != 0 {
			return c
		}
	case bce:
		if c := strings.Compare(b.text, a.text); c != 0 {
			return c
		}
	}
	// Of two dates that begin alike the less precise comes first, as its first day does.
	return cmp.Or(strings.Compare(a.text, b.text), strings.Compare(a.shown, b.shown))
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
