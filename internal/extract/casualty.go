package extract

// harm is the relation that a verb of death or injury states, "" for others.
func (s *sentence) harm(verb string) string { return s.art.word("harm-verbs").Of(verb) }

// harmNoun is the same of nouns and adjectives that an amount counts.
func (s *sentence) harmNoun(word string) string { return s.art.word("harm-nouns").Of(word) }

// dying says that the subject of the verb is the victim.
func (s *sentence) dying(verb string) bool { return s.art.word("dying-verbs").Has(verb) }

// findCasualties reads how many, and who by name, were killed and injured by whom or
// in what event.
func findCasualties(s *sentence) {
	amounts := s.values().amounts
	for i := range amounts {
		if a := &amounts[i]; a.kind == countKind && a.unit == "" {
			s.countedCasualty(a)
		}
	}
	for i := s.first; i < s.last; i++ {
		if pred := s.harm(s.lemma(i)); pred != "" && s.pos(i) == "VERB" && !s.negated(i) && !s.open(i) {
			s.namedVictims(i, pred)
		}
		if pred := s.harmNoun(s.lower(i)); pred != "" && s.pos(i) == "NOUN" && s.word(i-1) == "no" {
			s.nobodyHarmed(i, pred)
		}
		if w := s.lemma(i); (w == "murder" || w == "killing" || w == "assassination") && s.pos(i) == "NOUN" {
			s.victimOfNoun(i)
		}
	}
}

// nobodyHarmed reads "there were no deaths": a stated zero counts.
func (s *sentence) nobodyHarmed(i int, pred string) {
	agent, rule := s.harmAgent(s.verbAbove(i), i)
	if !agent.ok() || rule == "agent" {
		return
	}
	s.emit(fact{subj: agent, obj: arg{lit: "0", as: s.asWritten(i-1, i+1)}, pred: pred, verb: i, rule: "casualty/none", confidence: 0.5})
}

// countedCasualty reads an amount of dead or injured.
func (s *sentence) countedCasualty(a *amount) {
	pred, v, scope := s.harmOf(a)
	if pred == "" {
		return
	}
	agent, rule := s.harmAgent(v, s.victimToken(a))
	if !agent.ok() {
		return
	}
	a.used = true
	f := fact{subj: agent, obj: arg{lit: a.value, as: s.asWritten(a.first, a.last)}, pred: pred, verb: v, rule: "casualty/" + rule, confidence: 0.7}
	f.with("bound", a.bound)
	f.with("scope", scope)
	if rule == "agent" && s.verbal(v) && agent.ent.root().class != "Event" {
		s.placeHarm(&f, v)
	}
	s.tell(f)
}

// victimToken is the head of the phrase whose count the amount is.
func (s *sentence) victimToken(a *amount) int {
	if _, noun := s.counted(a); noun >= 0 {
		return noun
	}
	return s.spanTop(a.first, a.last)
}

// harmOf tells whether the amount counts dead or injured, by which token, and who
// they were beyond their being people.
func (s *sentence) harmOf(a *amount) (pred string, at int, scope string) {
	head, noun := s.counted(a)
	// "12 killed and 30 injured", "three deaths".
	if pred := s.harmNoun(s.word(noun)); pred != "" && noun >= a.last {
		return pred, noun, ""
	}
	if pred := s.harmNoun(s.word(a.last)); pred != "" && !(s.has(a.last+1) && s.pos(a.last+1) == "NOUN") {
		return pred, a.last, ""
	}
	top := s.spanTop(a.first, a.last)
	if head >= 0 {
		top = head
	}
	scope = s.scopeOf(noun, a)
	if pred, v := s.harmedBy(a, top); pred != "" {
		return pred, v, scope
	}
	// "leaving 12 people dead": the parser makes a clause of it.
	if after := s.word(noun + 1); noun >= 0 && (after == "dead" || after == "injured" || after == "wounded") {
		return s.harmNoun(after), noun + 1, scope
	}
	return s.toll(a)
}

// harmedBy tells what the verb over the counted noun top does to it: "killed 12
// people", "58 people are dead", "leaves 12 dead".
func (s *sentence) harmedBy(a *amount, top int) (pred string, v int) {
	v = s.head(top)
	if v >= 0 && s.dep(top) == "conj" && !s.verbal(v) && s.head(v) >= 0 {
		top, v = v, s.head(v)
	}
	if v < 0 || !s.verbal(v) || s.negated(v) || s.open(v) {
		return "", -1
	}
	lemma, dep := s.lemma(v), s.dep(top)
	switch {
	case s.harm(lemma) != "" && dep == "dobj" && !s.dying(lemma),
		s.harm(lemma) != "" && (dep == "nsubjpass" || dep == "nsubj" && s.dying(lemma)):
		return s.harm(lemma), v
	case dep == "nsubj" && lemma == "be":
		if k := s.child(v, "acomp", "attr"); k >= 0 {
			return s.harmNoun(s.lower(k)), v
		}
	case lemma == "leave" && (dep == "dobj" || dep == "nsubj"):
		for k := a.last; k < min(a.last+6, s.last); k++ {
			if p := s.harmNoun(s.lower(k)); p != "" {
				return p, v
			}
		}
	}
	return "", -1
}

