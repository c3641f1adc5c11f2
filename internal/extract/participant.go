package extract

// findParticipants reads who takes part in events: who speaks or competes in them,
// and between whom talks are held.
func findParticipants(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if s.verbal(i) && s.art.word("taking-part-verbs").Has(s.lemma(i)) {
			s.takers(i)
		}
		if s.art.word("mutual-events").Has(s.eventNoun(i)) {
			s.parties(i)
		}
	}
}

// takers reads "X said at a press conference", "X finished second in the race".
func (s *sentence) takers(v int) {
	for _, prep := range []string{"at", "during", "in"} {
		for _, k := range s.prepObjects(v, prep) {
			event, ok := s.eventAt(k)
			if !ok || !s.gathering(k) {
				continue
			}
			for _, subject := range s.agents(v, 0) {
				for _, c := range s.conjuncts(subject) {
					who, ok := s.named(c)
					if !ok || !actor(who.ent) || who.key() == event.key() {
						continue
					}
					s.tell(fact{subj: who, obj: event, pred: "participated-in", verb: v, rule: "participant/" + prep, confidence: 0.5})
				}
			}
		}
	}
}

// gathering says that the event at token k is one that people take part in.
func (s *sentence) gathering(k int) bool {
	if s.mentionAt(k) != nil {
		return true
	}
	switch noun := s.eventNoun(k); noun {
	case "visit", "speech", "address", "event":
		return false // one's own, or anything
	default:
		return eventTable().kind[noun] == "held"
	}
}

// actor says that the entity can take part in something.
func actor(e *entity) bool {
	switch e.root().class {
	case "Person", "Organization", "Place":
		return true
	}
	return false
}

// parties reads "talks between X and Y", "a meeting with X".
func (s *sentence) parties(i int) {
	event, ok := s.eventAt(i)
	if !ok {
		return
	}
	for _, prep := range []string{"between", "with", "among"} {
		for _, k := range s.prepObjects(i, prep) {
			for _, c := range s.conjuncts(k) {
				who, ok := s.named(c)
				if !ok || !actor(who.ent) {
					continue
				}
				s.tell(fact{subj: who, obj: event, pred: "participated-in", verb: i, rule: "participant/" + prep, confidence: 0.5})
			}
		}
	}
}
