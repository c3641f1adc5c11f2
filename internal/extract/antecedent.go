package extract

import "slices"

// referent is who or what pronouns and nouns of an article stand for: one of its
// entities, or somebody whom it never names ("a woman").
type referent struct {
	ent      *entity // nil for the unnamed
	gender   gender
	mentions []*antecedent // so far, in text order, pronouns included
}

// antecedent is a phrase that a later pronoun may stand for.
type antecedent struct {
	sent        *sentence
	first, last int // tokens
	head        int
	form        form
	ref         *referent
}

// form is how an antecedent is written.
type form uint8

const (
	fullName   form = iota // of two words or more
	singleName             // one word
	pronounForm
	nounForm // "the actress"
	forms
)

// maxClimb bounds walks up a tree; real sentences are shallower.
const maxClimb = 60

// ancestors are the tokens above i, the nearest first, i itself left out.
func (s *sentence) ancestors(i int) []int {
	var up []int
	for h := s.head(i); h >= 0 && len(up) < maxClimb; h = s.head(h) {
		up = append(up, h)
	}
	return up
}

// pathUp gives the labels on the way from token i up to token top, that of i first, and
// whether i hangs below top at all.
func (s *sentence) pathUp(i, top int) (deps []string, ok bool) {
	for n := 0; n < maxClimb; n++ {
		if i == top {
			return deps, true
		}
		h := s.head(i)
		if h < 0 {
			return nil, false
		}
		deps = append(deps, s.dep(i))
		i = h
	}
	return nil, false
}

// clauseOf is the verb (or the sentence's root) whose clause token i belongs to.
func (s *sentence) clauseOf(i int) int {
	for n := 0; n < maxClimb; n++ {
		if s.verbal(i) && s.dep(i) != "aux" && s.dep(i) != "auxpass" && s.dep(i) != "amod" && s.dep(i) != "compound" {
			return i
		}
		h := s.head(i)
		if h < 0 {
			return i
		}
		i = h
	}
	return i
}

// treeDistance is the number of edges between two tokens of a sentence.
func (s *sentence) treeDistance(i, j int) int {
	up := append([]int{i}, s.ancestors(i)...)
	for n, k := range append([]int{j}, s.ancestors(j)...) {
		if at := slices.Index(up, k); at >= 0 {
			return n + at
		}
	}
	return maxClimb
}

// argRole is the grammatical role of a noun phrase in its clause.
type argRole uint8

const (
	subjectRole argRole = iota
	objectRole
	prepRole
	ownerOfSubject // "Ann's book sells"
	ownerElsewhere // "they sell Ann's book"
	apposedRole
	modifierRole
	otherRole
	argRoles
)

// argRoleOf tells the role of the phrase with head i. A list's later members have that
// of the first.
func (s *sentence) argRoleOf(i int) argRole {
	for n := 0; n < maxClimb; n++ {
		h := s.head(i)
		switch s.dep(i) {
		case "nsubj", "nsubjpass", "csubj":
			return subjectRole
		case "dobj", "dative", "attr", "oprd":
			return objectRole
		case "pobj", "pcomp":
			return prepRole
		case "poss":
			if d := s.dep(h); d == "nsubj" || d == "nsubjpass" {
				return ownerOfSubject
			}
			return ownerElsewhere
		case "appos":
			return apposedRole
		case "compound", "nmod", "amod":
			return modifierRole
		case "conj":
			if h >= 0 && !s.verbal(h) {
				i = h
				continue
			}
		}
		return otherRole
	}
	return otherRole
}
