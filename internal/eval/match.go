package eval

import (
	"slices"
	"strings"
)

// symmetric predicates match either way round.
var symmetric = []string{"met-with", "partners-with", "borders", "spouse-of", "relative-of", "also-known-as"}

// stopWords do not count among the words that two names share.
const stopWords = " a an the of for and in on at to by de la le du von van "

// end is a subject or object made ready for comparison.
type end struct {
	folded string
	value  bool
	words  map[string]bool // without stop words
}

func newEnd(s string) end {
	e := end{folded: Fold(s), words: make(map[string]bool)}
	e.value = isValue(e.folded)
	for _, w := range strings.Fields(e.folded) {
		if !strings.Contains(stopWords, " "+w+" ") {
			e.words[w] = true
		}
	}
	return e
}

// same tells whether two ends match; lenient asks for half of the words of both names
// (Jaccard), but values always match strictly.
func (a end) same(b end, lenient bool) bool {
	if a.folded == b.folded {
		return true
	}
	if !lenient || a.value || b.value {
		return false
	}
	both, all := a.overlap(b)
	return both > 0 && 2*both >= all
}

// overlap counts the words that two ends have in common, and those of either.
func (a end) overlap(b end) (both, all int) {
	for w := range a.words {
		if b.words[w] {
			both++
		}
	}
	return both, len(a.words) + len(b.words) - both
}

// Symmetric says that a relation's statements match either way round.
func Symmetric(predicate string) bool { return slices.Contains(symmetric, predicate) }

// candidate is a statement made ready for comparison.
type candidate struct {
	*Statement
	s, o      end
	symmetric bool
}

func candidates(stmts []Statement) []candidate {
	out := make([]candidate, len(stmts))
	for i := range stmts {
		stmt := &stmts[i]
		out[i] = candidate{Statement: stmt, s: newEnd(stmt.S), o: newEnd(stmt.O), symmetric: Symmetric(stmt.P)}
	}
	return out
}

func (g candidate) agrees(y candidate, lenient bool) bool {
	if g.P != y.P {
		return false
	}
	if g.s.same(y.s, lenient) && g.o.same(y.o, lenient) {
		return true
	}
	return g.symmetric && g.s.same(y.o, lenient) && g.o.same(y.s, lenient)
}

// pair is a gold statement and the system statement that found it.
type pair struct{ gold, system *Statement }

// match pairs one to one and greedily: each gold statement, in order, takes the first
// system statement left that agrees with it.
func match(gold, system []candidate, lenient bool) []pair {
	var pairs []pair
	taken := make([]bool, len(system))
	for _, g := range gold {
		for i, y := range system {
			if !taken[i] && g.agrees(y, lenient) {
				taken[i] = true
				pairs = append(pairs, pair{g.Statement, y.Statement})
				break
			}
		}
	}
	return pairs
}
