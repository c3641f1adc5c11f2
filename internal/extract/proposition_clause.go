package extract

import (
	"cmp"
	"slices"
	"strings"
)

// part is a complement or an adverbial of a clause, by its head.
type part struct {
	head int
	kind partKind
}

type partKind uint8

const (
	objectPart partKind = iota // what the verb takes: object, predicate noun or adjective
	clausePart                 // what is said, thought, decided
	prepPart
	otherPart // adverbs, times, infinitives
)

// clausePropositions reads the clause whose verb is token i. Where its subject or object
// is a list, what is said of each member follows.
func (s *sentence) clausePropositions(i int) []proposition {
	if !s.clausal(i) || s.merged(i) {
		return nil
	}
	subject, kind := s.clauseSubject(i)
	if subject < 0 {
		return nil
	}
	subject = s.resolved(subject)
	p := proposition{kind: kind, verb: i, subject: s.subjectPhrase(subject, i), fronted: -1}
	parts := s.addParts(&p, i)
	if kind != fromClause && s.bareParticiple(i, p.relation) {
		p.supplied = "be"
	}
	parts = s.interruptedObject(i, parts)
	parts = s.gapObject(&p, i, parts)
	parts = s.sharedObject(i, parts)
	parts = s.sharedTime(i, parts)
	s.arrange(&p, parts)
	return s.distribute(p, subject)
}

// clausal says that token i is the verb of a clause, or a noun or adjective that the
// tree takes for one.
func (s *sentence) clausal(i int) bool {
	switch s.dep(i) {
	case "aux", "auxpass", "amod", "compound", "prep", "case", "mark", "cc", "det", "nmod", "punct", "advmod", "npadvmod":
		return false
	}
	if !s.verbal(i) {
		return s.child(i, "nsubj", "nsubjpass") >= 0
	}
	return strings.HasPrefix(s.tag(i), "V") || s.tag(i) == "MD"
}

// merged says that the verb at i is read with the verb that it hangs on: "agreed to pay".
func (s *sentence) merged(i int) bool {
	h := s.head(i)
	return h >= 0 && s.dep(i) == "xcomp" && s.clausal(h) && s.child(h, "dobj", "dative") < 0 && s.child(i, "nsubj", "nsubjpass") < 0
}

// bareParticiple says that the relation has a participle at i and no verb before it.
func (s *sentence) bareParticiple(i int, relation []int) bool {
	if s.tag(i) != "VBN" && s.tag(i) != "VBG" {
		return false
	}
	return !slices.ContainsFunc(relation, func(k int) bool { return k < i && s.verbal(k) })
}

// addParts puts the words of the verb at i into the relation and returns the parts of
// its clause, and of the clauses that are read with it.
func (s *sentence) addParts(p *proposition, i int) []part {
	var parts []part
	p.relation = append(p.relation, i)
	p.relation = append(p.relation, s.sharedWords(i)...)
	for _, k := range s.children(i) {
		switch s.dep(k) {
		case "aux", "auxpass", "neg", "prt":
			p.relation = append(p.relation, k)
		case "mark":
			if k < i && conditional(s.lower(k)) {
				p.relation = append(p.relation, k)
			}
		case "advmod":
			parts = append(parts, s.addAdverb(p, i, k)...)
		case "acomp":
			parts = append(parts, s.addAdjective(p, k)...)
		case "dobj", "attr", "oprd", "dative":
			if !relativePronoun(s.lower(k)) {
				parts = append(parts, part{k, objectPart})
			}
		case "prep", "agent":
			if !s.aside(k) {
				parts = append(parts, part{k, prepPart})
			}
		case "npadvmod":
			parts = append(parts, part{k, otherPart})
		case "ccomp":
			if k > i || s.saying(i) || s.inQuotes(k) {
				parts = append(parts, part{k, clausePart})
			}
		case "advcl":
			if s.timed(k) {
				parts = append(parts, part{k, otherPart})
			}
		case "xcomp":
			switch {
			case !s.clausal(k):
				parts = append(parts, part{k, objectPart})
			case s.merged(k):
				parts = append(parts, s.addParts(p, k)...)
			default:
				parts = append(parts, part{k, otherPart})
			}
		}
	}
	return parts
}

// conditional finds the words that leave open whether a clause holds. They stay with its
// verb, as negations do.
func conditional(w string) bool { return w == "if" || w == "unless" || w == "whether" }

