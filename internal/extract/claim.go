package extract

import (
	"slices"
	"strings"

	"kg/internal/ontology"
)

// claim is what a sentence makes of one of its clauses. Of two the later one prevails:
// what might be planned is open, what is planned not to be is unreal.
type claim uint8

const (
	told    claim = iota
	alleged       // somebody says so, and the article keeps its distance
	planned       // not yet
	open          // could, if, was asked to: neither said nor denied
	denied        // somebody denies it
	unreal        // it did not come about, or the article denies it
)

// status is the status of a fact of the clause; ok is false where there is no fact.
func (c claim) status() (status string, ok bool) {
	switch c {
	case alleged:
		return "alleged", true
	case planned:
		return "planned", true
	case denied:
		return "denied", true
	}
	return "", c == told
}

// maxGoverning bounds how many words above a verb are asked what they make of it.
const maxGoverning = 12

// claimOf is what the sentence makes of what the verb or noun at i says: by the words
// of its own clause, and by each word above that governs it ("refused to sign",
// "reports that X met Y").
func (s *sentence) claimOf(i int) claim {
	if !s.has(i) {
		return told
	}
	if !s.verbal(i) {
		return s.nounClaim(i)
	}
	c := s.clauseClaim(i)
	for v, n := i, 0; n < maxGoverning; n++ {
		h := s.head(v)
		if h < 0 {
			break
		}
		switch s.dep(v) {
		case "conj":
			if s.verbal(h) {
				c = max(c, s.sharedClaim(v, h))
			}
		case "xcomp", "ccomp":
			c = s.governed(c, v, h)
		case "acomp", "oprd":
			c = s.predicated(c, h)
		case "advcl", "acl", "relcl":
			if !s.complement(v) {
				return c
			}
			c = s.governed(c, v, h)
		case "pcomp":
			switch s.lower(h) {
			case "without", "instead":
				return unreal
			}
			up := s.head(h)
			if up < 0 || !s.governs(up) {
				return c
			}
			c, h = s.governed(c, v, up), up
		default:
			return c
		}
		if !s.verbal(h) && s.pos(h) != "ADJ" {
			break
		}
		v = h
	}
	return c
}

// complement says that the clause of v is what its head is about, and no remark on it:
// an infinitive, or a clause with "that" on a noun.
func (s *sentence) complement(v int) bool {
	if s.tag(v) == "VB" && s.child(v, "aux") >= 0 {
		return true
	}
	mark := s.child(v, "mark")
	return s.dep(v) == "acl" && mark >= 0 && s.lower(mark) == "that" ||
		s.dep(v) == "relcl" && s.word(s.head(v)+1) == "that" && s.art.word("alleging-nouns").Has(s.lemma(s.head(v)))
}

// clauseClaim is what the words of v's own clause make of it: negation, auxiliaries,
// conditions.
func (s *sentence) clauseClaim(v int) claim {
	if s.denies(v) || s.almost(v) {
		return unreal
	}
	return max(s.auxiliaryClaim(v), s.conditional(v))
}

// almost says that the verb at v falls short by an adverb: "nearly won". Of what is
// measured, "almost reached" is a figure.
func (s *sentence) almost(v int) bool {
	return !s.measuring(v) && slices.ContainsFunc(s.kidsWith(v, "advmod"), func(k int) bool {
		return k < v && s.art.word("almost-adverbs").Has(s.lower(k)) || s.lower(k) == "longer" && s.word(k-1) == "no"
	})
}

// auxiliaryClaim is what auxiliaries and adverbs make of the verb at v.
func (s *sentence) auxiliaryClaim(v int) claim {
	c := told
	for _, k := range s.children(v) {
		w := s.lower(k)
		switch {
		case s.dep(k) == "aux" && s.art.word("modals-ahead").Has(w):
			c = max(c, planned)
			if w == "would" && s.tag(v) == "VBN" && s.hasWord(v, "have") {
				c = open // "would have signed"
			}
		case s.dep(k) == "aux" && s.art.word("modals-open").Has(w):
			c = max(c, open)
		case s.art.word("alleging-adverbs").Has(w):
			c = max(c, alleged)
		}
	}
	return c
}

