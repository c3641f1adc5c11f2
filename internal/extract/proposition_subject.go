package extract

import "strings"

// clauseSubject is the head of who or what the verb at i is said of, in this clause or
// in another one, or -1, and how it was found.
func (s *sentence) clauseSubject(i int) (int, propositionKind) {
	if k := s.child(i, "expl"); k >= 0 && s.child(i, "nsubj", "nsubjpass") < 0 {
		return k, fromClause
	}
	if k := s.child(i, "nsubj", "nsubjpass", "csubj", "csubjpass"); k >= 0 {
		if !relativePronoun(s.lower(k)) {
			return k, fromClause
		}
		if h := s.antecedent(i); h >= 0 {
			return s.bearer(h), fromRelative
		}
		return -1, 0
	}
	if s.head(i) < 0 {
		return -1, 0
	}
	return s.controller(i)
}

// controller finds the subject of a verb that has none of its own.
func (s *sentence) controller(i int) (int, propositionKind) {
	h := s.head(i)
	participle := s.tag(i) == "VBN" || s.tag(i) == "VBG"
	switch s.dep(i) {
	case "conj":
		if s.clausal(h) {
			return s.clauseSubject(h)
		}
	case "acl":
		if participle {
			return s.bearer(h), fromParticiple
		}
	case "relcl":
		if s.tag(i) != "VB" {
			return s.bearer(h), fromRelative
		}
	case "xcomp", "ccomp":
		if !s.clausal(h) {
			break
		}
		if k := s.child(h, "dobj"); k >= 0 { // "asked X to sign"
			return k, fromControl
		}
		return s.upper(h)
	case "advcl":
		if participle || s.tag(i) == "VB" {
			return s.upper(h)
		}
	case "pcomp":
		up := s.head(h)
		if k := s.child(up, "dobj"); k >= 0 && k < h && ofObject(s.lower(h)) { // "barred X from signing"
			return k, fromControl
		}
		return s.upper(up) // "after signing"
	}
	return -1, 0
}

// ofObject finds the prepositions whose gerund is the object's doing.
func ofObject(prep string) bool {
	switch prep {
	case "from", "of", "for", "into", "against":
		return true
	}
	return false
}

// upper is the subject of the verb at h for a clause under it.
func (s *sentence) upper(h int) (int, propositionKind) {
	if h < 0 || !s.clausal(h) {
		return -1, 0
	}
	subject, _ := s.clauseSubject(h)
	return subject, fromControl
}

func relativePronoun(w string) bool {
	switch w {
	case "who", "which", "that", "whom":
		return true
	}
	return false
}

// antecedent is the noun before the relative clause that the verb at i stands in, or -1.
func (s *sentence) antecedent(i int) int {
	for v := i; v >= 0; v = s.head(v) {
		switch s.dep(v) {
		case "relcl":
			return s.head(v)
		case "conj", "xcomp", "ccomp":
		default:
			return -1
		}
	}
	return -1
}

// bearer goes from what a name is said to be to the name: "X is a player who ...",
// "X, a player who ...".
func (s *sentence) bearer(i int) int {
	h := s.head(i)
	if h < 0 {
		return i
	}
	switch s.dep(i) {
	case "appos":
		if h < i {
			return s.bearer(h)
		}
	case "attr":
		if k := s.child(h, "nsubj"); k >= 0 && k < h && !relativePronoun(s.lower(k)) && s.pos(k) != "DET" {
			return k
		}
	}
	return i
}

// resolved is the subject of an earlier clause of the sentence that the pronoun at k
// stands for, by number and class, or k.
func (s *sentence) resolved(k int) int {
	var plural, person bool
	switch s.lower(k) {
	case "they":
		plural = true
	case "he", "she":
		person = true
	case "it":
	default:
		return k
	}
	for j := k - 1; j >= s.first; j-- {
		if s.dep(j) != "nsubj" && s.dep(j) != "nsubjpass" || s.pos(j) != "NOUN" && s.pos(j) != "PROPN" {
			continue
		}
		many := strings.HasSuffix(s.tag(j), "S") || s.child(j, "conj") >= 0
		if many == plural && (plural || s.couldBe(j, person)) {
			return j
		}
	}
	return k
}

// couldBe says that the noun at i may name a person, or with person unset a thing: by
// the recogniser or its word. A name that is not recognised may be either.
func (s *sentence) couldBe(i int, person bool) bool {
	if label := s.entityLabel(i); label != "" {
		return (label == "PERSON") == person
	}
	return s.pos(i) == "PROPN" || (s.phraseClass(i) == "Person") == person
}

// entityLabel is the recogniser's label of the entity that token i belongs to, or "".
func (s *sentence) entityLabel(i int) string {
	for _, e := range s.doc.Ents {
		if e.Start <= i && i < e.End {
			return e.Label
		}
	}
	return ""
}

// subjectPhrase is the noun phrase that the clause of the verb at i is said of: without
// that clause, but with a short relative clause that tells which one is meant.
func (s *sentence) subjectPhrase(subject, i int) []int {
	return s.phrase(subject, func(k int) bool {
		return k == i || s.apart(k) && !(s.dep(k) == "relcl" && s.restrictive(k))
	})
}

// maxRestrictive is the length, in tokens, up to which readers keep a relative clause
// with its noun.
const maxRestrictive = 8

func (s *sentence) restrictive(k int) bool {
	first, last := s.subtree(k)
	return s.word(first-1) != "," && last-first <= maxRestrictive
}

// speakerPhrase is the subject of the verb of saying that the clause of the token at i
// is reported with ("X said that ...", "..., X said, ..."), or "".
func (s *sentence) speakerPhrase(i int) string {
	for v := i; v >= 0; v = s.head(v) {
		said := s.child(v, "parataxis")
		if s.dep(v) == "ccomp" {
			said = s.head(v)
		}
		if said < 0 || said == i || !s.saying(said) {
			continue
		}
		if k := s.child(said, "nsubj"); k >= 0 && !relativePronoun(s.lower(k)) {
			return s.phraseText(s.nominalPhrase(k))
		}
	}
	return ""
}
