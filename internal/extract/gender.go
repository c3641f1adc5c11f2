package extract

import (
	_ "embed"
	"strings"
	"sync"
)

// gender is what the text or the given name says of a person's sex.
type gender struct {
	sex  byte // 'f', 'm', or 0 where nothing tells
	sure sureness
}

// sureness is how well a sex is founded.
type sureness uint8

const (
	byEnding    sureness = iota + 1 // of a name that the list lacks: "Ludovica"
	byLoneName                      // a name of one word may be a surname: "Kelly"
	byGivenName                     // "Emma Stone"
	byWord                          // "Mrs Stone", "the actress Emma Stone", "his wife, Emma"
)

//go:embed gendered-words.txt
var genderedWordsText string

var genderedWords = sync.OnceValue(func() map[string]byte { return parseGivenNames(genderedWordsText) })

// surer gives the better founded of two genders; the first wins a draw.
func (g gender) surer(other gender) gender {
	if other.sure > g.sure {
		return other
	}
	return g
}

// genderOf reads an entity's gender off the words around most of its mentions, else off
// its given name.
func genderOf(e *entity) gender {
	var named gender
	feminine := 0 // mentions with words of women less those with words of men
	for _, m := range e.mentions {
		switch m.sent.wordGender(m) {
		case 'f':
			feminine++
		case 'm':
			feminine--
		}
		if m.class == "Person" || e.class == "Person" || m.class == "Thing" {
			named = named.surer(nameGender(m.text()))
		}
	}
	switch {
	case feminine > 0:
		return gender{'f', byWord}
	case feminine < 0:
		return gender{'m', byWord}
	}
	return named
}

// nameGender is the gender of a name by its given name: the first word, or the second
// where an initial stands first.
func nameGender(name string) gender {
	words := strings.Fields(name)
	for len(words) > 1 && len(strings.TrimRight(words[0], ".")) < 2 {
		words = words[1:]
	}
	if len(words) == 0 {
		return gender{}
	}
	first, second, _ := strings.Cut(foldName(words[0]), "-")
	sex := givenNames()[first]
	if other := givenNames()[second]; other != 0 && other != sex {
		sex = 'u' // "Jean-Pierre": American Jeans are women
	}
	switch {
	case sex == 0:
		return endingGender(first)
	case sex == 'u':
		return gender{}
	}
	if len(words) == 1 {
		return gender{sex, byLoneName}
	}
	return gender{sex, byGivenName}
}

// wordGender is the sex that the words around a name say, or 0: a title or noun before
// it, an apposition on either side, what it "is" or "was".
func (s *sentence) wordGender(m *mention) byte {
	if w := strings.TrimRight(s.word(m.last-1), "."); w == "jr" || w == "sr" {
		return 'm'
	}
	for i := m.first - 1; i >= m.first-2 && (s.pos(i) == "PROPN" || s.pos(i) == "NOUN"); i-- {
		if sex := genderedWords()[s.lower(i)]; sex != 0 {
			return sex
		}
	}
	for _, i := range s.describing(m.head) {
		if sex := genderedWords()[s.lower(i)]; sex != 0 {
			return sex
		}
	}
	return 0
}

// describing are the nouns that say who the one named at i is: appositions, the noun
// that the name is an apposition of, and what follows "is".
func (s *sentence) describing(i int) []int {
	out := s.kidsWith(i, "appos")
	h := s.head(i)
	if h < 0 {
		return out
	}
	switch s.dep(i) {
	case "appos":
		out = append(out, h)
	case "nsubj":
		if s.lemma(h) == "be" {
			out = append(out, s.kidsWith(h, "attr")...)
		}
		if s.lemma(h) == "become" {
			out = append(out, s.kidsWith(h, "attr", "oprd", "dobj")...)
		}
	case "attr":
		if s.lemma(h) == "be" {
			out = append(out, s.kidsWith(h, "nsubj")...)
		}
	}
	return out
}

// endingGender guesses by the last letter, which tells the sexes apart in the Romance and
// Slavic languages and in Japanese women's names.
func endingGender(given string) gender {
	switch {
	case len(given) < 4:
		return gender{}
	case strings.HasSuffix(given, "a"), strings.HasSuffix(given, "ette"), strings.HasSuffix(given, "elle"):
		return gender{'f', byEnding}
	case strings.HasSuffix(given, "o"), strings.HasSuffix(given, "us"):
		return gender{'m', byEnding}
	}
	return gender{}
}
