package store

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// A QuadError says why a quad was refused. Nothing of its batch is stored.
type QuadError struct {
	Quad      quad.Quad
	Direction quad.Direction // the position at fault
	Reason    string
}

func (e *QuadError) Error() string {
	return fmt.Sprintf("quad %s: %s: %s", quadText(e.Quad), e.Direction, e.Reason)
}

// quadText prints a quad that may lack terms or hold invalid ones.
func quadText(q quad.Quad) string {
	var b strings.Builder
	for i, d := range quad.Directions {
		if i > 0 {
			b.WriteByte(' ')
		}
		v := q.Get(d)
		if v == nil {
			b.WriteString("(nothing)")
			continue
		}
		b.WriteString(clip(strings.ToValidUTF8(v.String(), "\uFFFD")))
	}
	return b.String()
}

// clip keeps a message readable when a term is the text of an article.
func clip(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// validate checks that a quad is one of RDF 1.1 with a label, and that it can
// be written as N-Quads and read again.
func validate(q quad.Quad) error {
	for _, d := range quad.Directions {
		if reason := fault(d, q.Get(d)); reason != "" {
			return &QuadError{Quad: q, Direction: d, Reason: reason}
		}
	}
	return nil
}

// fault says what is wrong with v in position d, or nothing.
func fault(d quad.Direction, v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return "no term"
	case quad.IRI:
		return iriFault(string(v))
	case quad.BNode:
		if d == quad.Predicate || d == quad.Label {
			return "a blank node cannot stand here"
		}
		return blankFault(string(v))
	}
	if d != quad.Object {
		return "a literal can only be an object"
	}
	return literalFault(v)
}

func literalFault(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return textFault(string(v))
	case quad.LangString:
		if !validLang(v.Lang) {
			return fmt.Sprintf("language tag %q is malformed", v.Lang)
		}
		return textFault(string(v.Value))
	case quad.TypedString:
		if reason := iriFault(string(v.Type)); reason != "" {
			return "datatype: " + reason
		}
		return textFault(string(v.Value))
	}
	return fmt.Sprintf("a %T is not stored: use a quad.TypedString with its lexical form", v)
}

func textFault(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	return ""
}

// iriFault holds N-Quads' IRIREF, and that an IRI is absolute: a relative one
// means something else in every file.
func iriFault(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for _, r := range s {
		if r <= ' ' || r >= 0x7f && r < 0xa0 || strings.ContainsRune("<>\"{}|^`\\", r) {
			return fmt.Sprintf("character %q in an IRI", r)
		}
	}
	if !hasScheme(s) {
		return "not an absolute IRI"
	}
	return ""
}

// hasScheme holds RFC 3986, section 3.1.
func hasScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return i > 0 && c == ':'
		}
	}
	return false
}

// blankFault holds N-Quads' BLANK_NODE_LABEL.
func blankFault(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for i, r := range s {
		first := nameStart(r) || '0' <= r && r <= '9'
		later := r == '-' || r == '.' || r == 0xb7 || 0x300 <= r && r <= 0x36f || r == 0x203f || r == 0x2040
		if !first && (i == 0 || !later) {
			return fmt.Sprintf("character %q in a blank node's name", r)
		}
	}
	if s == "" || strings.HasSuffix(s, ".") {
		return "a blank node's name is empty or ends in a dot"
	}
	return ""
}

// nameStart is PN_CHARS_U of the N-Quads grammar.
func nameStart(r rune) bool {
	if r < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || r == '_' || r == ':'
	}
	for _, span := range [...][2]rune{
		{0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0x2ff}, {0x370, 0x37d}, {0x37f, 0x1fff},
		{0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef}, {0x3001, 0xd7ff},
		{0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff},
	} {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return false
}

// validLang holds N-Quads' LANGTAG: letters, then parts of letters and digits.
func validLang(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if part == "" {
			return false
		}
		for j := range len(part) {
			c := part[j]
			letter := 'a' <= c|0x20 && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
