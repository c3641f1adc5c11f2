package eval

// Name is a name or value made ready for comparison with many others.
type Name struct{ end end }

// NewName prepares a name as a statement writes it.
func NewName(s string) Name { return Name{newEnd(s)} }

// Likeness is 1 for names that match strictly, the share of common words (Jaccard,
// 0.5 or more) for those that match leniently only, and 0 for others.
func (n Name) Likeness(m Name) float64 {
	switch {
	case n.end.same(m.end, false):
		return 1
	case !n.end.same(m.end, true):
		return 0
	}
	both, all := n.end.overlap(m.end)
	return float64(both) / float64(all)
}
