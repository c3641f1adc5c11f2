package link

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

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
