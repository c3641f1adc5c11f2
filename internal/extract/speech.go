package extract

import "strings"

// speaker is who the sentence says the fact at token i comes from: "according to X",
// "X said that ...", or the quotation's speaker. It is nil for the article itself.
func (s *sentence) speaker(i int) *entity {
	if e := s.accordingTo(); e != nil {
		return e
	}
	if e := s.sayer(i); e != nil {
		return e
	}
	if i >= 0 && s.has(i) && s.inQuotes(i) {
		return s.quoter()
	}
	return nil
}

// accordingTo is the X of "according to X".
func (s *sentence) accordingTo() *entity {
	for i := s.first; i+2 < s.last; i++ {
		if s.word(i) != "according" || s.word(i+1) != "to" {
			continue
		}
		if e := s.who(s.kidsWith(i+1, "pobj")); e != nil {
			return e
		}
		// "according to state media": the phrase itself.
		if first, last := s.nounPhrase(i + 2); last > first {
			if m := s.mentionAt(last - 1); m != nil && m.class != "Group" {
				return m.ent
			}
			return s.phraseArg(first, last, "Organization").ent
		}
	}
	return nil
}

// sayer is the subject of a verb of speech whose clause holds token i.
func (s *sentence) sayer(i int) *entity {
	for v, n := i, 0; v >= 0 && s.has(v) && n < 20; v, n = s.head(v), n+1 {
		if s.dep(v) != "ccomp" && s.dep(v) != "parataxis" {
			continue
		}
		h := s.head(v)
		if h < 0 || !s.art.word("saying-verbs").Has(s.lemma(h)) {
			continue
		}
		if e := s.who(s.subjects(h, 0)); e != nil {
			return e
		}
	}
	return nil
}

// who is the one that the first of the heads names.
func (s *sentence) who(heads []int) *entity {
	for _, k := range heads {
		if m := s.mentionAt(k); m != nil && m.class != "Group" {
			return m.ent
		}
		if e := s.ref(k); e != nil {
			return e
		}
		if m := s.apposed(k); m != nil {
			return m.ent
		}
		if m := s.titles[k]; m != nil {
			return m.ent
		}
	}
	return nil
}

// quoter is who speaks the quotation that the sentence is a part of: the subject of a
// verb of speech in it, else in the sentence before within the same paragraph.
func (s *sentence) quoter() *entity {
	for _, from := range []*sentence{s, s.neighbour(-1), s.neighbour(1)} {
		if from == nil {
			continue
		}
		for i := from.first; i < from.last; i++ {
			if from.inQuotes(i) || !from.art.word("saying-verbs").Has(from.lemma(i)) || from.pos(i) != "VERB" {
				continue
			}
			if e := from.who(from.subjects(i, 0)); e != nil {
				return e
			}
		}
	}
	return nil
}

// neighbour is the sentence at a distance in the same paragraph, or nil.
func (s *sentence) neighbour(distance int) *sentence {
	k := s.index + distance
	if k < 0 || k >= len(s.art.sents) || s.art.sents[k].para != s.para {
		return nil
	}
	return s.art.sents[k]
}

// attribute names the speaker of each fact that somebody says.
func (art *article) attribute() {
	for i := range art.facts {
		f := &art.facts[i]
		if f.by == nil && !selfEvident(f.rule) {
			f.by = f.sent.speaker(f.place())
		}
		if f.by != nil && f.subj.ent != nil && f.by.root() == f.subj.ent.root() {
			f.by = nil
		}
	}
}

// place is a token of the fact's clause, for attribution: its verb, or the sentence's root.
func (f *fact) place() int {
	if f.verb > 0 && f.sent.has(f.verb) {
		return f.verb
	}
	return -1
}

// selfEvident says that a rule reads what the article takes for granted, also where
// somebody speaks: who is who, what lies where.
func selfEvident(rule string) bool {
	kind, _, _ := strings.Cut(rule, "/")
	switch kind {
	case "title", "apposition", "place", "part", "name", "alias", "kin", "age", "origin", "member":
		return true
	}
	return false
}
