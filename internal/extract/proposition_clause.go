package extract

import (
	"cmp"
	"slices"
	"strings"
)

// part is a complement or adverbial of a clause.
type part struct {
	head int
	kind partKind
}

type partKind uint8

const (
	objectPart partKind = iota
	prepPart
	timePart
	adverbPart
	clausePart
	infinitivePart
)

// clausePropositions reads the clause whose verb is token i. Where its subject or object
// is a list, what is said of each member follows.
func (s *sentence) clausePropositions(i int) []proposition {
	if !s.clausal(i) || s.merged(i) {
		return nil
	}
	subject, kind := s.clauseSubject(i)
	if subject < 0 {
		return nil
	}
	p := proposition{kind: kind, verb: i, subject: s.phrase(subject, func(k int) bool { return k == i || s.apart(k) })}
	parts := s.addParts(&p, i)
	parts = s.sharedObject(i, parts)
	parts = s.sharedTime(i, parts)
	s.arrange(&p, parts)
	out := []proposition{p}
	for _, item := range s.items(p.objectHead) {
		each := p
		each.kind, each.object = fromObjectItem, item
		out = append(out, each)
	}
	for _, item := range s.items(subject) {
		each := p
		each.kind, each.subject = fromSubjectItem, item
		out = append(out, each)
	}
	return out
}

// items are the members of the list that token i heads, or none.
func (s *sentence) items(i int) [][]int {
	var heads []int
	for next := i; next >= 0; {
		i, next = next, -1
		heads = append(heads, i)
		for _, k := range s.children(i) {
			if s.dep(k) == "conj" && s.nominal(k) {
				next = k
			}
		}
	}
	if len(heads) < 2 {
		return nil
	}
	out := make([][]int, len(heads))
	for n, h := range heads {
		out[n] = s.phrase(h, func(k int) bool { return s.dep(k) == "conj" || s.dep(k) == "cc" || s.apart(k) })
	}
	return out
}

// clausal says that token i is the verb of a clause.
func (s *sentence) clausal(i int) bool {
	switch s.dep(i) {
	case "aux", "auxpass", "amod", "compound", "prep", "case", "mark", "cc", "det", "nmod", "punct", "advmod", "npadvmod":
		return false
	}
	if !s.verbal(i) {
		// A noun or adjective that the tree takes for a verb.
		return s.child(i, "nsubj", "nsubjpass") >= 0
	}
	return strings.HasPrefix(s.tag(i), "V") || s.tag(i) == "MD"
}

// merged says that the verb at i is read with the verb that it hangs on: "agreed to pay".
func (s *sentence) merged(i int) bool {
	h := s.head(i)
	return h >= 0 && s.dep(i) == "xcomp" && s.clausal(h) && s.child(h, "dobj", "dative") < 0 && s.child(i, "nsubj", "nsubjpass") < 0
}

func relativePronoun(w string) bool {
	switch w {
	case "who", "which", "that", "whom":
		return true
	}
	return false
}

