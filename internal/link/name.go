package link

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kg/internal/ontology"
)

// nameKey folds a name to that by which names are compared: case, accents of Latin,
// Greek and Cyrillic letters, punctuation and a leading "the" do not count, "&" is
// "and". Words stand apart by one space.
func nameKey(name string) string {
	var plain strings.Builder
	var base rune
	for _, r := range norm.NFKD.String(strings.ReplaceAll(name, "&", " and ")) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r):
			base = r
		case unicode.IsMark(r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic):
			continue
		}
		if spelt, ok := spelling[r]; ok {
			plain.WriteString(spelt)
		} else {
			plain.WriteRune(r)
		}
	}
	if isBlank(plain.String()) {
		return ""
	}
	key := strings.ReplaceAll(ontology.Slug(plain.String()), "-", " ")
	for strings.HasPrefix(key, "the ") {
		key = strings.TrimPrefix(key, "the ")
	}
	return key
}

// spelling of letters whose mark does not come off.
var spelling = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d",
	'ð': "d", 'Ð': "d", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ı': "i", 'þ': "th", 'Þ': "th",
}

// isBlank says that a name has neither letter nor digit.
func isBlank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0
}

// namesPerson says whether a key can stand for one person: two words of more than an
// initial, or two characters of a script that does not space words.
func namesPerson(key string) bool {
	full := 0
	for word := range strings.FieldsSeq(key) {
		first, _ := utf8.DecodeRuneInString(word)
		n := utf8.RuneCountInString(word)
		switch {
		case unicode.In(first, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			full += n
		case n > 1:
			full++
		}
	}
	return full >= 2
}

//go:embed bodies.txt
var bodiesText string

var bodyWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(bodiesText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
})

// isBareBody says that a key names a body that other countries have too.
func isBareBody(key string) bool {
	words := bodyWords()
	for word := range strings.FieldsSeq(key) {
		if !words[word] {
			return false
		}
	}
	return key != ""
}

// isAcronym says that a name is one word of up to six capitals, which many bodies share.
func isAcronym(name string) bool {
	n := 0
	for _, r := range name {
		if r == '.' {
			continue
		}
		if n++; !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return 1 <= n && n <= 6
}
