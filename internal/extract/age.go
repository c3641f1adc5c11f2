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
		if who, rule := s.aged(a); who.ok() {
			s.emitAge(who, a, rule)
		}
	}
}

// oldest bounds what an age in years can be.
const oldest = 125

func (s *sentence) emitAge(who arg, a *amount, rule string) {
	if who.ent == nil || who.ent.root().class != "Person" && rule != "age/phrase" || len(a.value) > 3 || atoi(a.value) > oldest {
		return
	}
	a.used = true
	f := fact{subj: who, obj: arg{lit: a.value, as: s.asWritten(a.first, a.last)}, pred: "age", verb: a.first, rule: rule, confidence: 0.9}
	if strings.HasPrefix(a.unit, "month") {
		f.with("unit", "months")
	}
	f.with("bound", a.bound)
	s.tell(f)
}

// aged finds the person whose age the number is.
func (s *sentence) aged(a *amount) (arg, string) {
	if strings.Contains(a.unit, "old") {
		return s.agedAdjective(a)
	}
	if a.unit != "" || a.word && a.value == "1" {
		return arg{}, ""
	}
	if from := s.ageWord(a.first); from >= 0 {
		if m := s.personBefore(s.skipBack(from - 1)); m != nil && m.ent.root().class == "Person" {
			return m.arg(), "age/aged"
		}
		return s.clausePerson(s.verbAbove(s.spanTop(a.first, a.last))), "age/aged"
	}
	// "Zhang, 45, said", "Zhang (45)": marks on both sides.
	before, after := s.word(a.first-1), s.word(a.last)
	if before == "," && (after == "," || after == "." || after == ";" || after == "and" || after == "(") || before == "(" && (after == ")" || after == ",") {
		if m := s.mentionAt(a.first - 2); m != nil && m.last == a.first-1 && atoi(a.value) > 0 {
			return m.arg(), "age/apposition"
		}
	}
	return s.plainAge(a)
}

// ageWord is the first token of "aged", "at age", "at the age of" before token i, -1
// if none stands there.
func (s *sentence) ageWord(i int) int {
	switch {
	case s.word(i-1) == "aged":
		return i - 1
	case s.word(i-1) == "age" && (s.word(i-2) == "at" || s.word(i-2) == ","):
		return i - 2
	case s.word(i-1) == "of" && s.word(i-2) == "age" && s.word(i-3) == "the" && s.word(i-4) == "at":
		return i - 4
	}
	return -1
}

// plainAge reads "He was 89.": a bare number that says what a person is.
func (s *sentence) plainAge(a *amount) (arg, string) {
	top := s.spanTop(a.first, a.last)
	v := s.head(top)
	if v < 0 || s.lemma(v) != "be" || s.dep(top) != "attr" && s.dep(top) != "acomp" || a.last-a.first != 1 || s.word(a.last) != "." && s.word(a.last) != "," || atoi(a.value) < 10 {
		return arg{}, ""
	}
	return s.clausePerson(v), "age/copula"
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

// agedAdjective finds who is called "45-year-old": the name after it, whom the noun
// after it stands for or is apposed to, or the subject of "is 45 years old".
func (s *sentence) agedAdjective(a *amount) (arg, string) {
	for i := a.last; i < min(a.last+7, s.last); i++ {
		if m := s.mentionAt(i); m != nil && m.ent.root().class == "Person" {
			return m.arg(), "age/adjective"
		}
		if p := s.pos(i); p == "VERB" || p == "AUX" || p == "ADP" && s.word(i) != "of" || s.word(i) == "and" || s.word(i) == "," {
			break
		}
	}
	top := s.spanTop(a.first, a.last)
	for range 4 {
		h := s.head(top)
		if h < 0 {
			break
		}
		if s.verbal(h) {
			if s.dep(top) == "acomp" || s.dep(top) == "attr" || s.dep(top) == "npadvmod" || s.dep(top) == "advmod" {
				return s.clausePerson(h), "age/adjective"
			}
			break
		}
		if m := s.mentionAt(h); m != nil {
			return m.arg(), "age/adjective"
		}
		if s.pos(h) == "NOUN" && h >= a.last {
			return s.agedNoun(h)
		}
		top = h
	}
	return arg{}, ""
}

// agedNoun is whom a noun with an age stands for: the name that it is apposed to, the
// person that it refers to, else the phrase itself where it names a human being.
func (s *sentence) agedNoun(h int) (arg, string) {
	if up := s.head(h); up >= 0 && (s.dep(h) == "appos" || s.dep(h) == "attr") {
		if s.verbal(up) {
			return s.clausePerson(up), "age/adjective"
		}
		if m := s.mentionAt(up); m != nil {
			return m.arg(), "age/adjective"
		}
	}
	if who, ok := s.named(h); ok {
		return who, "age/adjective"
	}
	if s.art.word("aged-nouns").Has(s.lemma(h)) {
		return s.argAt(h), "age/phrase"
	}
	return arg{}, ""
}

// clausePerson is the person that the subject of verb v stands for.
func (s *sentence) clausePerson(v int) arg {
	if v < 0 {
		return arg{}
	}
	if k := s.doer(v); k >= 0 {
		if who, ok := s.named(k); ok {
			return who
		}
	}
	return arg{}
}
