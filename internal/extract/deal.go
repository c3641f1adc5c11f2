package extract

import "strings"

// alignAmounts gives each deal its sum: the first after its partner and before the
// next one; where the sums stand in a row ("reached A, B and C respectively") the
// n-th belongs to the n-th deal.
func (s *sentence) alignAmounts(deals []deal) {
	sums := s.sums()
	if len(sums) == 0 {
		return
	}
	s.pair(deals, sums, func(d *deal, a *amount) { d.amount = a })
	// "RMB1.5 trillion in trade with ASEAN": the sum stands before.
	if first := &deals[0]; first.amount == nil && (len(deals) == 1 || deals[1].noun != first.noun) {
		for _, a := range sums {
			if a.last <= first.noun && first.noun-a.last <= 5 && s.sumLeadsTo(a.last, first.noun) {
				first.amount = a
			}
		}
	}
}

// sumLeadsTo says that only "in", "of", "worth of" and modifiers stand between a sum
// and the trade that it is of.
func (s *sentence) sumLeadsTo(i, noun int) bool {
	if w := s.word(i); w != "in" && w != "of" && w != "worth" {
		return false
	}
	for k := i; k < noun; k++ {
		switch s.pos(k) {
		case "VERB", "PUNCT", "CCONJ":
			return false
		}
	}
	return true
}

// sums are the amounts that say how much trade there was: not rises, not shares, not
// what it was before.
func (s *sentence) sums() []*amount {
	var out []*amount
	amounts := s.values().amounts
	for i := range amounts {
		a := &amounts[i]
		if a.kind != moneyKind || a.equivalent || a.change != "" || s.earlierLevel(a) {
			continue
		}
		out = append(out, a)
	}
	return out
}

// earlierLevel says that an amount is what another is compared with: "from $4
// billion", "compared with $4 billion a year earlier".
func (s *sentence) earlierLevel(a *amount) bool {
	i := a.first - 1
	if bound := a.core - a.start; bound > 0 {
		for s.has(i) && s.tok(i).Start >= a.start {
			i--
		}
	}
	switch s.word(i) {
	case "from", "against", "versus", "than":
		return true
	case "with", "to":
		return strings.HasPrefix(s.word(i-1), "compare") || s.word(i-1) == "contrast"
	}
	return false
}

// alignChanges gives each deal its rise or fall: one after its amount, or of a row
// at the end that "respectively" distributes.
func (s *sentence) alignChanges(deals []deal) {
	var changes []*amount
	amounts := s.values().amounts
	for i := range amounts {
		if a := &amounts[i]; a.kind == percentKind && a.change != "" {
			changes = append(changes, a)
		}
	}
	s.pair(deals, changes, func(d *deal, a *amount) {
		a.used = true
		d.change = a.signed()
	})
}

// pair hands each deal its amount. A row of as many amounts as deals after the last
// partner is dealt out in order; else each group of partners under one noun takes the
// amounts between it and the next group, again in order if there are as many. The sum
// of several partners is nobody's own.
func (s *sentence) pair(deals []deal, amounts []*amount, give func(*deal, *amount)) {
	last := deals[len(deals)-1].at
	if len(deals) > 1 && len(amounts) == len(deals) && amounts[0].first > last {
		for i := range deals {
			give(&deals[i], amounts[i])
		}
		return
	}
	for first := 0; first < len(deals); {
		next := first + 1
		for next < len(deals) && deals[next].noun == deals[first].noun {
			next++
		}
		to := s.last
		if next < len(deals) {
			to = deals[next].at
		}
		var within []*amount
		for _, a := range amounts {
			if a.first >= deals[first].at && a.first < to {
				within = append(within, a)
			}
		}
		for i := first; i < next && (next-first == 1 && len(within) > 0 || len(within) == next-first); i++ {
			give(&deals[i], within[i-first])
		}
		first = next
	}
}

func (s *sentence) says(word string) bool {
	for i := s.first; i < s.last; i++ {
		if s.lower(i) == word {
			return true
		}
	}
	return false
}
