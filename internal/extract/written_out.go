package extract

import "slices"

// maxWrittenOut is how many tokens before an acronym its long form may have.
const maxWrittenOut = 16

// findWrittenOut finds the names with a comma or an "and" inside that an acronym in
// brackets spells: "National Heart, Lung, and Blood Institute (NHLBI)". Nothing else says
// that they are one.
func (n *namer) findWrittenOut() {
	for i := n.first + 2; i+2 < n.last; i++ {
		if n.tok(i).Text != "(" || n.tok(i+2).Text != ")" || !acronym(n.tok(i+1).Text) {
			continue
		}
		if first := n.spelled(n.tok(i+1).Text, i); first >= 0 && n.parted(first, i) {
			if n.writtenOut == nil {
				n.writtenOut = map[int]int{}
			}
			n.writtenOut[first] = i
		}
	}
}

// spelled is where the name starts that ends before token last and whose initials are
// the acronym, or -1.
func (n *namer) spelled(acr string, last int) int {
	var words []string
	for i := last - 1; i >= n.first && last-i <= maxWrittenOut; i-- {
		switch t := n.tok(i).Text; {
		case t == "," || t == "-" || t == "'s" || t == "'":
			continue
		case smallWord(t):
			words = slices.Insert(words, 0, t)
			continue
		case !upper(t):
			return -1
		default:
			words = slices.Insert(words, 0, t)
		}
		if len(words) > 1 && abbreviates(acr, words) {
			if w := n.word(i - 1); w == "of" || w == "for" {
				return -1 // "Department of Housing and Urban Development (HUD)" is one as it is
			}
			return i
		}
	}
	return -1
}

// parted says that tokens [first, last) have a comma or an "and" among them.
func (n *namer) parted(first, last int) bool {
	for i := first; i < last; i++ {
		if w := n.word(i); w == "," || w == "and" {
			return true
		}
	}
	return false
}

// named is a span that is surely one name: of a body where nothing says otherwise.
func (n *namer) named(sp span) span {
	if sp = n.classify(sp); sp.class == "" {
		sp.class = "Organization"
	}
	return sp
}
