package extract

import "kg/internal/ontology"

// priced are relations that say what a sum was paid for.
var priced = map[string]bool{"acquired": true, "fined": true, "invested-in": true}

// findPayments reads money put into something ("pledged $5 million for the road"),
// and gives the prices and fines that the sentence names to the facts that verb rules
// found in it.
func findPayments(s *sentence) {
	amounts := s.values().amounts
	for i := range amounts {
		if a := &amounts[i]; a.kind == moneyKind && !a.equivalent && !a.used && a.change == "" {
			if !s.price(a) {
				s.payment(a)
			}
		}
	}
}

// price adds the sum to a fact of its clause that asks for one.
func (s *sentence) price(a *amount) bool {
	v := s.verbAbove(s.spanTop(a.first, a.last))
	facts := s.art.facts
	for i := len(facts) - 1; i >= 0 && facts[i].sent == s; i-- {
		f := &facts[i]
		if !priced[f.pred] || f.verb != v && s.verbAbove(max(f.verb, s.first)) != v || f.has("amount") {
			continue
		}
		f.with("amount", a.value)
		f.with("currency", s.currency(a, f.subj))
		f.with("bound", a.bound)
		a.used = true
	}
	return a.used
}

// has says that the fact has a qualifier.
func (f *fact) has(key string) bool {
	for _, q := range f.quals {
		if q.key == key {
			return true
		}
	}
	return false
}

// payment reads who puts the sum into what.
func (s *sentence) payment(a *amount) {
	top := s.spanTop(a.first, a.last)
	v := s.verbAbove(top)
	if v < 0 {
		return
	}
	gives := s.art.word("giving-verbs").Of(s.lemma(v))
	if gives == "" || !s.objectOf(top, v) {
		return
	}
	for _, giver := range s.agents(v, 0) {
		from := s.argAt(giver)
		if !from.ok() || from.ent == nil {
			continue
		}
		for _, to := range s.recipients(v, top) {
			if to.key() == from.key() {
				continue
			}
			f := fact{subj: from, obj: to, pred: "invested-in", verb: v, rule: "payment/" + s.lemma(v), confidence: 0.6}
			if gives != ontology.Asserted {
				f.status = gives
			}
			f.with("amount", a.value)
			f.with("currency", s.currency(a, from))
			f.with("bound", a.bound)
			f.with("period", s.ownPeriod(a.first))
			a.used = true
			s.tell(f)
		}
	}
}

// objectOf says that the amount at token top is what the verb's subject gives.
func (s *sentence) objectOf(top, v int) bool {
	for range 4 {
		switch s.dep(top) {
		case "dobj":
			return s.head(top) == v
		case "nsubjpass":
			return s.head(top) == v
		case "nummod", "quantmod", "compound", "nmod", "amod":
			if top = s.head(top); top < 0 {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// recipients are what the money goes to: the phrases after "to", "for", "in" that
// hang on the verb or on the sum.
func (s *sentence) recipients(v, top int) []arg {
	for _, prep := range []string{"to", "towards", "toward", "into", "in", "for", "on"} {
		for _, at := range []int{v, top, s.head(top)} {
			if at < 0 || !s.has(at) {
				continue
			}
			var out []arg
			for _, k := range s.prepObjects(at, prep) {
				if s.isDateToken(k) || s.tag(k) == "VBG" {
					continue
				}
				if a := s.argAt(k); a.ok() && a.ent != nil {
					out = append(out, a)
				}
			}
			if out != nil {
				return out
			}
		}
	}
	return nil
}
