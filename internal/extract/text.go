package extract

import (
	"regexp"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// paragraph is a run of the article's text that is parsed by itself. Its text has
// the article's code points one for one, some of them mapped to what the parser
// was trained on (straight quotes, plain spaces), so that an offset of one is an
// offset of the other once counted in code points.
type paragraph struct {
	text    string
	start   int  // code points of the article before it
	heading bool // a headline, a caption, a feed's header: no sentence to read facts from

	wide []int // byte offsets in text of code points longer than one byte, ascending
	over []int // over[k]: surplus bytes of the first k+1 of them
}

// runes turns a byte offset of the paragraph's text into code points of the article.
func (p *paragraph) runes(offset int) int {
	k := sort.SearchInts(p.wide, offset)
	if k == 0 {
		return p.start + offset
	}
	return p.start + offset - p.over[k-1]
}

func newParagraph(text string, start int) paragraph {
	p := paragraph{text: text, start: start}
	surplus := 0
	for i, r := range text {
		if n := utf8.RuneLen(r); n > 1 {
			surplus += n - 1
			p.wide = append(p.wide, i)
			p.over = append(p.over, surplus)
		}
	}
	return p
}

// plain maps a code point to the one that the parser knows: curly quotes break
// its tags and whole sentences with them.
func plain(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '′', '`', '´':
		return '\''
	case '“', '”', '„', '″', '«', '»':
		return '"'
	case '\u00a0', '\u202f', '\u2009', '\t', '\r', '\n', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return ' '
	case '\u2010', '\u2011':
		return '-'
	}
	return r
}

// paragraphs cuts an article's text at its blank lines. Where the lines are long
// (longer than any editor wraps), every line is a paragraph; else lines within a
// block are one paragraph that was wrapped.
func paragraphs(text string) []paragraph {
	var paras []paragraph
	var buf strings.Builder
	start, at := 0, 0 // code points
	flush := func() {
		if p, ok := trimmed(buf.String(), start); ok {
			paras = append(paras, p)
		}
		buf.Reset()
	}
	for len(text) > 0 {
		line := text
		if k := strings.IndexByte(text, '\n'); k >= 0 {
			line = text[:k+1]
		}
		text = text[len(line):]
		if strings.TrimSpace(line) == "" {
			flush()
		}
		if buf.Len() == 0 {
			start = at
		}
		for _, r := range line {
			buf.WriteRune(plain(r))
			at++
		}
		if ownParagraph(line) {
			flush()
		}
	}
	flush()
	return paras
}

// wrapWidth is longer than lines of wrapped text are, in bytes.
const wrapWidth = 110

// ownParagraph says that a line does not go on in the next one.
func ownParagraph(line string) bool {
	line = strings.TrimSpace(line)
	if len(line) > wrapWidth {
		return true
	}
	return len(line) < wrapWidth/2 && strings.ContainsAny(lastRune(line), ".!?:\"”")
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

var (
	// feedDate is "date 2026-01-29", as feeds put it before the text.
	feedDate = onDemand(`^(?i:date|published|updated)\s*:?\s+\d{4}-\d\d-\d\d\s*`)
	// dateline is "WASHINGTON, D.C. (Reuters) — ", "PARIS, Jan. 3 - ".
	dateline = onDemand(`^\p{Lu}[\p{Lu}.'-]{2,}(?: \p{Lu}[\p{Lu}.'-]+){0,3}(?:, [\p{L}. ]{2,20})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([A-Z][\w ]{1,20}\))?\s*(?:--|[–—-])\s*`)
	// dateOnly is a paragraph that is nothing but a date: "Wednesday, January 16, 2019".
	dateOnly = onDemand(`^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:\d{1,2} )?[A-Z][a-z]{2,8}\.?(?: \d{1,2},?)? \d{4}\.?$`)
)

// onDemand compiles a pattern at its first use, so that commands that read no article
// start without it.
func onDemand(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// trimmed cuts white space, feed headers and datelines off a paragraph.
func trimmed(s string, start int) (paragraph, bool) {
	cut := func(n int) {
		start += utf8.RuneCountInString(s[:n])
		s = s[n:]
	}
	cut(len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)))
	if loc := feedDate().FindStringIndex(s); loc != nil {
		cut(loc[1])
	}
	if loc := dateline().FindStringIndex(s); loc != nil {
		cut(loc[1])
	}
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	if s == "" || dateOnly().MatchString(s) {
		return paragraph{}, false
	}
	p := newParagraph(s, start)
	p.heading = heading(s)
	return p, true
}

// heading says that a paragraph is no sentence: short, and without a full stop.
func heading(s string) bool {
	if strings.ContainsAny(lastRune(s), ".!?\":;)") {
		return false
	}
	return len(strings.Fields(s)) <= 14
}

func letter(r rune) bool { return unicode.IsLetter(r) }