// clauseSubject is the head of who or what the verb at i is said of, in this clause or
// in another one, or -1.
func (s *sentence) clauseSubject(i int) (int, propositionKind) {
	if k := s.child(i, "expl"); k >= 0 && s.child(i, "nsubj", "nsubjpass") < 0 {
		return k, fromClause
	}
	if k := s.child(i, "nsubj", "nsubjpass", "csubj", "csubjpass"); k >= 0 {
		if relativePronoun(s.lower(k)) && (s.dep(k) == "nsubj" || s.dep(k) == "nsubjpass") {
			if h := s.antecedent(i); h >= 0 {
				return s.bearer(h), fromRelative
			}
			return -1, 0
		}
		return k, fromClause
	}
	h := s.head(i)
	if h < 0 {
		return -1, 0
	}
	switch s.dep(i) {
	case "conj":
		if s.clausal(h) {
			return s.clauseSubject(h)
		}
	case "acl":
		if s.tag(i) == "VBN" || s.tag(i) == "VBG" {
			return s.bearer(h), fromParticiple
		}
	case "relcl":
		if s.child(i, "nsubj", "nsubjpass") < 0 && s.tag(i) != "VB" {
			return s.bearer(h), fromRelative
		}
	case "xcomp", "ccomp":
		if s.clausal(h) {
			if k := s.child(h, "dobj"); k >= 0 {
				return k, fromControl
			}
			n, _ := s.clauseSubject(h)
			return n, fromControl
		}
	case "advcl":
		if s.clausal(h) && (s.tag(i) == "VBG" || s.tag(i) == "VBN" || s.tag(i) == "VB") {
			n, _ := s.clauseSubject(h)
			return n, fromControl
		}
	case "pcomp":
		if up := s.head(h); up >= 0 && s.clausal(up) {
			n, _ := s.clauseSubject(up)
			return n, fromControl
		}
	}
	return -1, 0
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

// antecedent is the noun before the relative clause that the verb at i stands in.
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

// addParts puts the verb's own words into the relation and returns the clause's parts.
func (s *sentence) addParts(p *proposition, i int) []part {
	var parts []part
	p.relation = append(p.relation, i)
	s.sharedAuxiliaries(p, i)
	for _, k := range s.children(i) {
		switch s.dep(k) {
		case "aux", "auxpass", "neg", "prt":
			p.relation = append(p.relation, k)
		case "advmod":
			switch {
			case k < i && k > s.subjectEnd(i) && s.pos(k) == "ADV" && !strings.HasPrefix(s.tag(k), "W"):
				p.relation = append(p.relation, s.phrase(k, nil)...)
			case k < i && s.connective(k):
			case !strings.HasPrefix(s.tag(k), "W"):
				parts = append(parts, part{k, adverbPart})
			}
		case "acomp":
			if x := s.child(k, "xcomp"); x >= 0 && s.clausal(x) {
				p.relation = append(p.relation, s.phrase(k, func(k int) bool { return k == x })...)
				parts = append(parts, s.addParts(p, x)...)
				continue
			}
			parts = append(parts, part{k, objectPart})
		case "dobj", "attr", "oprd", "dative":
			if !relativePronoun(s.lower(k)) {
				parts = append(parts, part{k, objectPart})
			}
		case "prep", "agent":
			parts = append(parts, part{k, prepPart})
		case "npadvmod":
			parts = append(parts, part{k, timePart})
		case "ccomp":
			if k > i || s.saying(i) {
				parts = append(parts, part{k, clausePart})
			}
		case "xcomp":
			if !s.clausal(k) {
				parts = append(parts, part{k, objectPart})
			} else if s.merged(k) {
				parts = append(parts, s.addParts(p, k)...)
			} else {
				parts = append(parts, part{k, infinitivePart})
			}
		}
	}
	return parts
}

// sharedAuxiliaries gives a verb in a list those of the first: "has sold A and bought B".
func (s *sentence) sharedAuxiliaries(p *proposition, i int) {
	h := s.head(i)
	if s.dep(i) != "conj" || h < 0 || s.tag(h) != s.tag(i) || s.child(i, "aux", "auxpass", "nsubj", "nsubjpass") >= 0 {
		return
	}
	for v := h; v >= 0; v = s.head(v) {
		if aux := s.kidsWith(v, "aux", "auxpass"); len(aux) > 0 || s.dep(v) != "conj" {
			p.relation = append(p.relation, aux...)
			return
		}
	}
}

// subjectEnd is the token before which the verb's own words cannot stand.
func (s *sentence) subjectEnd(i int) int {
	if k := s.child(i, "nsubj", "nsubjpass"); k >= 0 && k < i {
		return k
	}
	if k := s.child(i, "aux", "auxpass"); k >= 0 && k < i {
		return k - 3
	}
	return i - 2
}

// saying says that the verb at i reports words: what stands before it may be what is said.
func (s *sentence) saying(i int) bool {
	return s.art.word("saying-verbs").Has(s.lemma(i))
}

// arrange gives the parts of a clause their places: what the verb takes, else what its
// first preposition takes, is the object, and the rest follows in the sentence's order.
func (s *sentence) arrange(p *proposition, parts []part) {
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.head, b.head) })
	p.objectHead = -1
	object := slices.IndexFunc(parts, func(a part) bool { return a.kind == objectPart || a.kind == clausePart })
	if object >= 0 {
		s.takeObject(p, parts[object])
		parts = slices.Delete(parts, object, object+1)
	} else {
		parts = s.takePreposition(p, parts)
	}
	for _, a := range parts {
		if tokens := s.partPhrase(a); len(tokens) > 0 {
			p.rest = append(p.rest, tokens)
		}
	}
	slices.Sort(p.relation)
}

