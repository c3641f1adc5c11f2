package eval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Fold brings a name or value to the form in which two of them are compared: lower
// case, no accents, no "'s" at a word's end, no punctuation around words, no leading
// article. It is not idempotent ("the a team" loses one article a time), and the
// measure depends on how often it is applied, so callers must not add a call.
func Fold(s string) string {
	t := lower(norm.NFKD.String(s))
	t = dropCombining(t)
	t = dropPossessive(t)
	t = strings.Join(words(t), " ")
	for _, article := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(t, article); ok {
			return rest
		}
	}
	return t
}

// lower differs from strings.ToLower in the Greek final sigma alone.
func lower(s string) string {
	if strings.ContainsRune(s, 'Σ') {
		return cases.Lower(language.Und).String(s)
	}
	return strings.ToLower(s)
}

func dropCombining(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf || norm.NFD.PropertiesString(string(r)).CCC() == 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// dropPossessive removes each apostrophe and "s" that no word character follows.
func dropPossessive(s string) string {
	for _, mark := range []string{"'s", "’s"} {
		for from := 0; ; {
			i := strings.Index(s[from:], mark)
			if i < 0 {
				break
			}
			i += from
			rest := s[i+len(mark):]
			if next, _ := utf8.DecodeRuneInString(rest); rest == "" || !isWord(next) {
				s = s[:i] + rest
				from = i
			} else {
				from = i + len(mark)
			}
		}
	}
	return s
}

// words finds the leftmost longest runs of word characters, '%', '+', '.' and '-' that
// end in a word character, with a '%' after it where there is one.
func words(s string) []string {
	var out []string
	for i := 0; i < len(s); {
		run, end := i, i // end: just after the run's last word character
		for run < len(s) {
			r, n := utf8.DecodeRuneInString(s[run:])
			if !isWord(r) && !strings.ContainsRune("%+.-", r) {
				break
			}
			run += n
			if isWord(r) {
				end = run
			}
		}
		if end > i {
			if end < len(s) && s[end] == '%' {
				end++
			}
			out = append(out, s[i:end])
		}
		if run == i {
			_, n := utf8.DecodeRuneInString(s[i:])
			run += n
		}
		i = run
	}
	return out
}

// isWord is \w of Python's re: letters, everything with a numeric value, underscore.
func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r)
}

// isValue tells numbers, dates and the like, which match only when they are equal.
// It takes a folded string and folds it once more, as the measure does.
func isValue(folded string) bool {
	s := Fold(folded)
	s = strings.TrimSuffix(s, "%")
	if s != "" && (s[0] == '+' || s[0] == '-') && len(s) > 1 {
		s = s[1:]
	}
	if s == "" {
		return false
	}
	for _, r := range s {
		if !unicode.IsDigit(r) && !strings.ContainsRune(".,/ -", r) {
			return false
		}
	}
	return true
}
