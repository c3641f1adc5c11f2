package extract

// findOrganisers reads who holds an event or is behind it: "a rally organised by X",
// "X held a press conference", "the attack by X". A possessor says too little: of
// "X's trial" X is the victim.
func findOrganisers(s *sentence) {
	for i := s.first; i < s.last; i++ {
		switch {
		case s.pos(i) == "VERB" && s.art.word("organising-verbs").Has(s.lemma(i)):
			s.organised(i)
		case s.eventNoun(i) != "" && !s.art.word("suffered-events").Has(s.eventNoun(i)):
			s.doersOf(i)
		}
	}
}

// organised reads the verb's event and its organisers.
func (s *sentence) organised(v int) {
	for _, k := range s.patients(v) {
		event, ok := s.eventAt(k)
		if !ok {
			continue
		}
		for _, by := range s.agents(v, 0) {
			s.tellOrganiser(event, by, v, "organiser/"+s.lemma(v))
		}
	}
}

// doersOf reads "the attack by X".
func (s *sentence) doersOf(i int) {
	event, ok := s.eventAt(i)
	if !ok {
		return
	}
	for _, by := range s.prepObjects(i, "by") {
		s.tellOrganiser(event, by, i, "organiser/by")
	}
}

func (s *sentence) tellOrganiser(event arg, by, at int, rule string) {
	for _, c := range s.conjuncts(by) {
		who := s.argAt(c)
		if who.ent == nil || who.key() == event.key() || who.ent.root().class == "Event" {
			continue
		}
		s.tell(fact{subj: event, obj: who, pred: "organised-by", verb: at, rule: rule, confidence: 0.5})
	}
}
