package extract

import "slices"

// impersonal tells the number that a pronoun for things or for several asks for.
var impersonal = map[string]plurality{
	"it": one, "its": one, "itself": one,
	"they": many, "them": many, "their": many, "theirs": many, "themselves": many,
}

// plurality is how many a phrase speaks of.
type plurality uint8

const (
	one plurality = 1 << iota
	many
)

// thing is a phrase that "it" or "they" may stand for.
type thing struct {
	*antecedent
	number plurality
	named  bool
	person bool
}

// thingAt makes a thing of the name or noun phrase whose head is token i, or gives nil.
func (r *resolver) thingAt(s *sentence, i int) *thing {
	if m := s.mentionAt(i); m != nil {
		if i != m.head {
			return nil
		}
		e := m.ent.root()
		t := &thing{antecedent: &antecedent{sent: s, first: m.first, last: m.last, head: i, ref: r.referent(e)}, named: true}
		switch {
		case m.class == "Group":
			if s.tag(i) != "NNPS" && s.tag(i) != "NNS" {
				return nil
			}
			t.number = many
		case e.class == "Person":
			t.number, t.person = one, true
		case e.class == "Organization" || s.tag(i) == "NNPS":
			t.number = one | many
		default:
			t.number = one
		}
		return t
	}
	if s.pos(i) != "NOUN" || s.dep(i) == "compound" || s.dep(i) == "amod" || s.dep(i) == "nmod" || s.dep(i) == "npadvmod" || s.valued(i) {
		return nil
	}
	t := &thing{antecedent: s.nounAntecedent(i), number: one}
	switch {
	case s.tag(i) == "NNS":
		t.number = many
	case collective[s.lower(i)]:
		t.number = one | many
	case s.phraseClass(i) == "Person" || genderedWords()[s.lower(i)] != 0:
		t.person = true
	}
	return t
}

// collective are nouns in the singular that "they" may stand for.
var collective = map[string]bool{
	"team": true, "family": true, "police": true, "group": true, "government": true, "company": true, "couple": true,
	"staff": true, "crew": true, "party": true, "band": true, "public": true, "crowd": true, "jury": true,
	"committee": true, "majority": true, "army": true, "club": true, "council": true, "press": true, "people": true,
	"anyone": true, "everyone": true, "administration": true, "opposition": true, "gang": true, "firm": true,
}

// valued says that the noun at i is a date, an amount or a measure, which no pronoun
// takes up.
func (s *sentence) valued(i int) bool {
	for _, e := range s.doc.Ents {
		if e.Start <= i && i < e.End {
			return valueLabels[e.Label]
		}
	}
	switch s.lemma(i) {
	case "time", "day", "year", "week", "month", "hour", "minute", "way", "number", "percent", "lot", "addition", "order", "example", "fact":
		return true
	}
	return false
}

// nounAntecedent is the noun phrase with head i, determiner and possessor included.
func (s *sentence) nounAntecedent(i int) *antecedent {
	first, _ := s.base(i)
	for _, k := range s.children(i) {
		if d := s.dep(k); k < first && (d == "det" || d == "poss") {
			a, _ := s.subtree(k)
			first = min(first, a)
		}
	}
	return &antecedent{sent: s, first: first, last: i + 1, head: i, form: nounForm}
}

// listAt makes a thing of the names joined with the one at i: "Ann and Bo".
func (r *resolver) listAt(s *sentence, i int) *thing {
	last := -1
	for _, k := range s.conjuncts(i) {
		if s.mentionAt(k) != nil {
			last = max(last, s.mentionAt(k).last)
		}
	}
	m := s.mentionAt(i)
	if last <= m.last || s.dep(i) == "conj" {
		return nil
	}
	return &thing{antecedent: &antecedent{sent: s, first: m.first, last: last, head: i, ref: new(referent)}, number: many}
}

// Weights of a thing as the antecedent of "it" or "they", set by hand on Wikinews:
// nearness first, then the role (Hobbs; Lappin and Leass 1994).
const (
	perSentence = -1.3 // between the two
	perPhrase   = -0.08
	parallel    = 0.5 // the same role as the pronoun
	again       = 0.8 // what the last such pronoun stood for
	namedBonus  = 0.4
	enough      = -3.2 // of less nothing is taken
)

// roleBonus is what an antecedent's role is worth.
var roleBonus = [argRoles]float64{subjectRole: 1, objectRole: 0.3, ownerOfSubject: -0.2, ownerElsewhere: -0.2, apposedRole: -0.5, otherRole: -0.2}

// maxThings is how many phrases before a pronoun are looked at.
const maxThings = 30

// thing resolves "it", "they" and their forms.
func (r *resolver) thing(p *anaphor, n plurality) *referent {
	s := p.sent
	if n == one && (s.dep(p.at) == "expl" || s.dep(p.at) == "nsubj" && s.expletive(p.at)) {
		return nil
	}
	var best *thing
	most := enough
	for k := len(r.things) - 1; k >= 0 && k >= len(r.things)-maxThings; k-- {
		t := r.things[k]
		if t.number&n == 0 || t.person && n == one || p.barred(t.antecedent) || s.inQuotes(p.at) && !t.sent.inQuotes(t.head) && !t.named && t.sent != s {
			continue
		}
		worth := perSentence*float64(s.index-t.sent.index) + perPhrase*float64(len(r.things)-1-k) + roleBonus[t.sent.argRoleOf(t.head)]
		if t.sent.argRoleOf(t.head) == p.role {
			worth += parallel
		}
		if t.named {
			worth += namedBonus
		}
		if last := r.lastThing[n]; last != nil && last == t.ref {
			worth += again
		}
		if worth > most {
			best, most = t, worth
		}
	}
	if best == nil {
		return nil
	}
	r.lastThing[n] = best.ref
	return best.ref
}

// rememberThing keeps a phrase for the pronouns to come. A definite noun goes with the
// last phrase of the same head and number.
func (r *resolver) rememberThing(t *thing) {
	if t.ref == nil {
		if e := t.sent.ref(t.head); e != nil {
			t.ref = r.referent(e)
		} else if earlier := r.sameHead(t); earlier != nil {
			t.ref = earlier.ref
		} else {
			t.ref = new(referent)
		}
	}
	r.things = append(r.things, t)
	if !t.named {
		r.noted = append(r.noted, t.antecedent)
	}
}

// sameHead is the earlier phrase that a definite noun repeats: "a red crane ... the crane".
func (r *resolver) sameHead(t *thing) *thing {
	s := t.sent
	if d := s.child(t.head, "det"); d < 0 || s.lower(d) != "the" && s.lower(d) != "this" && s.lower(d) != "these" && s.lower(d) != "that" && s.lower(d) != "those" {
		return nil
	}
	for _, old := range slices.Backward(r.things) {
		if old.named || old.sent.lemma(old.head) != s.lemma(t.head) || old.number != t.number {
			continue
		}
		if r.compatible(old, t) {
			return old
		}
	}
	return nil
}

// compatible says that each word that the later phrase adds to its head stood in the
// earlier one, too.
func (r *resolver) compatible(old, t *thing) bool {
	for i := t.first; i < t.head; i++ {
		if t.sent.pos(i) == "DET" {
			continue
		}
		found := false
		for j := old.first; j < old.head; j++ {
			found = found || old.sent.lower(j) == t.sent.lower(i)
		}
		if !found {
			return false
		}
	}
	return true
}
