package extract

import "strings"

// findLives reads where and when people are born and die; of what is a matter of the
// verb rules.
func findLives(s *sentence) {
	for i := s.first; i < s.last; i++ {
		switch s.lemma(i) {
		case "bear":
			if s.pos(i) == "VERB" && s.tag(i) == "VBN" {
				s.life(i, "born-on", "born-in")
			}
		case "die", "perish":
			if s.pos(i) == "VERB" && !s.negated(i) && !s.open(i) {
				s.life(i, "died-on", "died-in")
			}
		}
	}
	s.lifeDates()
}

// life reads date and place of the birth or death that the verb v tells.
func (s *sentence) life(v int, on, in string) {
	person, ok := s.lifeSubject(v)
	if !ok {
		return
	}
	key, date := s.when(v)
	if date != "" && key == "date" {
		s.tell(fact{subj: person, obj: arg{lit: date, as: date}, pred: on, verb: v, rule: "life/verb", confidence: 0.85})
	}
	for _, prep := range []string{"in", "at"} {
		for _, k := range s.prepObjects(v, prep) {
			for _, place := range s.conjunctPlaces(k) {
				s.tell(fact{subj: person, obj: place, pred: in, verb: v, rule: "life/verb", confidence: 0.75})
			}
		}
	}
}

// conjunctPlaces is the place that token k names, as a list of at most one: of "Oslo,
// Norway" the first is the finest.
func (s *sentence) conjunctPlaces(k int) []arg {
	m := s.mentionAt(k)
	if m == nil || m.ent == nil {
		return nil
	}
	switch m.ent.root().class {
	case "Place":
		return []arg{m.arg()}
	case "Organization":
		if w := s.lower(m.last - 1); w == "hospital" || w == "center" || w == "centre" || w == "prison" || w == "clinic" {
			return []arg{m.arg()}
		}
	}
	return nil
}

// lifeSubject is the one person that the verb speaks of.
func (s *sentence) lifeSubject(v int) (arg, bool) {
	for _, k := range s.subjects(v, 0) {
		a, ok := s.named(k)
		if ok && a.ent.root().class == "Person" {
			return a, true
		}
	}
	// "Born in Oslo in 1950, X studied": the subject of the clause above.
	if s.dep(v) == "advcl" || s.dep(v) == "acl" {
		if h := s.head(v); h >= 0 {
			if s.verbal(h) {
				h = s.doer(h)
			}
			if a, ok := s.named(h); ok && a.ent.root().class == "Person" {
				return a, true
			}
		}
	}
	return arg{}, false
}

// lifeDates reads the bracket of a biography: "Jane Doe (3 May 1950 - 7 June 2019)",
// "Jane Doe (born 1950)".
func (s *sentence) lifeDates() {
	dates := s.values().dates
	for i := range dates {
		d := &dates[i]
		open := d.first - 1
		born := s.word(open) == "born" || s.word(open) == "b."
		if born {
			open--
		}
		if s.word(open) != "(" || s.word(d.last) != ")" {
			continue
		}
		m := s.personBefore(open - 1)
		if m == nil || m.ent.root().class != "Person" || d.kind != fixedDate {
			continue
		}
		from, to, isSpan := strings.Cut(d.value, "/")
		switch {
		case born:
			s.tell(fact{subj: m.arg(), obj: arg{lit: d.value, as: d.value}, pred: "born-on", verb: m.first, rule: "life/bracket", confidence: 0.9})
		case isSpan && len(to) >= 4 && atoi(to[:4])-atoi(from[:4]) > 10:
			s.tell(fact{subj: m.arg(), obj: arg{lit: from, as: from}, pred: "born-on", verb: m.first, rule: "life/bracket", confidence: 0.8})
			s.tell(fact{subj: m.arg(), obj: arg{lit: to, as: to}, pred: "died-on", verb: m.first, rule: "life/bracket", confidence: 0.8})
		}
	}
}
