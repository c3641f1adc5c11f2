package graph

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kg/internal/ontology"
)

// nameKey folds a name to that by which it is found: no case, no accents on Latin,
// Greek and Cyrillic letters, no punctuation, no leading "the". Marks of other scripts
// are vowels and stay.
func nameKey(name string) string {
	var b strings.Builder
	var base rune
	for _, r := range norm.NFKD.String(name) {
		if unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			continue
		}
		if !unicode.IsMark(r) {
			base = r
		}
		b.WriteString(foldLetter(r))
	}
	key := strings.ReplaceAll(ontology.Slug(b.String()), "-", " ")
	return strings.TrimPrefix(key, "the ")
}

// foldLetter spells letters that have no accent to take off as they are commonly
// written without their mark.
func foldLetter(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'ø', 'Ø':
		return "o"
	case 'ł', 'Ł':
		return "l"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ı', 'İ':
		return "i"
	case 'þ', 'Þ':
		return "th"
	}
	return string(r)
}
