package extract

import (
	"strings"

	"kg/internal/ontology"
)

// roleKind is what the kind of a role's head noun says of its bearer.
type roleKind uint8

const (
	noRole     roleKind = iota
	officeRole          // holds-office: minister, chairman, spokesman
	jobRole             // works-for: researcher, reporter
	memberRole          // member-of: player, drummer
	kindRole            // is-a: activist, designer
)

// role is a role phrase in a sentence: tokens [first, last), head last.
type role struct {
	first, last int
	kind        roleKind
	text        string // singular, lower case, without status words: "vice chairman"
	status      string // "former", "acting", "elect", "candidate" or ""
	plural      bool
}

// word is the word list of that name.
func (art *article) word(list string) *ontology.Words { return art.ont.Words(list) }

// roleOf looks a role up, singular or plural.
func (x *Extractor) roleOf(phrase string) roleKind {
	for _, p := range []string{phrase, singular(phrase)} {
		switch {
		case x.ont.Words("roles-office").Has(p):
			return officeRole
		case x.ont.Words("roles-job").Has(p):
			return jobRole
		case x.ont.Words("roles-member").Has(p):
			return memberRole
		case x.ont.Words("roles-kind").Has(p):
			return kindRole
		}
	}
	return noRole
}

// maxRoleWords is how many tokens a role's head may have: "chief", "executive", "officer".
const maxRoleWords = 5

// roleEnding is the longest role head that ends just before token last, and its first token.
func (s *sentence) roleEnding(floor, last int) (int, roleKind) {
	for first := max(floor, last-maxRoleWords); first < last; first++ {
		if first-2 >= floor && s.word(first-1) == "-" && !s.tok(first-1).Space && !s.art.word("role-modifiers").Has(s.word(first-2)) && s.art.word("status-words").Of(s.word(first-2)) == "" {
			continue // "front-runner"
		}
		if last-first == 1 && s.givenTitle(first) {
			break
		}
		phrase := strings.ToLower(s.text(first, last))
		if kind := s.art.roleOf(strings.ReplaceAll(phrase, " - ", "-")); kind != noRole {
			return first, kind
		}
	}
	return last, noRole
}

// givenTitle says that the word at token i, though a role elsewhere, is a given name: behind
// a title or before an initial ("Judge Dean D. Pregerson").
func (s *sentence) givenTitle(i int) bool {
	if !s.art.word("given-roles").Has(s.word(i)) || !upper(s.tok(i).Text) || !s.has(i+1) || !upper(s.tok(i+1).Text) {
		return false
	}
	if next := s.tok(i + 1).Text; len(next) == 2 && next[1] == '.' {
		return true
	}
	w := s.word(i - 1)
	return s.art.word("honorifics").Has(w) || s.art.roleOf(w) != noRole
}

// roleEndsAt says that a role's head ends just before token i, not before first.
func (x *Extractor) roleEndsAt(s *sentence, first, i int) bool {
	_, kind := s.roleEnding(first, i)
	return kind != noRole
}

// singular takes the last word of a phrase to its singular.
func singular(phrase string) string {
	head, last := "", phrase
	if k := strings.LastIndexAny(phrase, " -"); k >= 0 {
		head, last = phrase[:k+1], phrase[k+1:]
	}
	// "secretaries of state", "attorneys general", "directors-general"
	switch last {
	case "general", "elect", "designate":
		if head != "" {
			return singular(head[:len(head)-1]) + head[len(head)-1:] + last
		}
	}
	return head + singularWord(last)
}

func singularWord(w string) string {
	switch {
	case len(w) < 4 || !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "en"):
		return w
	case strings.HasSuffix(w, "men"):
		return w[:len(w)-2] + "an"
	case strings.HasSuffix(w, "children"):
		return w[:len(w)-3]
	case strings.HasSuffix(w, "people"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is") || strings.HasSuffix(w, "en"):
		return w
	case strings.HasSuffix(w, "s"):
		return w[:len(w)-1]
	}
	return w
}