// addAdverb puts an adverb between subject and verb into the relation: "strictly
// maintain". Others are parts, but those that only join sentences.
func (s *sentence) addAdverb(p *proposition, verb, k int) []part {
	switch {
	case strings.HasPrefix(s.tag(k), "W"):
	case k < verb && k > s.beforeVerb(verb) && s.pos(k) == "ADV":
		p.relation = append(p.relation, s.phrase(k, nil)...)
	case k < verb && connective(s.lower(k)):
	default:
		return []part{{k, otherPart}}
	}
	return nil
}

// beforeVerb is the last token before the verb's own words: its subject, or a guess.
func (s *sentence) beforeVerb(verb int) int {
	if k := s.child(verb, "nsubj", "nsubjpass"); k >= 0 && k < verb {
		return k
	}
	if k := s.child(verb, "aux", "auxpass"); k >= 0 && k < verb {
		return k - 3
	}
	return verb - 2
}

// connective finds adverbs that only join a sentence to the one before.
func connective(w string) bool {
	switch w {
	case "however", "therefore", "thus", "moreover", "furthermore", "nevertheless", "nonetheless", "instead", "also", "still",
		"meanwhile", "otherwise", "additionally", "then", "indeed", "though", "so", "too", "hence", "likewise", "similarly", "consequently":
		return true
	}
	return false
}

// aside says that the phrase of the preposition at k only joins sentences or comments
// on one: "for example".
func (s *sentence) aside(k int) bool {
	o := s.child(k, "pobj")
	if o != k+1 {
		return false
	}
	switch s.lower(k) + " " + s.lower(o) {
	case "for example", "for instance", "of course", "in fact", "in addition", "in particular", "at least", "in general":
		return true
	}
	return false
}

// addAdjective reads an adjective with what it takes as one relation: "is able to pay",
// "is responsible for".
func (s *sentence) addAdjective(p *proposition, k int) []part {
	var parts []part
	if prep := s.child(k, "prep"); prep > k && s.child(prep, "pobj", "pcomp") >= 0 {
		p.relation = append(p.relation, s.phrase(k, func(k int) bool { return s.dep(k) == "prep" })...)
		for _, prep := range s.kidsWith(k, "prep") {
			parts = append(parts, part{prep, prepPart})
		}
		return parts
	}
	if verb := s.child(k, "xcomp"); verb >= 0 && s.clausal(verb) {
		p.relation = append(p.relation, s.phrase(k, func(k int) bool { return k == verb })...)
		return s.addParts(p, verb)
	}
	return []part{{k, objectPart}}
}

// timed says that the clause of the verb at k tells when.
func (s *sentence) timed(k int) bool {
	return slices.ContainsFunc(s.kidsWith(k, "mark", "advmod"), func(m int) bool {
		switch s.lower(m) {
		case "until", "when", "after", "before", "since":
			return true
		}
		return false
	})
}

// saying says that the verb at i reports words: what stands before it may be what is said.
func (s *sentence) saying(i int) bool { return s.art.word("saying-verbs").Has(s.lemma(i)) }

// gapObject gives the verb of a relative clause the noun before the clause where that
// is what the clause lacks: "the deal that X signed", "the deal to which X agreed".
func (s *sentence) gapObject(p *proposition, i int, parts []part) []part {
	subject := s.child(i, "nsubj", "nsubjpass")
	if s.dep(i) != "relcl" || s.head(i) < 0 || subject < 0 || relativePronoun(s.lower(subject)) {
		return parts
	}
	noun := part{s.head(i), objectPart}
	if at := slices.IndexFunc(parts, func(a part) bool { return a.kind == prepPart && relativePronoun(s.lower(s.child(a.head, "pobj"))) }); at >= 0 {
		prep := parts[at].head
		parts = slices.Delete(parts, at, at+1)
		if slices.ContainsFunc(parts, isObject) { // "of which X is a member"
			p.rest = append(p.rest, append([]int{prep}, s.nominalPhrase(noun.head)...))
			return parts
		}
		p.fronted = prep
		return append(parts, noun)
	}
	first, _ := s.subtree(i)
	for k := first; k < subject; k++ {
		if strings.HasPrefix(s.tag(k), "W") && !relativePronoun(s.lower(k)) { // "where X met"
			return parts
		}
	}
	if slices.ContainsFunc(parts, isObject) {
		return parts
	}
	return append(parts, noun)
}

func isObject(a part) bool { return a.kind == objectPart || a.kind == clausePart }