// hasWord says that a child of token i is the word.
func (s *sentence) hasWord(i int, w string) bool {
	return slices.ContainsFunc(s.children(i), func(k int) bool { return s.lower(k) == w })
}

// conditional is open for the clause of a condition or a question: "if X signs", "Had X
// signed,", "Did X sign?".
func (s *sentence) conditional(v int) claim {
	for _, k := range s.children(v) {
		if (s.dep(k) == "mark" || s.dep(k) == "advmod") && k < v && s.art.word("modals-open").Has(s.lower(k)) {
			return open
		}
	}
	first := s.child(v, "aux", "auxpass")
	if s.lemma(v) == "be" && s.pos(v) == "AUX" && s.child(v, "attr", "acomp") >= 0 {
		first = v
	}
	if s.lower(v) == "were" && v == s.first {
		first = v // "Were X to sign"
	}
	subj := s.child(v, "nsubj", "nsubjpass")
	if first < 0 || subj < first {
		return told
	}
	switch before := s.word(first - 1); {
	case before != "" && before != "," && before != `"` && before != ";":
		return told // "Only then did X sign"
	case s.lower(first) == "had" || s.lower(first) == "were" && s.word(s.last-1) != "?" || s.lower(first) == "should":
		return open
	case strings.HasPrefix(s.at(s.last-1).Text, "?"):
		return open
	}
	return told
}

// sharedClaim is what the clause of h makes of the verb v that is joined to it by "and":
// conditions reach over both, negation and auxiliaries where v has none of its own.
func (s *sentence) sharedClaim(v, h int) claim {
	c := told
	if mark := s.child(h, "mark"); mark >= 0 && s.child(v, "mark") < 0 {
		c = s.conditional(h)
	}
	if s.child(v, "nsubj", "nsubjpass", "aux", "auxpass") >= 0 || s.tag(v) != s.tag(h) {
		return c
	}
	if cc := s.child(h, "cc"); s.denies(h) && (cc < 0 || s.lower(cc) != "but") {
		return unreal
	}
	return max(c, s.auxiliaryClaim(h))
}

// governs says that the word at h makes something of what hangs on it.
func (s *sentence) governs(h int) bool {
	for _, list := range governingLists {
		if s.art.word(list).Has(s.governor(h)) {
			return true
		}
	}
	return false
}

var governingLists = []string{"averting-words", "denying-verbs", "planning-verbs", "planning-words", "asking-words", "ordering-words", "alleging-verbs", "alleging-nouns", "doubting-verbs"}

// governor is the word that says what h makes of a clause: its lemma, or of "is
// unlikely to", "proved false" the adjective.
func (s *sentence) governor(h int) string {
	switch s.lemma(h) {
	case "be", "prove", "seem", "appear", "remain", "become", "turn":
		if k := s.child(h, "acomp", "oprd"); k >= 0 {
			return s.lemma(k)
		}
	case "look":
		if s.particle(h, "forward") >= 0 || s.word(h+1) == "forward" {
			return "await"
		}
	case "have":
		if s.hasWord(h, "yet") {
			return "fail" // "has yet to"
		}
	case "go":
		if s.tag(h) == "VBG" {
			return "plan"
		}
	case "rule", "call":
		if k := s.child(h, "prt"); k >= 0 {
			return s.lemma(h) + " " + s.lower(k) // "rule out", "call off"
		}
	}
	return s.lemma(h)
}

// governed is what the word at h makes of the clause of v, which is c by itself.
func (s *sentence) governed(c claim, v, h int) claim {
	if !s.verbal(h) && s.pos(h) != "ADJ" {
		return s.contentOf(c, v, h)
	}
	word, not := s.governor(h), s.denies(h)
	has := func(list string) bool { return s.art.word(list).Has(word) }
	switch {
	case has("averting-words"):
		if c == unreal || not {
			return s.told(c, h)
		}
		return unreal
	case has("denying-verbs"):
		if not || c == unreal {
			return told
		}
		return denied
	case not && (s.dep(v) != "ccomp" || !s.factive(word)):
		if c == unreal && s.dep(v) == "ccomp" {
			return open
		}
		return unreal
	case has("ordering-words") && s.tag(v) == "VB":
		c = max(c, planned)
	case has("asking-words") && s.tag(v) == "VB", has("doubting-verbs"):
		return max(c, open)
	case has("planning-verbs") || has("planning-words"):
		c = max(c, planned)
	case has("alleging-verbs"), s.dep(v) == "xcomp" && s.inPassive(h) && has("hearsay-verbs"):
		c = max(c, alleged)
	}
	if s.dep(v) == "ccomp" || s.dep(v) == "advcl" {
		return c // of what is said, when and whether it is said is another matter
	}
	return max(c, s.auxiliaryClaim(h), s.conditional(h))
}

