package nlp

import (
	"strings"
	"unicode/utf8"
)

// ValidText replaces what is not UTF-8 by U+FFFD, as Python's decode("utf-8", "replace")
// does: one for each longest run of bytes that begins a character but does not end it,
// and one for each byte that can begin none (Unicode 15, section 3.9, U+FFFD
// substitution of maximal subparts).
func ValidText(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			size = brokenLength(text)
		}
		b.WriteRune(r)
		text = text[size:]
	}
	return b.String()
}

// brokenLength is the number of bytes at the start of text, at least one, that begin a
// character which the next byte does not go on with.
func brokenLength(text string) int {
	low, high, more := byte(0x80), byte(0xbf), 0
	switch c := text[0]; {
	case c < 0xc2 || c > 0xf4:
		return 1
	case c < 0xe0:
		more = 1
	case c < 0xf0:
		more = 2
	default:
		more = 3
	}
	switch text[0] { // no overlong forms, no surrogates, nothing above U+10FFFF
	case 0xe0:
		low = 0xa0
	case 0xed:
		high = 0x9f
	case 0xf0:
		low = 0x90
	case 0xf4:
		high = 0x8f
	}
	n := 1
	for n <= more && n < len(text) && low <= text[n] && text[n] <= high {
		low, high = 0x80, 0xbf
		n++
	}
	return n
}
