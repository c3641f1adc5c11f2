package extract

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed given-names.txt
var givenNamesText string

// givenNames tells which sex bears a given name: 'f', 'm', or 'u' for both.
var givenNames = sync.OnceValue(func() map[string]byte { return parseGivenNames(givenNamesText) })

// parseGivenNames reads lines that start with the letter of a sex and go on with names.
func parseGivenNames(text string) map[string]byte {
	names := make(map[string]byte, len(text)/7)
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 || len(words[0]) != 1 || words[0] == "#" {
			continue
		}
		for _, w := range words[1:] {
			names[w] = words[0][0]
		}
	}
	return names
}

// foldName takes a name to lower case without accents, as the list has it.
func foldName(name string) string { return strings.ToLower(withoutAccents(name)) }

func withoutAccents(name string) string {
	ascii := true
	for i := range len(name) {
		ascii = ascii && name[i] < utf8.RuneSelf
	}
	if ascii {
		return name
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