// predicated is what the verb at h makes of an adjective that governs a clause: "is not
// likely to".
func (s *sentence) predicated(c claim, h int) claim {
	switch {
	case !s.denies(h):
		return max(c, s.auxiliaryClaim(h), s.conditional(h))
	case c == unreal:
		return s.told(c, h)
	}
	return unreal
}

// told is what is left of a claim that two negations cancel out.
func (s *sentence) told(c claim, h int) claim {
	if c == unreal {
		c = told
	}
	return max(c, s.auxiliaryClaim(h))
}

// factive says that the clause of a verb holds also where the verb is negated: "did not
// know that".
func (s *sentence) factive(word string) bool { return s.art.word("factive-verbs").Has(word) }

// contentOf is what the noun at h makes of the clause that it is about, and what becomes
// of the noun: "declined an offer to", "rejected reports that", "rumours that ... proved
// false".
func (s *sentence) contentOf(c claim, v, h int) claim {
	word := s.lemma(h)
	has := func(list string) bool { return s.art.word(list).Has(word) }
	switch {
	case has("averting-words"):
		if c == unreal {
			return told
		}
		return unreal
	case has("alleging-nouns"):
		c = max(c, alleged)
	case s.tag(v) == "VB" && (has("planning-words") || has("asking-words")):
		c = max(c, planned)
	default:
		return c
	}
	return max(c, s.fate(h))
}

// nounClaim is what its own words and its verb make of what the noun at n names: "a
// planned visit", "cancelled his visit".
func (s *sentence) nounClaim(n int) claim {
	if s.denies(n) {
		return unreal
	}
	c := told
	for _, k := range s.kidsWith(n, "amod", "nmod") {
		switch w := s.lower(k); {
		case s.art.word("planned-adjectives").Has(w):
			c = max(c, planned)
		case s.art.word("alleged-adjectives").Has(w):
			c = max(c, alleged)
		case s.art.word("unreal-adjectives").Has(w):
			c = unreal
		}
	}
	return max(c, s.fate(n))
}

// fate is what the verb above makes of the noun at n.
func (s *sentence) fate(n int) claim {
	h := s.head(n)
	if h < 0 || !s.verbal(h) {
		return told
	}
	word, not := s.governor(h), s.denies(h)
	has := func(list string) bool { return s.art.word(list).Has(word) }
	rumour := s.art.word("alleging-nouns").Has(s.lemma(n))
	switch s.dep(n) {
	case "dobj", "nsubjpass":
		switch {
		case has("denying-verbs") && rumour:
			return denied
		case (has("cancelling-verbs") || has("shunning-verbs")) && !not:
			return unreal
		case has("planning-verbs") || has("planning-words"):
			return planned
		case has("support-verbs"):
			return s.clauseClaim(h)
		}
	case "nsubj":
		if rumour && has("averting-words") && !not {
			return unreal
		}
	}
	return told
}

