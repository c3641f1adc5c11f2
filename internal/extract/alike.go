package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// wording is a name made ready for comparison with others of its article.
type wording struct {
	text  string   // folded: lower case, no accents, no punctuation, no leading article
	words []string // those that tell names apart
	value bool     // a number or date, which only matches itself
}

func newWording(name string) wording {
	var b strings.Builder
	space := false
	name = strings.TrimSuffix(strings.ReplaceAll(strings.ReplaceAll(name, "’", "'"), "'s ", " "), "'s")
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("%+.-", r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	w := wording{text: b.String(), value: true}
	for _, article := range []string{"the ", "a ", "an "} {
		w.text = strings.TrimPrefix(w.text, article)
	}
	for _, r := range w.text {
		if unicode.IsLetter(r) {
			w.value = false
			break
		}
	}
	for _, word := range strings.Fields(w.text) {
		if !smallWord(word) {
			w.words = append(w.words, word)
		}
	}
	return w
}

// alike says that two names may be wordings of one: half of their words are the same.
func (w *wording) alike(v *wording) bool {
	if w.text == v.text {
		return true
	}
	if w.value || v.value {
		return false
	}
	both := 0
	for i, word := range w.words {
		if slices.Contains(v.words, word) && !slices.Contains(w.words[:i], word) {
			both++
		}
	}
	return both > 0 && 2*both >= len(w.words)+len(v.words)-both
}
