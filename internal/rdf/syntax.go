package rdf

import (
	"strings"
	"unicode/utf8"
)

// The character classes of the grammar in https://www.w3.org/TR/n-quads/#sec-grammar.

// isSpace says whether a byte may stand between terms.
func isSpace(c byte) bool { return c == ' ' || c == '\t' }

// notInIRI marks the ASCII characters that an IRI may not hold, escaped or not.
var notInIRI = func() (set [utf8.RuneSelf]bool) {
	for c := range 0x21 {
		set[c] = true
	}
	for _, c := range "<>\"{}|^`\\" {
		set[c] = true
	}
	return set
}()

// badIRI is the byte offset of the first character that may not stand in an IRI, or -1.
func badIRI[T string | []byte](iri T) int {
	for i := 0; i < len(iri); i++ {
		if c := iri[i]; c < utf8.RuneSelf && notInIRI[c] {
			return i
		}
	}
	return -1
}

// isAbsolute says whether an IRI starts with a scheme, as all of N-Quads must.
func isAbsolute[T string | []byte](iri T) bool {
	for i := 0; i < len(iri); i++ {
		c := iri[i]
		switch {
		case c == ':':
			return i > 0
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}

// isLabelStart is PN_CHARS_U or a digit: what a blank node's label starts with.
func isLabelStart(r rune) bool {
	return isNameBase(r) || r == '_' || '0' <= r && r <= '9'
}

// isLabelRune is PN_CHARS.
func isLabelRune(r rune) bool {
	return isLabelStart(r) || r == '-' || r == 0xB7 || 0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040
}

// isNameBase is PN_CHARS_BASE.
func isNameBase(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	for _, in := range nameRanges {
		if r <= in[1] {
			return r >= in[0]
		}
	}
	return false
}

var nameRanges = [...][2]rune{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D},
	{0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
}

// isLabel says whether s is the label of a blank node, without its "_:".
func isLabel(s string) bool {
	if s == "" || strings.HasSuffix(s, ".") || !utf8.ValidString(s) {
		return false
	}
	for i, r := range s {
		if i == 0 && !isLabelStart(r) || i > 0 && r != '.' && !isLabelRune(r) {
			return false
		}
	}
	return true
}

// tagLength is the length of the language tag that s starts with, 0 if there is none.
func tagLength[T string | []byte](s T) int {
	end, start := 0, 0 // of what is complete, and of the subtag being read
	for i := 0; i <= len(s); i++ {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if letter || start > 0 && '0' <= c && c <= '9' {
			end = i + 1
			continue
		}
		if c != '-' || i == start {
			break
		}
		start = i + 1
	}
	return end
}

// xsdString and langString are the types that a literal has without naming one.
const (
	xsdString  = "http://www.w3.org/2001/XMLSchema#string"
	langString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)
