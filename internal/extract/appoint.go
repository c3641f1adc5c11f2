package extract

import "strings"

// change is a verb that gives an office or takes it.
type change struct {
	relation string
	holds    string // status of the holds-office that follows from it: "asserted", "former", "elect", or "" for none
	subject  bool   // the subject leaves the office itself: resign, step down
	preps    string // prepositions that lead to the role or the body
}

// changes are verbs of coming into office and leaving it. They need a construction of
// their own: the role and its body stand in one phrase ("as vice chairmen of X", "X
// prime minister"), and what follows for the office itself differs.
var changes = map[string]change{
	"elect":      {relation: "elected-to", holds: "asserted", preps: "as to for"},
	"re-elect":   {relation: "elected-to", holds: "asserted", preps: "as to for"},
	"reelect":    {relation: "elected-to", holds: "asserted", preps: "as to for"},
	"appoint":    {relation: "appointed-to", holds: "asserted", preps: "as to"},
	"name":       {relation: "appointed-to", holds: "asserted", preps: "as to"},
	"designate":  {relation: "appointed-to", holds: "elect", preps: "as"},
	"swear":      {relation: "appointed-to", holds: "asserted", preps: "as to"},
	"inaugurate": {relation: "elected-to", holds: "asserted", preps: "as"},
	"promote":    {relation: "appointed-to", holds: "asserted", preps: "to"},
	"hire":       {relation: "appointed-to", holds: "asserted", preps: "as"},
	"nominate":   {relation: "nominated-to", preps: "as to for"},
	"resign":     {relation: "resigned-from", holds: "former", subject: true, preps: "as from"},
	"retire":     {relation: "resigned-from", holds: "former", subject: true, preps: "as from"},
	"step":       {relation: "resigned-from", holds: "former", subject: true, preps: "as from"},
	"stand":      {relation: "resigned-from", holds: "former", subject: true, preps: "as from"},
	"quit":       {relation: "resigned-from", holds: "former", subject: true, preps: "as from"},
	"dismiss":    {relation: "dismissed-from", holds: "former", preps: "as from"},
	"fire":       {relation: "dismissed-from", holds: "former", preps: "as from"},
	"sack":       {relation: "dismissed-from", holds: "former", preps: "as from"},
	"remove":     {relation: "dismissed-from", holds: "former", preps: "as from"},
	"oust":       {relation: "dismissed-from", holds: "former", preps: "as from"},
	"depose":     {relation: "dismissed-from", holds: "former", preps: "as from"},
	"expel":      {relation: "dismissed-from", preps: "from"},
	"impeach":    {relation: "dismissed-from", preps: "as from"},
}

// findAppointments reads verbs of coming into office and leaving it.
func findAppointments(s *sentence) {
	for i := s.first; i < s.last; i++ {
		c, ok := changes[s.lemma(i)]
		if !ok || s.pos(i) != "VERB" || s.negated(i) || s.open(i) || s.mentionAt(i) != nil || !s.leaves(i) {
			continue
		}
		where := "patient"
		if c.subject {
			where = "agent"
		}
		for _, person := range s.slot(i, where) {
			if person.ent != nil && person.ent.root().class == "Person" {
				s.appointment(i, c, person)
			}
		}
	}
}

// leaves says that a verb that means leaving only with a particle has it.
func (s *sentence) leaves(i int) bool {
	switch s.lemma(i) {
	case "step", "stand":
		return s.particle(i, "down") >= 0 || s.particle(i, "aside") >= 0
	case "swear":
		return s.particle(i, "in") >= 0 || s.particle(i, "as") >= 0 || s.word(i+1) == "in"
	}
	return true
}

// appointment emits what the verb at i says of a person's office.
func (s *sentence) appointment(i int, c change, person arg) {
	o, ok := s.officeOf(i, c)
	if !ok {
		return
	}
	body := o.bodyArg
	if o.body != nil {
		body = o.body.arg()
	}
	if !body.ok() && !c.subject {
		body = s.appointingBody(i, c)
	}
	implied, belief := !body.ok(), 0.0
	if implied {
		body, belief = s.impliedBody(person, o)
	}
	f := fact{subj: person, pred: c.relation, obj: body, status: s.statusOf(i), rule: "appointment/" + s.lemma(i), confidence: 0.7, verb: i}
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
	if by := s.who(s.agents(i, 0)); !c.subject && by != nil && by.root() != person.ent.root() {
		f.withEntity("by", by)
	}
	s.emit(f)
	s.officeThen(f, c, o)
}

// appointingBody is the body that fills an office of its own: "the chamber elected X
// chairman".
func (s *sentence) appointingBody(i int, c change) arg {
	if c.relation == "nominated-to" {
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
func (s *sentence) officeThen(f fact, c change, o office) {
	if c.holds == "" || o.text == "" {
		return
	}
	f.pred, f.rule, f.quals = "holds-office", f.rule+"/office", nil
	if f.status == "planned" {
		if c.holds == "former" {
			f.status = ""
		} else {
			f.status = "elect"
		}
	} else if f.status == "" && c.holds != "asserted" {
		f.status = c.holds
	}
	if f.obj.ent != nil {
		f.with("role", o.text)
	}
	s.emit(f)
}

// officeOf reads the role and the body that the verb at i speaks of: "as vice chairmen
// of X", "prime minister", "to the Senate".
func (s *sentence) officeOf(i int, c change) (office, bool) {
	for _, k := range s.children(i) {
		if k < i {
			continue
		}
		switch d := s.dep(k); {
		case d == "oprd" || d == "attr" || d == "xcomp" && s.pos(k) == "NOUN" || d == "dobj" && c.subject:
			first, _ := s.subtree(k)
			if o, _, ok := s.officeFrom(first); ok {
				return o, true
			}
		case d == "prep" && strings.Contains(" "+c.preps+" ", " "+s.lower(k)+" "):
			if o, ok := s.officeAfter(k); ok {
				return o, true
			}
		}
	}
	// The parser hangs "as" on the object as often as on the verb.
	for k := i + 1; k < s.last && k < i+14; k++ {
		if s.lower(k) == "as" && s.dep(k) == "prep" && strings.Contains(c.preps, "as") {
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
