package extract

import (
	"cmp"
	"strings"
)

// measureFor is what an amount measures in the words around it, where a construction has
// only told that it is a sum or a share, or nothing: "a $100,000 reward", "a magnitude of
// 6.1", "his bond was set at $2,500", "fell by 39 points".
func (s *sentence) measureFor(a *amount, told string) string {
	switch told {
	case "", "sum", "share":
	default:
		return told
	}
	top := s.spanTop(a.first, a.last)
	v := s.verbAbove(top)
	return cmp.Or(s.modifiedNoun(a, top), s.nounOf(a), s.nounBefore(a), s.movement(a, v), s.verbMeasure(a, v), s.setNoun(a, v), told)
}

// modifiedNoun is the noun that a sum or percentage modifies: "a $100,000 reward", "a 3%
// upward revision".
func (s *sentence) modifiedNoun(a *amount, top int) string {
	if a.kind == countKind {
		return ""
	}
	h := s.head(top)
	if h < a.last || h > a.last+4 || s.pos(h) != "NOUN" || s.mentionAt(h) != nil {
		return ""
	}
	from := a.last
	for from < h && (s.pos(from) == "PUNCT" || s.pos(from) == "DET" || s.pos(from) == "PART") {
		from++
	}
	return s.plainPhrase(from, h+1)
}

// nounOf is the noun whose "of" leads the amount in: "an approval rating of 30%".
func (s *sentence) nounOf(a *amount) string {
	k := s.ofWhat(a)
	if k < 0 || k >= a.first || s.pos(k) != "NOUN" || s.mentionAt(k) != nil || s.isAmount(k) || s.art.word("totals").Has(s.lemma(k)) {
		return ""
	}
	return s.plainPhrase(s.base(k))
}

// ofWhat is the token whose "of" leads the amount, or what it counts, in; -1 if none does.
func (s *sentence) ofWhat(a *amount) int {
	top := s.spanTop(a.first, a.last)
	if head, _ := s.counted(a); head >= 0 {
		top = head
	}
	if of := s.head(top); of >= 0 && s.dep(top) == "pobj" && s.lower(of) == "of" {
		return s.head(of)
	}
	return -1
}

// nounBefore is the noun right before the amount: "a magnitude 6.5 quake".
func (s *sentence) nounBefore(a *amount) string {
	i := a.first - 1
	if !s.has(i) || s.pos(i) != "NOUN" || s.mentionAt(i) != nil || s.isAmount(i) || measureKinds()[s.lower(i)] == "" {
		return ""
	}
	first, _ := s.base(i)
	return s.plainPhrase(first, i+1)
}

// movement is a rise or fall by the amount, which is no level: "lost 39 points".
func (s *sentence) movement(a *amount, v int) string {
	change := a.change
	if v >= 0 && change == "" && strings.HasPrefix(a.unit, "point") && s.lower(a.first-1) != "to" && s.lower(a.first-1) != "at" {
		change = s.art.word("movements").Of(s.lemma(v))
	}
	switch change {
	case "-", "fall":
		return "fall"
	case "+", "rise":
		return "rise"
	}
	return ""
}

// verbMeasure is what the amount's verb measures: "will cost $20 million", "held for 33
// years".
func (s *sentence) verbMeasure(a *amount, v int) string {
	switch {
	case v < 0:
		return ""
	case a.kind == moneyKind:
		return s.art.word("sum-measures").Of(s.lemma(v))
	case a.time:
		return "duration"
	}
	return ""
}

// setNoun is the noun that a verb of being and becoming brings to the amount: "the age of
// consent is 18".
func (s *sentence) setNoun(a *amount, v int) string {
	if v < 0 || !s.measuring(v) {
		return ""
	}
	k := s.doer(v)
	if k < 0 || k >= a.first && k < a.last || s.pos(k) != "NOUN" || s.mentionAt(k) != nil || s.ref(k) != nil {
		return ""
	}
	return s.plainPhrase(s.base(k))
}
