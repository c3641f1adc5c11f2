package extract

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed towns.txt
var townsText string

//go:embed bodies.txt
var bodiesText string

var (
	towns  = sync.OnceValue(func() map[string]bool { return parseNames(townsText) })
	bodies = sync.OnceValue(func() map[string]bool { return parseNames(bodiesText) })
)

// parseNames reads names between semicolons or at line ends; lines after "#" are
// comments.
func parseNames(text string) map[string]bool {
	names := make(map[string]bool, len(text)/10)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(line, ";") {
			if name = strings.TrimSpace(name); name != "" {
				names[name] = true
			}
		}
	}
	return names
}

// isTown says that a name is that of a town of some size; accents do not matter.
func isTown(name string) bool { return towns()[name] || towns()[withoutAccents(name)] }

// nameVote is the class that the name itself speaks for, and how loudly: against the
// recogniser's 2 for each mention.
func (art *article) nameVote(e *entity) (string, int) {
	n := len(e.mentions)
	if bodies()[e.name] {
		return "Organization", 3 * n
	}
	if art.gaz.kind(e.name) != "" || art.gaz.demonym[e.name] != "" {
		return "", 0
	}
	if isTown(e.name) {
		return "Place", 2 * n
	}
	if art.givenFirst(e.name) {
		return "Person", 2*n + 1
	}
	return "", 0
}

// givenFirst says that a name is built as a person's: a given name and one or two words
// more, none of which is the head of a body's or a place's name.
func (art *article) givenFirst(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 3 {
		return false
	}
	if sex := givenNames()[foldName(words[0])]; sex != 'f' && sex != 'm' || isTown(words[0]) || art.gaz.kind(words[0]) != "" {
		return false
	}
	for _, w := range words[1:] {
		lower := strings.ToLower(w)
		if !upper(w) || acronym(w) && len(w) > 2 && !strings.Contains(w, ".") || art.headClass(lower) != "" || art.headClass(singularWord(lower)) != "" ||
			art.word("generic-words").Has(lower) || art.word("body-suffixes").Has(lower) || strings.HasSuffix(lower, "'s") {
			return false
		}
	}
	return true
}
