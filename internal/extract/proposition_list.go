package extract

import (
	"slices"

	"kg/internal/nlp"
)

// longList is the number of members from which on readers part the list that is an
// object. Shorter ones, and subjects, they rather keep whole.
const longList = 3

// distribute says of each member of the list that is the subject or object of p what p
// says of the whole.
func (s *sentence) distribute(p proposition, subject int) []proposition {
	objects, subjects := s.items(p.objectHead, p.verb), s.items(subject, p.verb)
	long := len(objects) >= longList
	out := []proposition{p}
	out[0].minor = long
	for _, item := range objects {
		each := p
		each.object, each.minor = item, !long
		out = append(out, each)
	}
	for _, item := range subjects {
		each := p
		each.subject, each.minor = item, true
		out = append(out, each)
	}
	return out
}

// items are the members of the list that token i heads, or none, without the clause of
// the verb.
func (s *sentence) items(i, verb int) [][]int {
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
	if len(heads) < 2 || s.oneName(heads[0], heads[1]) || s.together(heads[0]) {
		return nil
	}
	out := make([][]int, len(heads))
	for n, h := range heads {
		out[n] = s.phrase(h, func(k int) bool { return k == verb || s.apart(k) || slices.Contains(listDeps, s.dep(k)) })
	}
	return out
}

// listDeps are the labels of what joins a list.
var listDeps = []string{"conj", "cc", "preconj"}

// together says that nothing is true of the members of the list with head i each: "no
// ship or boat", "between Norway and Chile".
func (s *sentence) together(i int) bool {
	switch s.lower(s.head(i)) {
	case "between", "among":
		return true
	}
	return slices.ContainsFunc(s.kidsWith(i, "det", "preconj"), func(k int) bool {
		return s.lower(k) == "no" || s.lower(k) == "neither"
	})
}

// oneName says that tokens a and b belong to one name: "the London, Midland and
// Scottish Railway Company".
func (s *sentence) oneName(a, b int) bool {
	return slices.ContainsFunc(s.doc.Ents, func(e nlp.Span) bool { return e.Start <= a && a < e.End && e.Start <= b && b < e.End })
}

// sharedWords are the words that the relation of a verb in a list has from the first:
// "has sold A and bought B", "agreed to sell A and buy B".
func (s *sentence) sharedWords(i int) []int {
	first := i
	for s.dep(first) == "conj" && s.head(first) >= 0 && s.tag(s.head(first)) == s.tag(i) {
		first = s.head(first)
	}
	if first == i || s.child(i, "nsubj", "nsubjpass") >= 0 {
		return nil
	}
	var words []int
	if s.child(i, "aux", "auxpass") < 0 {
		words = s.kidsWith(first, "aux", "auxpass")
		if len(words) > 0 && s.lower(s.child(s.head(i), "cc")) != "but" {
			words = append(words, s.kidsWith(first, "neg")...) // "did not sign or ratify"
		}
	}
	for v := first; s.merged(v); {
		v = s.head(v)
		words = append(words, v)
		words = append(words, s.kidsWith(v, "aux", "auxpass", "neg", "prt")...)
	}
	return words
}

// sharedObject gives the first verb of "buys and sells shares" the object of the second.
func (s *sentence) sharedObject(i int, parts []part) []part {
	if slices.ContainsFunc(parts, func(a part) bool { return a.head > i }) {
		return parts
	}
	for _, k := range s.kidsWith(i, "conj") {
		if !s.clausal(k) || s.child(k, "nsubj", "nsubjpass") >= 0 || k > i+3 {
			continue
		}
		for _, o := range s.kidsWith(k, "dobj", "prep", "agent") {
			switch {
			case o < k:
			case s.dep(o) == "dobj":
				parts = append(parts, part{o, objectPart})
			default:
				parts = append(parts, part{o, prepPart})
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
	for _, k := range s.kidsWith(h, "prep", "npadvmod") {
		if k < subject {
			parts = append(parts, part{k, otherPart})
		}
	}
	return parts
}
