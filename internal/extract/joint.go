package extract

// joint is the token that joins the ends of pair (i, j): the turning point of the way
// through the tree between them, the word nearest to it on the way where that is an end
// itself, the verb over the one end that stands in the sentence; -1 where there is none.
func (p *pairs) joint(i, j int) int {
	a, b := &p.list[i], &p.list[j]
	switch {
	case a.kind == articleCandidate && b.kind == articleCandidate:
		return p.root()
	case a.kind == articleCandidate:
		return p.clauseVerb(b.head)
	case b.kind == articleCandidate:
		return p.clauseVerb(a.head)
	}
	up, down, top := p.meeting(a.head, b.head)
	switch {
	case top < 0:
		return p.clauseVerb(b.head)
	case top == a.head && down > 1:
		return p.ancestor(b.head, down-1)
	case top == b.head && up > 1:
		return p.ancestor(a.head, up-1)
	case top == a.head || top == b.head:
		return -1
	}
	return top
}

// ancestor is the token n steps over token i.
func (s *sentence) ancestor(i, n int) int {
	for range n {
		i = s.head(i)
	}
	return i
}

// clauseVerb is the verb over token i, or the sentence's root.
func (s *sentence) clauseVerb(i int) int {
	if v := s.verbAbove(i); v >= 0 {
		return v
	}
	return s.root()
}
