package ontology

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NameKey folds a name to that by which it is found and compared: case, accents of
// Latin, Greek and Cyrillic letters, punctuation and a leading "the" do not count, "&" is
// "and"; words stand apart by one space. Marks of other scripts are vowels and stay. A
// name without a letter or digit has the key "".
func NameKey(name string) string {
	var plain strings.Builder
	var base rune
	blank := true
	for _, r := range norm.NFKD.String(strings.ReplaceAll(name, "&", " and ")) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r):
			base, blank = r, false
		case unicode.IsMark(r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic):
			continue
		}
		if spelt := unmarked(r); spelt != "" {
			plain.WriteString(spelt)
		} else {
			plain.WriteRune(r)
		}
	}
	if blank {
		return ""
	}
	key := strings.ReplaceAll(Slug(plain.String()), "-", " ")
	for strings.HasPrefix(key, "the ") {
		key = strings.TrimPrefix(key, "the ")
	}
	return key
}

// unmarked spells a letter whose mark does not come off as it is commonly written
// without, and is "" for others.
func unmarked(r rune) string {
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
	return ""
}