// interruptedObject gives a verb of saying within a clause that clause as its object:
// "The ships, a trader said, were sold."
func (s *sentence) interruptedObject(i int, parts []part) []part {
	if s.dep(i) != "parataxis" || s.head(i) < 0 || !s.saying(i) || slices.ContainsFunc(parts, func(a part) bool { return a.kind == clausePart }) {
		return parts
	}
	return append(parts, part{s.head(i), clausePart})
}

// arrange gives the parts of a clause their places: what the verb takes, else what its
// first preposition takes, is the object, and the rest follows in the sentence's order.
func (s *sentence) arrange(p *proposition, parts []part) {
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.head, b.head) })
	p.objectHead = -1
	object := slices.IndexFunc(parts, isObject)
	if object >= 0 {
		s.takeObject(p, parts[object])
		parts = slices.Delete(parts, object, object+1)
	} else {
		parts = s.takePreposition(p, parts)
	}
	for _, a := range parts {
		if tokens := s.partPhrase(a); len(tokens) > 0 {
			p.rest = append(p.rest, tokens)
		}
	}
	slices.SortStableFunc(p.rest, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	slices.Sort(p.relation)
	p.relation = slices.Compact(p.relation)
	if p.fronted >= 0 {
		p.relation = append(p.relation, p.fronted)
	}
}

// takeObject makes part a the object; the "that" of a clause goes with the verb.
func (s *sentence) takeObject(p *proposition, a part) {
	if a.kind == objectPart {
		p.objectHead = a.head
		p.object = s.objectPhrase(p, a.head)
		return
	}
	p.object = s.partPhrase(a)
	if a.head == s.head(p.verb) {
		p.object = s.phrase(a.head, func(k int) bool { return k == p.verb })
	}
	if k := s.child(a.head, "mark"); k >= 0 && s.lower(k) == "that" {
		p.relation = append(p.relation, k)
		p.object = s.except(p.object, []int{k})
	}
}

// takePreposition makes what a preposition after the verb takes the object and returns
// the other parts: of a passive its agent, else what comes first. The preposition, and
// an adverb before it, go with the verb: "relies heavily on".
func (s *sentence) takePreposition(p *proposition, parts []part) []part {
	verb := slices.Max(p.relation)
	at := slices.IndexFunc(parts, func(a part) bool { return s.dep(a.head) == "agent" && a.head > verb })
	if at < 0 {
		at = slices.IndexFunc(parts, func(a part) bool { return a.kind == prepPart && a.head > verb })
	}
	if at < 0 {
		return parts
	}
	prep := []int{parts[at].head}
	object := s.child(prep[0], "pobj", "pcomp")
	if k := prep[0] + 1; s.head(k) == prep[0] && s.pos(k) == "ADP" { // "out of", "because of"
		prep = append(prep, k)
		if object = s.child(k, "pobj", "pcomp"); object < 0 {
			object = s.child(prep[0], "pobj")
		}
	}
	if object < prep[0] {
		return parts
	}
	p.relation = append(p.relation, prep...)
	p.objectHead = object
	p.object = s.objectPhrase(p, object)
	first := at
	if k := at - 1; k >= 0 && s.dep(parts[k].head) == "advmod" && parts[k].head > verb {
		first = k
		p.relation = append(p.relation, s.phrase(parts[k].head, nil)...)
	}
	return slices.Delete(parts, first, at+1)
}

// objectPhrase is the noun phrase at i without the times that hang on it, which become
// arguments of their own: "began an inquiry in 1995".
func (s *sentence) objectPhrase(p *proposition, i int) []int {
	for _, k := range s.kidsWith(i, "prep") {
		if o := s.child(k, "pobj"); k > i && s.lower(k) != "of" && o >= 0 && s.time(o) {
			if time := s.nominalPhrase(k); len(time) > 0 {
				p.rest = append(p.rest, time)
			}
		}
	}
	return s.phrase(i, func(k int) bool {
		return s.apart(k) || slices.ContainsFunc(p.rest, func(time []int) bool { return slices.Contains(time, k) })
	})
}

// time says that the recogniser takes the phrase at i for a date or a time of the day.
func (s *sentence) time(i int) bool {
	label := s.entityLabel(i)
	return label == "DATE" || label == "TIME"
}

// partPhrase is the words of a part of a clause.
func (s *sentence) partPhrase(a part) []int {
	if a.kind == clausePart || s.clausal(a.head) {
		return s.phrase(a.head, nil)
	}
	return s.nominalPhrase(a.head)
}
