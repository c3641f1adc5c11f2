package extract

import (
	"slices"

	"kg/internal/ontology"
)

// findAppointments reads verbs of coming into office and leaving it.
func findAppointments(s *sentence) {
	for i := s.first; i < s.last; i++ {
		rules := s.art.frames.offices[s.lemma(i)]
		if len(rules) == 0 || s.pos(i) != "VERB" || s.negated(i) || s.open(i) || s.mentionAt(i) != nil {
			continue
		}
		for _, rule := range rules {
			if rule.particle != "" && !s.officeParticle(i, rule.particle) {
				continue
			}
			for _, person := range s.slot(i, rule.Subject.Where[0]) {
				if person.ent != nil && person.ent.root().class == "Person" {
					s.appointment(i, rule, person)
				}
			}
			break // one word, one change
		}
	}
}

// leaving says that the verb's subject gives up the office itself.
func (f frame) leaving() bool { return f.Subject.Where[0] == "agent" }

// officeParticle says that the verb at i has the particle with which it concerns an
// office: "step down", "swear in".
func (s *sentence) officeParticle(i int, particle string) bool {
	return s.particle(i, particle) >= 0 || particle == "in" && s.word(i+1) == "in"
}

// appointment emits what the verb at i says of a person's office.
func (s *sentence) appointment(i int, rule frame, person arg) {
	o, ok := s.officeOf(i, rule)
	if !ok {
		return
	}
	body := o.bodyArg
	if o.body != nil {
		body = o.body.arg()
	}
	if !body.ok() && !rule.leaving() {
		body = s.appointingBody(i, rule)
	}
	implied, belief := !body.ok(), 0.0
	if implied {
		body, belief = s.impliedBody(person, o)
	}
	f := fact{subj: person, pred: rule.Relation, obj: body, status: s.statusOf(i), rule: "appointment/" + s.lemma(i), confidence: rule.Confidence, verb: i}
	if implied {
		f.confidence = 0.5
		if belief == guessedBelief {
			f.limit(guessedBelief)
		}
	}
	if !body.ok() {
		if o.text == "" {
			return
		}
		f.obj = arg{lit: o.text, as: o.text}
	} else {
		f.with("role", o.text)
	}
	if key, date := s.when(i); date != "" && key == "date" {
		f.with("date", date)
	}
	if by := s.who(s.agents(i, 0)); !rule.leaving() && by != nil && by.root() != person.ent.root() {
		f.withEntity("by", by)
	}
	s.emit(f)
	s.officeThen(f, rule, o)
}

// appointingBody is the body that fills an office of its own: "the chamber elected X
// chairman".
func (s *sentence) appointingBody(i int, rule frame) arg {
	if rule.Relation == "nominated-to" {
		return arg{}
	}
	for _, a := range s.slot(i, "agent") {
		if a.ent != nil && (a.ent.root().class == "Organization" || a.ent.root().class == "Place" && a.ent.root().kind == "") {
			return a
		}
	}
	return arg{}
}

// officeThen adds the office that follows from an appointment that has taken effect, or
// that a departure ends.
func (s *sentence) officeThen(f fact, rule frame, o office) {
	if rule.Holds == "" || o.text == "" {
		return
	}
	f.pred, f.rule, f.quals = "holds-office", f.rule+"/office", nil
	if f.status == "planned" {
		if rule.Holds == "former" {
			f.status = ""
		} else {
			f.status = "elect"
		}
	} else if f.status == "" && rule.Holds != ontology.Asserted {
		f.status = rule.Holds
	}
	if f.obj.ent != nil {
		f.with("role", o.text)
	}
	s.emit(f)
}

// officeOf reads the role and the body that the verb at i speaks of: "as vice chairmen
// of X", "prime minister", "to the Senate".
func (s *sentence) officeOf(i int, rule frame) (office, bool) {
	for _, k := range s.children(i) {
		if k < i {
			continue
		}
		switch d := s.dep(k); {
		case d == "oprd" || d == "attr" || d == "xcomp" && s.pos(k) == "NOUN" || d == "dobj" && rule.leaving():
			first, _ := s.subtree(k)
			if o, _, ok := s.officeFrom(first); ok {
				return o, true
			}
		case d == "prep" && slices.Contains(rule.Object.Where, s.lower(k)):
			if o, ok := s.officeAfter(k); ok {
				return o, true
			}
		}
	}
	// The parser hangs "as" on the object as often as on the verb.
	for k := i + 1; k < s.last && k < i+14; k++ {
		if s.lower(k) == "as" && s.dep(k) == "prep" && slices.Contains(rule.Object.Where, "as") {
			if o, ok := s.officeAfter(k); ok && o.text != "" {
				return o, true
			}
		}
		if k > i+1 && s.pos(k) == "VERB" {
			break
		}
	}
	return office{}, false
}

// officeAfter reads a role with its body, or a body alone, after the preposition at k.
func (s *sentence) officeAfter(k int) (office, bool) {
	if o, _, ok := s.officeFrom(k + 1); ok && o.kind == officeRole {
		return o, true
	}
	for j := k + 1; j < k+4 && s.has(j); j++ {
		if m := s.mentionAt(j); m != nil {
			if m.ent.root().class == "Organization" || m.ent.root().class == "Place" {
				return office{body: m}, true
			}
			return office{}, false
		}
	}
	if o := s.child(k, "pobj"); o >= 0 && s.ref(o) != nil {
		return office{bodyArg: arg{ent: s.ref(o), as: s.asWritten(o, o+1)}}, true
	}
	return office{}, false
}

// findMembers reads "added 29 members to the Standing Committee, including X", "X, a
// member of Y", "Y's members A and B", "the members of Y are A, B and C".
func findMembers(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if s.lemma(i) != "member" || s.pos(i) != "NOUN" {
			continue
		}
		body := s.bodyOfMembers(i)
		if body == nil {
			continue
		}
		for _, m := range s.namedMembers(i) {
			if m.ent.root() != body.ent.root() {
				s.emit(fact{subj: m.arg(), pred: "member-of", obj: body.arg(), rule: "member/including", confidence: 0.7, verb: i})
			}
		}
	}
}

// bodyOfMembers is the body that the members at i belong to: "members of X", "added
// members to X", "X members".
func (s *sentence) bodyOfMembers(i int) *mention {
	for j := i + 1; j < i+5 && s.has(j); j++ {
		w := s.word(j)
		if w != "of" && w != "to" && w != "in" && w != "from" {
			continue
		}
		for k := j + 1; k < j+4; k++ {
			if m := s.mentionAt(k); m != nil {
				if e := m.ent.root(); e.class == "Organization" || w == "of" && e.class == "Event" {
					return m
				}
				return nil
			}
		}
	}
	if m := s.mentionAt(i - 1); m != nil && m.last == i && m.ent.root().class == "Organization" {
		return m
	}
	return nil
}

// namedMembers are the names that "including" or "such as" adds after the noun at i.
func (s *sentence) namedMembers(i int) []*mention {
	for j := i + 1; j < s.last && j < i+16; j++ {
		if w := s.word(j); w != "including" && !(w == "as" && s.word(j-1) == "such") {
			if s.pos(j) == "VERB" && w != "including" && s.tag(j) != "VBG" {
				return nil
			}
			continue
		}
		for k := j + 1; k < j+4; k++ {
			if m := s.mentionAt(k); m != nil {
				if c := m.ent.root().class; c != "Person" && c != "Place" && c != "Organization" {
					return nil
				}
				return append([]*mention{m}, s.listed(m)...)
			}
		}
		return nil
	}
	return nil
}
