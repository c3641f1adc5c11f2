package ontology

import (
	"maps"
	"slices"
	"strings"
)

// Words is a list of words or names, some of which stand for something: a demonym
// for its country, a kind of kinship for its relation.
type Words struct {
	list []string
	of   map[string]string
}

// Has says that the list holds the word, in the case in which the file writes it.
func (w *Words) Has(word string) bool { _, ok := w.of[word]; return ok }

// Of is what the word stands for, "" where that is nothing or the list lacks it.
func (w *Words) Of(word string) string { return w.of[word] }

// All are the words in the file's order. The caller must not change them.
func (w *Words) All() []string { return w.list }

// wordList reads either a list of words, or a mapping from what they stand for to
// lists of words, which may be written as lines of a text, too: "France = French,
// Frenchman". It adds them to the list that is there.
func (l *loader) wordList(e pair) (*Words, error) {
	w := &Words{of: map[string]string{}}
	if have := l.words[e.key]; have != nil {
		w.list, w.of = slices.Clone(have.list), maps.Clone(have.of)
	}
	if groups, err := e.value.pairs(); err == nil {
		for _, g := range groups {
			words, err := g.value.words()
			if err != nil {
				return nil, err
			}
			w.add(g.key, words)
		}
		return w, nil
	}
	text, err := e.value.text()
	if err != nil || !strings.Contains(text, "=") {
		words, err := e.value.words()
		w.add("", words)
		return w, err
	}
	for line := range strings.Lines(text) {
		meaning, words, ok := strings.Cut(line, "=")
		if !ok {
			return nil, e.value.errorf("word list %q: want lines of the form meaning = word, word", e.key)
		}
		w.add(strings.TrimSpace(meaning), split(words))
	}
	return w, nil
}

func (w *Words) add(meaning string, words []string) {
	for _, word := range words {
		if _, ok := w.of[word]; !ok {
			w.list = append(w.list, word)
		}
		w.of[word] = meaning
	}
}
