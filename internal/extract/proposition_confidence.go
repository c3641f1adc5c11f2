package extract

// shares are how many of a hundred propositions of each kind readers draw too.
var shares = [...]float64{
	fromClause:      0.65,
	fromRelative:    0.55,
	fromParticiple:  0.52,
	fromControl:     0.46,
	fromApposition:  0.57,
	fromTitle:       0.66,
	fromPossessor:   0.19,
	fromPlace:       0.45,
	fromObjectItem:  0.30,
	fromSubjectItem: 0.30,
}

func (s *sentence) confidence(p *proposition) float64 { return shares[p.kind] }