// toll reads "the death toll rose to 45", "brings the number of dead to 45".
func (s *sentence) toll(a *amount) (pred string, at int, scope string) {
	for i := a.first - 1; i >= s.first && i >= a.first-10; i-- {
		if s.word(i) == "toll" && (s.word(i-1) == "death" || s.word(i-1) == "dead") {
			if w := s.word(a.first - 1); w == "from" {
				return "", -1, ""
			}
			return "killed", i, ""
		}
	}
	return "", -1, ""
}

// counted finds the noun that the amount counts: the head of the phrase that it
// modifies, or the noun that follows it. head is that noun if the tree says so too,
// else -1; noun is -1 where none is counted.
func (s *sentence) counted(a *amount) (head, noun int) {
	top := s.spanTop(a.first, a.last)
	if d := s.dep(top); d == "nummod" || d == "quantmod" || d == "amod" || d == "compound" {
		if h := s.head(top); h >= a.last && s.pos(h) != "VERB" {
			return h, h
		}
	}
	noun = -1
	i := a.last
	if s.word(i) == "of" && a.word {
		i++
	}
	for ; s.has(i) && i < a.last+5; i++ {
		switch s.tag(i) {
		case "JJ", "JJR", "JJS", "VBN", "HYPH", "POS":
			if noun >= 0 {
				return -1, noun
			}
			continue
		case "NN", "NNS", "NNP", "NNPS":
			noun = i
			continue
		}
		break
	}
	return -1, noun
}

// scopeOf is what the counted noun tells beyond their being people.
func (s *sentence) scopeOf(noun int, a *amount) string {
	if noun < 0 {
		return ""
	}
	switch s.lower(noun) {
	case "people", "persons", "person", "others", "individuals", "victims", "more", "lives":
		return ""
	}
	return squeeze(s.text(max(a.last, min(noun, a.last)), noun+1))
}

// placeHarm adds when and where someone killed; an event has date and place itself.
func (s *sentence) placeHarm(f *fact, v int) {
	if key, date := s.when(v); key == "date" {
		f.with("date", date)
	}
	f.withEntity("place", s.clausePlace(v))
}

// harmAgent is who or what killed or injured: the verb's agent, the event that the
// clause names, the article's main event.
func (s *sentence) harmAgent(v, victim int) (arg, string) {
	if s.has(v) && s.verbal(v) && s.harm(s.lemma(v)) != "" && !s.dying(s.lemma(v)) {
		for _, k := range s.agents(v, 0) {
			if k == victim {
				continue // the parser took the victims for the doers
			}
			if event, ok := s.eventAt(k); ok {
				return event, "agent"
			}
			if a := s.argAt(k); a.ok() && a.ent != nil {
				return a, "agent"
			}
		}
	}
	for u := v; u >= 0; u = s.head(u) {
		for _, prep := range []string{"in", "during", "at", "by", "after", "from", "when"} {
			for _, k := range s.prepObjects(u, prep) {
				if event, ok := s.eventAt(k); ok {
					return event, "setting"
				}
			}
		}
		if s.verbal(u) {
			if k := s.doer(u); k >= 0 {
				if event, ok := s.eventAt(k); ok {
					return event, "setting"
				}
			}
			if s.dep(u) != "conj" && s.dep(u) != "advcl" {
				break
			}
		}
	}
	if event, ok := s.recentSudden(); ok {
		return event, "recent"
	}
	if main := s.art.told().main; main != nil {
		return arg{ent: main.ent, as: main.noun}, "main"
	}
	return arg{}, ""
}

// namedVictims reads victims by name at the verb v.
func (s *sentence) namedVictims(v int, pred string) {
	heads := s.patients(v)
	if s.dying(s.lemma(v)) {
		heads = s.subjects(v, 0)
	}
	for _, k := range heads {
		for _, c := range s.conjuncts(k) {
			victim, ok := s.named(c)
			if !ok || victim.ent.root().class != "Person" {
				continue
			}
			agent, rule := s.harmAgent(v, c)
			if !agent.ok() || agent.key() == victim.key() || s.dying(s.lemma(v)) && (rule == "main" || rule == "recent") {
				continue
			}
			f := fact{subj: agent, obj: victim, pred: pred, verb: v, rule: "casualty/named-" + rule, confidence: 0.6}
			if rule == "agent" && agent.ent.root().class != "Event" {
				s.placeHarm(&f, v)
			}
			s.tell(f)
		}
	}
}

// victimOfNoun reads "the murder of X by Y", "X's murder".
func (s *sentence) victimOfNoun(i int) {
	for _, k := range append(s.prepObjects(i, "of"), s.kidsWith(i, "poss")...) {
		for _, c := range s.conjuncts(k) {
			victim, ok := s.named(c)
			if !ok || victim.ent.root().class != "Person" {
				continue
			}
			agent := arg{}
			for _, by := range s.prepObjects(i, "by") {
				if a := s.argAt(by); a.ok() {
					agent = a
				}
			}
			if agent.ok() && agent.key() != victim.key() {
				s.tell(fact{subj: agent, obj: victim, pred: "killed", verb: i, rule: "casualty/noun", confidence: 0.6})
			}
		}
	}
}
