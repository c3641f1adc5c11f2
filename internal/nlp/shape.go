package nlp

import (
	"unicode"
	"unicode/utf8"
)

// maxShapeRun is how often a class of runes is repeated in a shape; what follows of
// the same class is left out.
const maxShapeRun = 4

// longWord is the length in runes from which a word has the shape "LONG".
const longWord = 100

// shape is spaCy's SHAPE: the classes of a word's runes ("Apple" is Xxxxx, "U.K." is
// X.X.), runs cut to four.
func shape(s string) string {
	if len(s) >= longWord && utf8.RuneCountInString(s) >= longWord {
		return "LONG"
	}
	var buf [4 * longWord]byte
	out := buf[:0]
	last, run := rune(-1), 0
	for _, r := range s {
		c := shapeClass(r)
		if c == last {
			run++
		} else {
			last, run = c, 1
		}
		if run <= maxShapeRun {
			out = utf8.AppendRune(out, c)
		}
	}
	return string(out)
}

func shapeClass(r rune) rune {
	switch {
	case isLetter(r):
		if unicode.IsUpper(r) {
			return 'X'
		}
		return 'x'
	case isDigit(r):
		return 'd'
	}
	return r
}
