package extract

import "strings"

// findAges reads how old someone is: "Zhang, 45, said", "the 45-year-old Zhang",
// "Zhang is 45 years old", "aged 45".
func findAges(s *sentence) {
	for i := range s.values().amounts {
		a := &s.values().amounts[i]
		if a.kind != countKind || strings.ContainsAny(a.value, ".-") || a.bound != "" && a.bound != boundAbout {
			continue
		}
		if m, rule := s.aged(a); m != nil {
			s.emitAge(m, a, rule)
		}
	}
}

// oldest bounds what an age in years can be.
const oldest = 125

func (s *sentence) emitAge(m *mention, a *amount, rule string) {
	if m.ent.root().class != "Person" || len(a.value) > 3 || atoi(a.value) > oldest {
		return
	}
	a.used = true
	f := fact{subj: m.arg(), obj: arg{lit: a.value, as: s.asWritten(a.first, a.last)}, pred: "age", verb: m.first, rule: rule, confidence: 0.9}
	if strings.HasPrefix(a.unit, "month") {
		f.with("unit", "months")
	}
	f.with("bound", a.bound)
	s.tell(f)
}

// aged finds the person whose age the number is.
func (s *sentence) aged(a *amount) (*mention, string) {
	if strings.Contains(a.unit, "old") {
		return s.agedAdjective(a), "age/adjective"
	}
	if a.unit != "" || a.word && a.value == "1" {
		return nil, ""
	}
	if s.word(a.first-1) == "aged" || s.word(a.first-1) == "age" {
		return s.personBefore(s.skipBack(a.first - 2)), "age/aged"
	}
	// "Zhang, 45, said", "Zhang (45)": marks on both sides.
	before, after := s.word(a.first-1), s.word(a.last)
	if before == "," && (after == "," || after == "." || after == ";" || after == "and" || after == "(") || before == "(" && (after == ")" || after == ",") {
		if m := s.mentionAt(a.first - 2); m != nil && m.last == a.first-1 && atoi(a.value) > 0 {
			return m, "age/apposition"
		}
	}
	return nil, ""
}

// skipBack steps back over a comma or an opening bracket.
func (s *sentence) skipBack(i int) int {
	for s.has(i) && (s.word(i) == "," || s.word(i) == "(") {
		i--
	}
	return i
}

func (s *sentence) personBefore(i int) *mention {
	if m := s.mentionAt(i); m != nil && m.last == i+1 {
		return m
	}
	return nil
}

// agedAdjective finds who is called "45-year-old": the name after it, the name that
// the noun after it is apposed to, or the subject of "is 45 years old".
func (s *sentence) agedAdjective(a *amount) *mention {
	for i := a.last; i < min(a.last+7, s.last); i++ {
		if m := s.mentionAt(i); m != nil && m.ent.root().class == "Person" {
			return m
		}
		if p := s.pos(i); p == "VERB" || p == "AUX" || p == "ADP" && s.word(i) != "of" || s.word(i) == "and" {
			break
		}
	}
	top := s.spanTop(a.first, a.last)
	for range 4 {
		if h := s.head(top); h >= 0 && (s.pos(top) == "NUM" || s.pos(top) == "ADJ" || s.pos(top) == "NOUN" && s.dep(top) != "attr") {
			if s.verbal(h) {
				return s.subjectPerson(h)
			}
			if s.dep(h) == "appos" {
				if m := s.mentionAt(s.head(h)); m != nil {
					return m
				}
			}
			if s.dep(h) == "attr" && s.head(h) >= 0 {
				return s.subjectPerson(s.head(h))
			}
			top = h
			continue
		}
		break
	}
	return nil
}

// subjectPerson is the name that the verb's subject stands for.
func (s *sentence) subjectPerson(v int) *mention {
	if k := s.doer(v); k >= 0 {
		if m := s.mentionAt(k); m != nil {
			return m
		}
		if e := s.refs[k-s.first]; e != nil && len(e.root().mentions) > 0 {
			return e.root().mentions[0]
		}
	}
	return nil
}
