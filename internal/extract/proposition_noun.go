package extract

// nounPropositions reads what a noun phrase says without a verb, from the token at i
// that modifies its head.
func (s *sentence) nounPropositions(i int) []proposition {
	h := s.head(i)
	if h < 0 {
		return nil
	}
	p := proposition{verb: i, supplied: "be", objectHead: -1}
	switch {
	case s.dep(i) == "appos" && h < i && s.pos(h) != "PRON" && s.pos(i) != "PRON" && s.pos(i) != "DET" && s.apart(i) && !s.time(h):
		p.kind, p.subject, p.object = fromApposition, s.nominalPhrase(h), s.nominalPhrase(i)
		if s.place(h) && s.place(i) {
			p.supplied = "be in"
		}
	case s.dep(i) == "compound" && h > i && s.pos(h) == "PROPN" && s.pos(i) == "NOUN" && !s.oneName(i, h):
		p.kind, p.object = fromTitle, s.nominalPhrase(i)
		p.subject = s.except(s.nominalPhrase(h), p.object)
	case s.dep(i) == "prep" && s.lower(i) == "in" && s.pos(h) == "PROPN" && h < i && s.child(i, "pobj") > i && s.pos(s.child(i, "pobj")) == "PROPN":
		p.kind, p.relation, p.object = fromPlace, []int{i}, s.nominalPhrase(s.child(i, "pobj"))
		p.subject = s.phrase(h, func(k int) bool { return k >= i || s.apart(k) })
	case s.dep(i) == "npadvmod" && s.lower(h) == "based" && s.dep(h) == "amod" && s.head(h) > h: // "Tokyo-based X"
		based := s.phrase(h, nil)
		p.kind, p.supplied, p.object = fromPlace, "be in", s.phrase(i, nil)
		p.subject = s.except(s.nominalPhrase(s.head(h)), based)
	case s.dep(i) == "poss" && h > i && s.pos(i) != "PRON" && s.tag(i) != "PRP$" && s.tag(i) != "WP$":
		p.kind, p.supplied = fromPossessor, "has"
		p.subject = s.phrase(i, func(k int) bool { return s.tag(k) == "POS" || s.apart(k) })
		p.object = s.phrase(h, func(k int) bool { return k == i || s.apart(k) })
	default:
		return nil
	}
	return []proposition{p}
}

// place says that the recogniser takes the name at i for a place.
func (s *sentence) place(i int) bool {
	switch s.entityLabel(i) {
	case "GPE", "LOC", "FAC":
		return true
	}
	return false
}
