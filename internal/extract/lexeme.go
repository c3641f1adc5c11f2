package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexKind tells what a lexeme is made of.
type lexKind uint8

const (
	mark    lexKind = iota // one character that is neither letter nor digit
	numeral                // digits with their grouping commas and decimal point, or a vulgar fraction
	word                   // letters, with apostrophes between them
)

// lexeme is a run of a text that the value readers look at as one: "9.49", "RMB",
// "$". They cut finer than tokens do ("RMB9.49" is one token and two lexemes) and
// need no model.
type lexeme struct {
	kind       lexKind
	start, end int    // bytes of the text
	low        string // lower case, with ASCII apostrophes
	text       string // as written
	gap        bool   // white space stands before it
	newline    bool   // and a line ends in it
}

// lexemes cuts text; white space is left out. Invalid UTF-8 gives marks.
func lexemes(text string) []lexeme {
	lx := make([]lexeme, 0, len(text)/5+1)
	gap, newline := true, true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			gap = true
			newline = newline || r == '\n'
			i += size
			continue
		}
		l := lexeme{start: i, gap: gap, newline: newline}
		switch {
		case r >= '0' && r <= '9':
			l.kind, l.end = numeral, i+numeralLen(text[i:])
		case vulgarFraction(r) != "":
			l.kind, l.end = numeral, i+size
		case unicode.IsLetter(r):
			l.kind, l.end = word, i+wordLen(text[i:])
		default:
			l.end = i + size
		}
		l.text = text[l.start:l.end]
		l.low = l.text
		if l.kind == word {
			l.low = strings.ReplaceAll(strings.ToLower(l.text), "’", "'")
		}
		lx = append(lx, l)
		gap, newline, i = false, false, l.end
	}
	return lx
}

// numeralLen is the length of the number that text starts with: "1,234.5" whole,
// of "1,23" and "12," and "5." only the part before the mark.
func numeralLen(text string) int {
	n := digits(text)
	if n <= 2 {
		if lakhs := indianGroups(text[n:]); lakhs > 0 {
			return n + lakhs
		}
	}
	for first := true; n <= 3 || !first; first = false {
		if n >= len(text) || text[n] != ',' || digits(text[n+1:]) != 3 {
			break
		}
		n += 4
	}
	if n < len(text) && text[n] == '.' {
		if d := digits(text[n+1:]); d > 0 {
			n += 1 + d
		}
	}
	return n
}

// indianGroups is the length of groups of two digits and a last one of three, as in
// "7,48,550"; 0 if text does not start with such.
func indianGroups(text string) int {
	n := 0
	for n < len(text) && text[n] == ',' && digits(text[n+1:]) == 2 {
		n += 3
	}
	if n == 0 || n >= len(text) || text[n] != ',' || digits(text[n+1:]) != 3 {
		return 0
	}
	return n + 4
}

func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// wordLen is the length of the run of letters and marks (accents) that text starts
// with; an apostrophe between letters belongs to it.
func wordLen(text string) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if r == '\'' || r == '’' {
			next, _ := utf8.DecodeRuneInString(text[n+size:])
			if !unicode.IsLetter(next) {
				break
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		n += size
	}
	return n
}

// vulgarFraction is the decimal value of ½ and its like, "" for other characters.
// Thirds are left out: they have no short decimal.
func vulgarFraction(r rune) string {
	switch r {
	case '½':
		return "0.5"
	case '¼':
		return "0.25"
	case '¾':
		return "0.75"
	}
	return ""
}

// isDash says whether the lexeme joins two numbers or parts of a word.
func (l *lexeme) isDash() bool {
	switch l.text {
	case "-", "–", "‑", "‐":
		return true
	}
	return false
}

// lexAt gives the lexeme at i, or an empty mark beyond either end.
func lexAt(lx []lexeme, i int) *lexeme {
	if i < 0 || i >= len(lx) {
		return &lexeme{gap: true, newline: true}
	}
	return &lx[i]
}

// lowAt gives the lower-case form at i, "" beyond either end.
func lowAt(lx []lexeme, i int) string { return lexAt(lx, i).low }

// follows says whether the words stand from i on, with nothing between them but
// white space or, within a compound, a dash. It gives the index after them.
func follows(lx []lexeme, i int, words ...string) (int, bool) {
	for n, w := range words {
		if n > 0 && i < len(lx) && lx[i].isDash() && w != "-" {
			i++
		}
		if i >= len(lx) || lx[i].low != w {
			return i, false
		}
		i++
	}
	return i, true
}
