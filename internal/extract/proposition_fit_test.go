package extract

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

var fitClauses = flag.Bool("fit-clauses", false, "fit the weights of the confidence of propositions again and write clauses.tsv")

// carbSentence is a sentence with the tuples that readers drew from it: relation,
// subject, and the words of all further arguments together.
type carbSentence struct {
	text string
	gold []carbTuple
}

type carbTuple struct {
	relation []string
	slots    [][]string
}

func newCarbTuple(relation string, arguments ...string) carbTuple {
	t := carbTuple{relation: strings.Fields(relation), slots: [][]string{strings.Fields(arguments[0])}}
	if len(arguments) > 1 {
		t.slots = append(t.slots, strings.Fields(strings.Join(arguments[1:], " ")))
	}
	return t
}

func readCarb(t *testing.T) []carbSentence {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: no readers' tuples to compare with")
	}
	f, err := os.Open(filepath.Join(shared, "data", "carb", "dev.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sents []carbSentence
	at := map[string]int{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		row := strings.Split(strings.TrimSpace(sc.Text()), "\t")
		args := slices.DeleteFunc(row[2:], func(a string) bool { return strings.Contains(a, "C: ") })
		text := strings.TrimSpace(row[0])
		k, ok := at[text]
		if !ok {
			k = len(sents)
			at[text] = k
			sents = append(sents, carbSentence{text: text})
		}
		sents[k].gold = append(sents[k].gold, newCarbTuple(row[1], args...))
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return sents
}

// match gives which share of found's words gold has, and the other way round, as CaRB
// counts (Bhardwaj, Aggarwal and Mausam 2019).
func (gold carbTuple) match(found carbTuple) (precision, recall float64) {
	precision, recall = gold.compare(found)
	for _, verb := range []string{"said", "told", "added", "adds", "says"} {
		if strings.Contains(strings.Join(gold.relation, " "), verb) && len(found.slots) == 2 {
			turned := carbTuple{found.relation, [][]string{found.slots[1], found.slots[0]}}
			if p, r := gold.compare(turned); p > precision {
				precision, recall = p, r
			}
		}
	}
	return precision, recall
}

func (gold carbTuple) compare(found carbTuple) (precision, recall float64) {
	hits, left := sharedWords(gold.relation, found.relation)
	if slices.Contains(left, "be") && slices.ContainsFunc(gold.relation, func(w string) bool {
		return slices.Contains([]string{"be", "is", "am", "are", "was", "were", "been", "being"}, w)
	}) {
		hits++
	}
	if hits == 0 || len(found.slots) < len(gold.slots) {
		return 0, 0
	}
	nGold, nFound := len(gold.relation), len(found.relation)
	for i, slot := range gold.slots {
		h, _ := sharedWords(slot, found.slots[i])
		hits += h
		nGold += len(slot)
		nFound += len(found.slots[i])
	}
	return float64(hits) / float64(nFound), float64(hits) / float64(nGold)
}

func sharedWords(gold, found []string) (int, []string) {
	left := slices.Clone(found)
	for _, w := range gold {
		if i := slices.Index(left, w); i >= 0 {
			left = slices.Delete(left, i, i+1)
		}
	}
	return len(found) - len(left), left
}

// carbExample is a proposition with what it scores.
type carbExample struct {
	sentence   int
	features   []string
	minor      bool
	confidence float64
	tuple      carbTuple
	worth      float64 // its precision against the tuple that it is paired with
}

func carbExamples(t *testing.T, sents []carbSentence) []carbExample {
	x, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	var examples []carbExample
	for n := range sents {
		parsed, err := x.clauseSentences(context.Background(), Input{Text: sents[n].text})
		if err != nil {
			t.Fatal(err)
		}
		first := len(examples)
		for _, s := range parsed {
			for _, p := range s.propositions() {
				args := append([]string{p.text.Subject}, p.text.Object)
				if p.text.Object == "" {
					args = args[:1]
				}
				examples = append(examples, carbExample{
					sentence: n, features: s.propositionFeatures(&p), minor: p.minor, confidence: p.text.Confidence,
					tuple: newCarbTuple(p.text.Relation, append(args, p.text.Arguments...)...),
				})
			}
		}
		pairGreedily(sents[n].gold, examples[first:])
	}
	return examples
}

// pairGreedily gives each example its precision against the gold tuple that it is paired
// with, best first. Minor readings of lists take part after all others.
func pairGreedily(gold []carbTuple, examples []carbExample) {
	type pair struct {
		gold, example int
		precision     float64
	}
	var pairs []pair
	for g := range gold {
		for e := range examples {
			if p, _ := gold[g].match(examples[e].tuple); p > 0 {
				pairs = append(pairs, pair{g, e, p})
			}
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool {
		a, b := &pairs[i], &pairs[j]
		if x, y := examples[a.example].minor, examples[b.example].minor; x != y {
			return y
		}
		return a.precision > b.precision
	})
	taken := map[int]bool{}
	for _, p := range pairs {
		if e := &examples[p.example]; e.worth == 0 && !taken[p.gold] {
			e.worth = p.precision
			taken[p.gold] = true
		}
	}
}

// bestF1 is CaRB's F1 at the confidence where it is highest.
func bestF1(sents []carbSentence, examples []carbExample) (f1, precision, recall, level float64) {
	of := make([][]carbExample, len(sents))
	levels := make([]float64, 0, len(examples))
	for _, e := range examples {
		of[e.sentence] = append(of[e.sentence], e)
		levels = append(levels, e.confidence)
	}
	slices.Sort(levels)
	for i := 0; i < len(levels); i += max(1, len(levels)/100) {
		var p, n, r, m float64
		for k := range sents {
			kept := slices.DeleteFunc(slices.Clone(of[k]), func(e carbExample) bool { return e.confidence < levels[i] })
			for j := range kept {
				kept[j].worth, kept[j].minor = 0, false
			}
			pairGreedily(sents[k].gold, kept)
			n += float64(len(kept))
			m += float64(len(sents[k].gold))
			for _, e := range kept {
				p += e.worth
			}
			for _, g := range sents[k].gold {
				best := 0.0
				for _, e := range kept {
					_, recall := g.match(e.tuple)
					best = max(best, recall)
				}
				r += best
			}
		}
		p, r = p/max(n, 1), r/m
		if f := 2 * p * r / max(p+r, 1e-9); f > f1 {
			f1, precision, recall, level = f, p, r, levels[i]
		}
	}
	return f1, precision, recall, level
}

// TestClausesAgainstReaders compares propositions with those that readers drew.
func TestClausesAgainstReaders(t *testing.T) {
	sents := readCarb(t)
	examples := carbExamples(t, sents)
	f1, p, r, level := bestF1(sents, examples)
	t.Logf("confidence >= %.3f: P %.3f R %.3f F1 %.4f", level, p, r, f1)
	if f1 < 0.60 {
		t.Errorf("F1 is %.3f, want at least 0.60", f1)
	}
}

// TestFitClauses fits the weights of the confidence: a logistic regression with a ridge,
// by Newton's method. What it writes depends on the readers' tuples alone.
func TestFitClauses(t *testing.T) {
	if !*fitClauses {
		t.Skip("-fit-clauses is not given")
	}
	sents := readCarb(t)
	examples := carbExamples(t, sents)
	// Each fifth of the sentences is judged by weights that did not see it.
	const folds = 5
	for fold := range folds {
		weights := fitLogistic(examples, func(e *carbExample) bool { return !e.minor && e.sentence%folds != fold })
		for i := range examples {
			if e := &examples[i]; e.sentence%folds == fold {
				e.confidence = weights.predict(e)
			}
		}
	}
	f1, p, r, level := bestF1(sents, examples)
	t.Logf("weights from other sentences, confidence >= %.3f: P %.3f R %.3f F1 %.4f", level, p, r, f1)

	weights := fitLogistic(examples, func(e *carbExample) bool { return !e.minor })
	var table strings.Builder
	table.WriteString("# Weights of the confidence of propositions: feature, weight. TestFitClauses writes them.\n")
	for _, name := range weights.names {
		fmt.Fprintf(&table, "%s\t%.3f\n", name, weights.of[name])
	}
	if err := os.WriteFile("clauses.tsv", []byte(table.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

type logistic struct {
	names []string
	of    map[string]float64
}

func (w *logistic) predict(e *carbExample) float64 {
	z := w.of["bias"]
	for _, f := range e.features {
		z += w.of[f]
	}
	c := 1 / (1 + math.Exp(-z))
	if e.minor {
		c *= minorShare
	}
	return c
}

const (
	fitRidge    = 20 // the weights' prior precision
	fitRare     = 8  // features of fewer examples are left out
	fitIterates = 12
)

func fitLogistic(examples []carbExample, use func(*carbExample) bool) *logistic {
	count := map[string]int{}
	for i := range examples {
		if use(&examples[i]) {
			for _, f := range examples[i].features {
				count[f]++
			}
		}
	}
	names := []string{"bias"}
	for f, n := range count {
		if n >= fitRare {
			names = append(names, f)
		}
	}
	slices.Sort(names[1:])
	index := map[string]int{}
	for i, f := range names {
		index[f] = i
	}
	w := make([]float64, len(names))
	for range fitIterates {
		newtonStep(w, examples, index, use)
	}
	fitted := &logistic{names: names, of: map[string]float64{}}
	for i, f := range names {
		fitted.of[f] = w[i]
	}
	return fitted
}

func newtonStep(w []float64, examples []carbExample, index map[string]int, use func(*carbExample) bool) {
	n := len(w)
	h := make([][]float64, n) // the Hessian, and the gradient as its last column
	for i := range h {
		h[i] = make([]float64, n+1)
		if i > 0 {
			h[i][i], h[i][n] = fitRidge, fitRidge*w[i]
		}
	}
	for i := range examples {
		e := &examples[i]
		if !use(e) {
			continue
		}
		on := []int{0}
		z := w[0]
		for _, f := range e.features {
			if k, ok := index[f]; ok {
				on = append(on, k)
				z += w[k]
			}
		}
		m := 1 / (1 + math.Exp(-z))
		for _, a := range on {
			h[a][n] += m - e.worth
			for _, b := range on {
				h[a][b] += m * (1 - m)
			}
		}
	}
	for i, d := range solve(h) {
		w[i] -= d
	}
}

// solve gives the solution of a system of linear equations by Gauss's elimination; the
// right side is the last column.
func solve(a [][]float64) []float64 {
	n := len(a)
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[pivot][c]) {
				pivot = r
			}
		}
		a[c], a[pivot] = a[pivot], a[c]
		for r := range n {
			if r == c || a[r][c] == 0 {
				continue
			}
			f := a[r][c] / a[c][c]
			for k := c; k <= n; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	x := make([]float64, n)
	for i := range x {
		x[i] = a[i][n] / a[i][i]
	}
	return x
}