// claim is what the article makes of the guess: what governs the verb that stands
// nearest above its object, and nouns between the two.
func (g *guess) claim() claim {
	s, a, b := g.sent, g.subj, g.obj
	if g.rule != nil || a.kind == articleCandidate && b.kind == articleCandidate {
		return told // rules have asked
	}
	if a.kind == articleCandidate || b.kind == articleCandidate {
		end := b
		if b.kind == articleCandidate {
			end = a
		}
		return g.claimAbove(end.head, -1)
	}
	_, _, top := s.meeting(a.head, b.head)
	if top < 0 {
		return told
	}
	if g.has(ontology.Attitude) {
		return told // what it is about need not be so; who says "should" calls for it, who refuses opposes
	}
	c := told
	under, over := s.verbBelow(b.head, top), s.verbBelow(a.head, top)
	if under || !over {
		c = g.claimAbove(b.head, top)
	}
	if over {
		c = max(c, g.claimAbove(a.head, top))
	}
	switch {
	case g.pred == "sentenced-to" && c == told && s.mayCome(b.head):
		return planned
	case c == open && g.status != "":
		return told // the model has seen why
	case c == open && (g.pred == "sentenced-to" || g.pred == "charged-with"):
		return planned // a penalty that may come
	}
	return c
}

// mayCome says that the penalty at token i is what a charge carries or what somebody
// faces: "a maximum penalty of ten years".
func (s *sentence) mayCome(i int) bool {
	words := s.art.word("penalty-words")
	for v, n := i, 0; v >= 0 && n < maxGoverning; v, n = s.head(v), n+1 {
		if words.Has(s.lemma(v)) {
			return true
		}
		for _, k := range s.children(v) {
			if s.pos(k) == "ADJ" && words.Has(s.lemma(k)) {
				return true
			}
		}
		if v != i && s.verbal(v) {
			return false
		}
	}
	return false
}

// has says that the guess's relation has a trait.
func (g *guess) has(t ontology.Trait) bool { return g.sent.art.ont.Relation(g.pred).Has(t) }

// verbBelow says that a verb stands on the way from token i up to top, between the two.
func (s *sentence) verbBelow(i, top int) bool {
	if i == top {
		return false
	}
	for k := s.head(i); k >= 0 && k != top; k = s.head(k) {
		if s.verbal(k) {
			return true
		}
	}
	return false
}

// claimAbove is what is made of an end at token i: by the nouns of events between it and
// its verb, and by the verb. Phrases without a verb up to top tell what they say, but
// "X in Oslo" of a deed, whose verb stands above.
func (g *guess) claimAbove(i, top int) claim {
	s, c := g.sent, told
	for v, n := i, 0; v >= 0 && n < maxGoverning; v, n = s.head(v), n+1 {
		if v != i && s.verbal(v) && s.dep(v) != "aux" && s.dep(v) != "auxpass" {
			if !g.toldBy(v) {
				return c
			}
			return max(c, s.claimOf(v))
		}
		if v != i && s.pos(v) == "NOUN" && s.happens(v) && (!heldSomewhere(g.pred) || s.cancelled(v)) {
			c = max(c, s.nounClaim(v))
		}
		if v == top && (g.has(ontology.Lasting) || s.mentionAt(v) == nil) {
			return c
		}
	}
	return c
}

// toldBy says that the verb at v can be what states the guess. What lasts is known of
// names whatever their clause says: "X of Norway did not come" places X in Norway.
func (g *guess) toldBy(v int) bool {
	s := g.sent
	if !g.has(ontology.Lasting) {
		return true
	}
	if s.art.word("tie-verbs").Has(s.lemma(v)) {
		return true
	}
	if len(s.art.frames.offices[s.lemma(v)]) > 0 || g.pred == "indicator" && s.measuring(v) {
		return true
	}
	return slices.ContainsFunc(s.art.frames.verbs[s.lemma(v)], func(f frame) bool { return f.Relation == g.pred })
}

// heldSomewhere says that a relation tells of an event that holds also where somebody
// stays away from it.
func heldSomewhere(pred string) bool { return pred == "took-place-in" || pred == "took-place-on" }

// cancelled says that the event named by the noun at n is called off.
func (s *sentence) cancelled(n int) bool {
	h := s.head(n)
	return h >= 0 && s.verbal(h) && s.art.word("cancelling-verbs").Has(s.governor(h))
}

// happens says that the noun at n names what happens, so that it may be cancelled.
func (s *sentence) happens(n int) bool {
	w := s.lemma(n)
	return len(s.art.frames.nouns[w]) > 0 || s.art.headClass(w) == "Event" || s.art.word("planning-words").Has(w) || s.art.word("averting-words").Has(w)
}
