package extract

// findKin reads kinship: "X's wife, Y", "his son Y", "Y, daughter of X", "X's wife Y".
func findKin(s *sentence) {
	for i := s.first; i < s.last; i++ {
		relation := s.kinship(i)
		if relation == "" {
			continue
		}
		kin := s.kinName(i)
		owner := s.kinOwner(i)
		if !kin.ok() || !owner.ok() || kin.key() == owner.key() {
			continue
		}
		s.emitKin(owner, kin, relation, i)
	}
}

// kinship is the relation that the noun at i names, seen from its possessor.
func (s *sentence) kinship(i int) string {
	w := singularWord(s.lower(i))
	for _, list := range []string{"kin-spouse", "kin-child", "kin-parent", "kin-other"} {
		if s.art.word(list).Has(w) {
			return list
		}
	}
	return ""
}

// kinName is the relative: named right after the noun, in apposition, or before "is".
func (s *sentence) kinName(i int) arg {
	j := i + 1
	if s.word(j) == "," {
		j++
	}
	if m := s.mentionAt(j); m != nil && m.first == j && m.ent.root().class == "Person" {
		return m.arg()
	}
	// "Y, daughter of X" and "Y is the daughter of X"
	if s.dep(i) == "appos" {
		if h := s.head(i); h >= 0 {
			if m := s.mentionAt(h); m != nil && m.ent.root().class == "Person" {
				return m.arg()
			}
		}
	}
	if s.dep(i) == "attr" {
		if h := s.head(i); h >= 0 && s.lemma(h) == "be" {
			for _, a := range s.slot(h, "agent") {
				if a.ent != nil && a.ent.root().class == "Person" {
					return a
				}
			}
		}
	}
	return arg{}
}

// kinOwner is whose relative it is: the possessor, or the "of" after the noun.
func (s *sentence) kinOwner(i int) arg {
	for _, where := range []string{"possessor", "of"} {
		for _, a := range s.slot(i, where) {
			if a.ent != nil && a.ent.root().class == "Person" {
				return a
			}
		}
	}
	return arg{}
}

func (s *sentence) emitKin(owner, kin arg, relation string, i int) {
	f := fact{subj: owner, obj: kin, rule: "kin/" + relation[len("kin-"):], confidence: 0.85, verb: i}
	if w := s.word(i - 1); w == "former" || w == "late" || w == "-" && s.word(i-2) == "ex" {
		f.status = "former"
	}
	switch relation {
	case "kin-spouse":
		f.pred = "spouse-of"
	case "kin-child":
		f.pred, f.subj, f.obj = "child-of", kin, owner
	case "kin-parent":
		f.pred = "child-of"
	default:
		f.pred = "relative-of"
		f.with("relation", singularWord(s.lower(i)))
		f.subj, f.obj = kin, owner
	}
	s.emit(f)
}
