package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// compareQuads orders quads by the code points of their N-Quads lines.
func compareQuads(a, b quad.Quad) int {
	for _, d := range quad.Directions {
		if c := compareTerms(a.Get(d), b.Get(d)); c != 0 {
			return c
		}
	}
	return 0
}

// compareTerms orders terms as they stand in lines, with a space after them. No term's
// text with its space begins another's, so that comparing term by term compares lines.
func compareTerms(x, y quad.Value) int {
	if x == y {
		return 0
	}
	if a, ok := x.(quad.IRI); ok {
		if b, ok := y.(quad.IRI); ok {
			return compareIRIs(string(a), string(b))
		}
	}
	return strings.Compare(termText(x)+" ", termText(y)+" ")
}

// compareIRIs compares with the bracket that ends an IRI, without writing it down.
func compareIRIs(a, b string) int {
	n := min(len(a), len(b))
	if c := strings.Compare(a[:n], b[:n]); c != 0 || len(a) == len(b) {
		return c
	}
	if len(a) < len(b) {
		return cmp.Compare('>', b[n])
	}
	return cmp.Compare(a[n], '>')
}

// sortedQuads sorts quads and drops what is there twice.
func sortedQuads(qs []quad.Quad) []quad.Quad {
	slices.SortFunc(qs, compareQuads)
	return slices.Compact(qs)
}

// termText is a term in canonical N-Quads.
func termText(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.IRI:
		return "<" + string(v) + ">"
	case quad.BNode:
		return "_:" + string(v)
	case quad.String:
		return quote(string(v))
	case quad.LangString:
		return quote(string(v.Value)) + "@" + v.Lang
	case quad.TypedString:
		return quote(string(v.Value)) + "^^<" + string(v.Type) + ">"
	}
	return v.String()
}

// quote escapes as canonical N-Quads does: what has a short escape by it, other
// control characters by number, nothing else.
func quote(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for i := range len(s) {
		c := s[i]
		if short := strings.IndexByte("\b\t\n\f\r\"\\", c); short >= 0 {
			b.WriteByte('\\')
			b.WriteByte(`btnfr"\`[short])
		} else if c < ' ' || c == 0x7f {
			b.WriteString(`\u00`)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
