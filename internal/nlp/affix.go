package nlp

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// affixes holds what the model's four patterns (prefix, suffix, infix, URL) are made
// of. The patterns themselves are coded here by hand, since they look around and Go's
// regexp does not; the converter checks that the model's are the ones meant.
type affixes struct {
	classes    runeClasses
	prefixes   []string            // prefixes of more than one rune: "US$"
	suffixes   []string            // suffixes of more than one rune: "'s"
	afterDigit wordTable           // suffixes that only follow a digit: currencies and units
	joiners    []string            // infixes between letters, in order of preference: "-", "--"
	infixStart [utf8.RuneSelf]bool // an infix can begin with this rune
}

func (r *tableReader) affixes() affixes {
	a := affixes{
		classes:    r.runeClasses(),
		prefixes:   r.texts(),
		suffixes:   r.texts(),
		afterDigit: r.wordTable(),
		joiners:    r.texts(),
	}
	for c := range a.infixStart {
		a.infixStart[c] = strings.IndexByte(infixMarks, byte(c)) >= 0 || a.classes.ascii[c]&classInfix != 0
	}
	for _, j := range a.joiners {
		if j != "" && j[0] < utf8.RuneSelf {
			a.infixStart[j[0]] = true
		}
	}
	return a
}

// infixMarks are the runes that infixAt knows by name.
const infixMarks = ".,+-*^:<>=/"

// runeClass is a set of the model's classes of runes.
type runeClass uint16

// The bits are those of the model file; see package nlp/en/convert.
const (
	classPrefix     runeClass = 1 << iota // a prefix by itself
	classSuffix                           // a suffix by itself
	classInfix                            // an infix by itself
	classAlpha                            // letters around "," and ":"
	classTopLevel                         // letters of a top-level domain
	classUpper                            // two of them before a "." make it a suffix
	classBeforeDot                        // one of them before a "." makes it a suffix
	classInfixLeft                        // before a "." within a word
	classInfixRight                       // after a "." within a word
)

// runeClasses maps runes to their classes: pages of 256 runes, each page stored once.
type runeClasses struct {
	ascii [utf8.RuneSelf]runeClass
	page  []byte // by rune/256: the page's number
	bits  []byte // pages of 256 uint16s
}

func (r *tableReader) runeClasses() runeClasses {
	c := runeClasses{page: r.bytes((utf8.MaxRune + 1) / 256), bits: r.blob()}
	if r.bad || len(c.bits)%512 != 0 {
		r.bad = true
		return runeClasses{}
	}
	for _, p := range c.page {
		if int(p) >= len(c.bits)/512 {
			r.bad = true
			return runeClasses{}
		}
	}
	for i := range c.ascii {
		c.ascii[i] = c.lookup(rune(i))
	}
	return c
}

func (c *runeClasses) of(r rune) runeClass {
	if r < utf8.RuneSelf {
		return c.ascii[r]
	}
	return c.lookup(r)
}

func (c *runeClasses) lookup(r rune) runeClass {
	at := 512*int(c.page[r>>8]) + 2*int(r&0xff)
	return runeClass(binary.LittleEndian.Uint16(c.bits[at:]))
}

// prefix gives the length in bytes of the prefix that s begins with, or 0.
func (a *affixes) prefix(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if a.classes.of(r)&classPrefix != 0 {
		return size
	}
	switch r {
	case '.':
		if n := dotsAt(s); n >= 2 {
			return n
		}
	case '+':
		if len(s) == 1 || !isASCIIDigit(s[1]) {
			return 1
		}
	}
	for _, p := range a.prefixes {
		if strings.HasPrefix(s, p) {
			return len(p)
		}
	}
	return 0
}

// suffix gives the length in bytes of the longest suffix that s ends with, or 0.
func (a *affixes) suffix(s string) int {
	r, size := utf8.DecodeLastRuneInString(s)
	n := 0
	if a.classes.of(r)&classSuffix != 0 {
		n = size
	}
	switch {
	case r == '.':
		n = a.dotSuffix(s)
	case r == '+' && len(s) > 1 && isASCIIDigit(s[len(s)-2]):
		n = 1
	}
	for _, suffix := range a.suffixes {
		if len(suffix) > n && strings.HasSuffix(s, suffix) {
			n = len(suffix)
		}
	}
	if tail := a.digitTail(s); len(tail) > n && a.afterDigit.has(tail) {
		n = len(tail)
	}
	return n
}