// takeObject makes part a the object; the "that" of a clause goes with the verb.
func (s *sentence) takeObject(p *proposition, a part) {
	p.object = s.partPhrase(a)
	if a.kind == objectPart {
		p.objectHead = a.head
		return
	}
	if k := s.child(a.head, "mark"); k >= 0 && s.lower(k) == "that" {
		p.relation = append(p.relation, k)
		p.object = s.except(p.object, []int{k})
	}
}

// takePreposition makes what the first preposition after the verb takes the object and
// returns the other parts. The preposition, and an adverb before it, go with the verb:
// "relies heavily on".
func (s *sentence) takePreposition(p *proposition, parts []part) []part {
	verb := slices.Max(p.relation)
	at := slices.IndexFunc(parts, func(a part) bool { return a.kind == prepPart && a.head > verb })
	if at < 0 {
		return parts
	}
	prep := []int{parts[at].head}
	object := s.child(prep[0], "pobj", "pcomp")
	if k := s.child(prep[0], "prep"); object < 0 && k == prep[0]+1 { // "out of"
		prep = append(prep, k)
		object = s.child(k, "pobj", "pcomp")
	}
	if object < prep[0] {
		return parts
	}
	p.relation = append(p.relation, prep...)
	p.object, p.objectHead = s.nominalPhrase(object), object
	first := at
	if at > 0 && parts[at-1].kind == adverbPart && parts[at-1].head > verb {
		first--
		p.relation = append(p.relation, s.phrase(parts[first].head, nil)...)
	}
	return slices.Delete(parts, first, at+1)
}

// partPhrase is the words of a part of a clause.
func (s *sentence) partPhrase(a part) []int {
	switch a.kind {
	case clausePart, infinitivePart:
		return s.phrase(a.head, nil)
	}
	return s.nominalPhrase(a.head)
}

// connective says that the adverb at k only joins the sentence to the one before.
func (s *sentence) connective(k int) bool {
	switch s.lower(k) {
	case "however", "therefore", "thus", "moreover", "furthermore", "nevertheless", "nonetheless", "instead", "also", "still", "meanwhile", "otherwise", "additionally", "then", "indeed", "though", "so", "too", "hence", "likewise", "similarly", "consequently":
		return true
	}
	return false
}

// sharedObject gives the first verb of "buys and sells shares" the object of the second.
func (s *sentence) sharedObject(i int, parts []part) []part {
	for _, a := range parts {
		if a.head > i {
			return parts
		}
	}
	for _, k := range s.kidsWith(i, "conj") {
		if !s.clausal(k) || s.child(k, "nsubj", "nsubjpass") >= 0 || k > i+3 {
			continue
		}
		for _, o := range s.kidsWith(k, "dobj", "prep", "agent") {
			if o > k {
				kind := objectPart
				if s.dep(o) != "dobj" {
					kind = prepPart
				}
				parts = append(parts, part{o, kind})
			}
		}
	}
	return parts
}

// sharedTime gives a later verb of a list what stands before the subject of the first:
// "In 1998 X bought A and sold B".
func (s *sentence) sharedTime(i int, parts []part) []part {
	h := i
	for h >= 0 && s.dep(h) == "conj" && s.child(h, "nsubj", "nsubjpass") < 0 {
		h = s.head(h)
	}
	if h < 0 || h == i {
		return parts
	}
	subject := s.child(h, "nsubj", "nsubjpass")
	for _, k := range s.children(h) {
		if k < subject && (s.dep(k) == "prep" || s.dep(k) == "npadvmod") {
			kind := prepPart
			if s.dep(k) == "npadvmod" {
				kind = timePart
			}
			parts = append(parts, part{k, kind})
		}
	}
	return parts
}
