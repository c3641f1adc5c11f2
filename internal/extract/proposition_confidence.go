package extract

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

//go:embed clauses.tsv
var clauseWeightsTSV string

// clauseWeights are the weights of a logistic regression over the features of a
// proposition: what share of its words readers draw together. The row "bias" is the
// intercept; TestFitClauses fits them again.
var clauseWeights = onDemandTable(parseClauseWeights, clauseWeightsTSV)

func parseClauseWeights(table string) (map[string]float64, error) {
	weights := map[string]float64{}
	err := parseTSV("clauses.tsv", table, 2, func(row []string) error {
		w, err := strconv.ParseFloat(row[1], 64)
		weights[row[0]] = w
		return err
	})
	return weights, err
}

// minorShare lowers the confidence of the less likely of two readings of a list, whole
// or by its members.
const minorShare = 0.45

func (s *sentence) confidence(p *proposition) float64 {
	weights := clauseWeights()
	z := weights["bias"]
	for _, f := range s.propositionFeatures(p) {
		z += weights[f]
	}
	confidence := 1 / (1 + math.Exp(-z))
	if p.minor {
		confidence *= minorShare
	}
	return confidence
}

// propositionFeatures describe a proposition by its construction, the place of its verb
// in the tree and the length of its parts; of words only those of closed classes.
func (s *sentence) propositionFeatures(p *proposition) []string {
	f := []string{
		"kind " + p.kind.String(),
		"dep " + s.dep(p.verb),
		"tag " + s.tag(p.verb),
		"dep,tag " + s.dep(p.verb) + "," + s.tag(p.verb),
		step("subject", len(p.subject), 2, 4, 8, 14),
		step("relation", len(p.relation), 2, 3, 5),
		step("object", len(p.object), 1, 2, 4, 8, 14, 22),
		step("arguments", len(p.rest), 1, 2, 3),
		step("sentence", s.last-s.first, 8, 14, 20, 28, 38),
	}
	words := 0
	for _, tokens := range p.rest {
		words += len(tokens)
	}
	f = append(f, step("argument words", words, 1, 3, 6, 12, 20))
	depth := 0
	for h := s.head(p.verb); h >= 0; h = s.head(h) {
		depth++
	}
	f = append(f, step("depth", depth, 1, 2, 3, 5))
	if h := s.head(p.verb); h >= 0 {
		f = append(f, "head "+s.pos(h))
	}
	switch {
	case len(p.subject) == 1:
		f = append(f, "subject is "+s.pos(p.subject[0]))
	case len(p.subject) > 1:
		f = append(f, "subject from "+s.pos(p.subject[0]))
	}
	if len(p.object) > 0 {
		f = append(f, "object from "+s.pos(p.object[0]))
	}
	if s.saying(p.verb) {
		f = append(f, "saying")
	}
	return append(f, s.childFeatures(p.verb)...)
}

func (s *sentence) childFeatures(i int) []string {
	var f []string
	for _, k := range s.children(i) {
		f = append(f, "child "+s.dep(k))
		switch {
		case s.dep(k) == "mark":
			f = append(f, "mark "+s.lower(k))
		case s.dep(k) == "aux":
			f = append(f, "aux "+s.lemma(k))
		case s.dep(k) == "advmod" && strings.HasPrefix(s.tag(k), "W"):
			f = append(f, "wh "+s.lower(k))
		}
	}
	slices.Sort(f)
	return slices.Compact(f)
}

// step is the feature of a length: how many of the bounds it reaches.
func step(name string, n int, bounds ...int) string {
	k := 0
	for k < len(bounds) && n >= bounds[k] {
		k++
	}
	return fmt.Sprintf("%s %d", name, k)
}
