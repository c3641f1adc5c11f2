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
		x, y := a.Get(d), b.Get(d)
		if x == y {
			continue
		}
		// A term's text is followed by a space, which is below all that could stand
		// there instead except control characters, and those are escaped.
		if c := cmp.Compare(termText(x)+" ", termText(y)+" "); c != 0 {
			return c
		}
	}
	return 0
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