// dotSuffix is suffix for a word that ends in a full stop.
func (a *affixes) dotSuffix(s string) int {
	if n := dotsBefore(s); n >= 2 {
		return n
	}
	before := s[:len(s)-1]
	r, size := utf8.DecodeLastRuneInString(before)
	if size == 0 {
		return 0
	}
	class := a.classes.of(r)
	if class&classBeforeDot != 0 {
		return 1
	}
	before = before[:len(before)-size]
	second, size := utf8.DecodeLastRuneInString(before)
	if size == 0 {
		return 0
	}
	if class&classUpper != 0 && a.classes.of(second)&classUpper != 0 {
		return 1
	}
	if second == '°' && strings.ContainsRune("FfCcKk", r) {
		return 1
	}
	return 0
}

// digitTail is what follows the last digit of s, or "" if that is longer than any
// unit or there is none.
func (a *affixes) digitTail(s string) string {
	for i := len(s) - 1; i >= 0 && len(s)-1-i <= a.afterDigit.longest; i-- {
		if isASCIIDigit(s[i]) {
			return s[i+1:]
		}
	}
	return ""
}

// infix finds the first infix of s that begins at byte from or later. It gives its
// place, empty if there is none. What stands before from is looked at, not matched.
func (a *affixes) infix(s string, from int) (start, end int) {
	for i := from; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && !a.infixStart[c] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if n := a.infixAt(s, i, r, size); n > 0 {
			return i, i + n
		}
		i += size
	}
	return 0, 0
}

// infixAt gives the length in bytes of the infix that begins with rune r, size bytes
// long, at byte i of s, or 0.
func (a *affixes) infixAt(s string, i int, r rune, size int) int {
	switch class := a.classes.of(r); {
	case class&classInfix != 0:
		return size
	case class&classAlpha != 0:
		return 0
	}
	left, right := a.around(s, i, i+size)
	afterDigit := i > 0 && isASCIIDigit(s[i-1])
	found := false
	switch r {
	case '.':
		if n := dotsAt(s[i:]); n >= 2 {
			return n
		}
		found = left&classInfixLeft != 0 && right&classInfixRight != 0
	case ',':
		found = left&right&classAlpha != 0
	case '+', '-', '*', '^':
		found = afterDigit && i+1 < len(s) && (isASCIIDigit(s[i+1]) || s[i+1] == '-')
	case ':', '<', '>', '=', '/':
		found = right&classAlpha != 0 && (left&classAlpha != 0 || afterDigit)
	}
	switch {
	case found:
		return 1
	case left&classAlpha != 0 || afterDigit:
		return a.joinerAt(s, i)
	}
	return 0
}

// joinerAt gives the length in bytes of the joiner at byte i of s that a letter
// follows, or 0.
func (a *affixes) joinerAt(s string, i int) int {
	for _, joiner := range a.joiners {
		if strings.HasPrefix(s[i:], joiner) {
			if _, right := a.around(s, i, i+len(joiner)); right&classAlpha != 0 {
				return len(joiner)
			}
		}
	}
	return 0
}

// around gives the classes of the rune that ends at byte start of s and of the one
// that begins at byte end.
func (a *affixes) around(s string, start, end int) (left, right runeClass) {
	if start > 0 {
		r, _ := utf8.DecodeLastRuneInString(s[:start])
		left = a.classes.of(r)
	}
	if end < len(s) {
		r, _ := utf8.DecodeRuneInString(s[end:])
		right = a.classes.of(r)
	}
	return left, right
}

// cuts tells whether a prefix, suffix or infix is found in s.
func (a *affixes) cuts(s string) bool {
	start, end := a.infix(s, 0)
	return start != end || a.prefix(s) > 0 || a.suffix(s) > 0
}

func isASCIIDigit(c byte) bool { return '0' <= c && c <= '9' }

// dotsAt counts the full stops that s begins with.
func dotsAt(s string) int { return len(s) - len(strings.TrimLeft(s, ".")) }

// dotsBefore counts the full stops that s ends with.
func dotsBefore(s string) int { return len(s) - len(strings.TrimRight(s, ".")) }
