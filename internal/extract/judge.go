package extract

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"
)

//go:embed judge.json
var judgeJSON []byte

// judge says how likely a guess is right, from its traits: boosted trees, trained by
// train/judge.py on guesses that the scorer made about articles it had not seen.
type judge struct {
	Traits    []string           // their names, which must be traitNames
	Relations map[string]float64 // how often guesses of a relation are right
	Kinds     map[string]float64 // the same by relation and kinds of ends, see kindsKey
	RuleRates map[string]float64 // the same by rule
	Rules     map[string]int     // facts that each rule gave in training
	Bias      float64
	Trees     []tree
}

// tree is a regression tree. Node 0 is the root; a node without a left child is a leaf.
type tree struct {
	Feature     []int
	Threshold   []float64 // to the left if the trait is not above it
	Left, Right []int
	Value       []float64 // of leaves
}

var loadJudge = sync.OnceValues(func() (*judge, error) { return parseJudge(judgeJSON) })

func parseJudge(data []byte) (*judge, error) {
	j := new(judge)
	if err := json.Unmarshal(data, j); err != nil {
		return nil, fmt.Errorf("read judge: %w", err)
	}
	if !slices.Equal(j.Traits, traitNames) {
		return nil, fmt.Errorf("the judge was trained on traits %q, the program has %q", j.Traits, traitNames)
	}
	for i := range j.Trees {
		if err := j.Trees[i].check(len(j.Traits)); err != nil {
			return nil, fmt.Errorf("judge: tree %d: %w", i, err)
		}
	}
	return j, nil
}

func (t *tree) check(traits int) error {
	n := len(t.Feature)
	if n == 0 || len(t.Threshold) != n || len(t.Left) != n || len(t.Right) != n || len(t.Value) != n {
		return fmt.Errorf("columns of different lengths")
	}
	for i := range t.Feature {
		if t.Left[i] == 0 {
			continue
		}
		// Children come after their parent, so that walking ends.
		if t.Left[i] <= i || t.Right[i] <= i || t.Left[i] >= n || t.Right[i] >= n || t.Feature[i] < 0 || t.Feature[i] >= traits {
			return fmt.Errorf("node %d is broken", i)
		}
	}
	return nil
}

func (t *tree) value(traits []float64) float64 {
	i := 0
	for t.Left[i] != 0 {
		if traits[t.Feature[i]] <= t.Threshold[i] {
			i = t.Left[i]
		} else {
			i = t.Right[i]
		}
	}
	return t.Value[i]
}

// acquaintance is how many facts of a rule the judge must have seen to be believed as
// much as the rule's own confidence is.
const acquaintance = 80

// confidence is how likely the guess is right: what the judge says, or, of a rule that it
// has hardly met (a rare one, or one of the user's own), what the rule says of itself.
func (j *judge) confidence(g *guess, c *company) float64 {
	traits := g.traits(c)
	j.rate(g, traits[len(traits)-rates:])
	sum := j.Bias
	for i := range j.Trees {
		sum += j.Trees[i].value(traits)
	}
	p := 1 / (1 + math.Exp(-sum))
	if g.rule == nil {
		return p
	}
	n := float64(j.Rules[g.rule.rule])
	return (n*p + acquaintance*max(p, g.rule.confidence)) / (n + acquaintance)
}

// rate sets the last traits.
func (j *judge) rate(g *guess, traits []float64) {
	relation := j.Relations[g.pred]
	kinds, ok := j.Kinds[g.kindsKey()]
	if !ok {
		kinds = relation
	}
	rule := relation
	if g.rule != nil {
		if rate, ok := j.RuleRates[g.rule.rule]; ok {
			rule = rate
		}
	}
	traits[0], traits[1], traits[2] = relation, kinds, rule
}

// kindsKey is the guess's relation with the kinds of its ends.
func (g *guess) kindsKey() string {
	if g.subj == nil {
		return g.pred + " rule"
	}
	return g.pred + " " + g.subj.kind.String() + " " + g.obj.kind.String()
}

// Proposal is a guess laid open for training: what it says, and by what it is judged.
type Proposal struct {
	Subject, Predicate, Object string
	Rule                       string // of the rules' fact, if they have it
	Kinds                      string // relation and kinds of ends
	Start, End                 int    // code points of the sentence
	Strength                   float64
	Traits                     []float64 // see [Traits]
}

// Traits are the names of a Proposal's traits.
func Traits() []string { return slices.Clone(traitNames) }

// Proposals are all guesses about an article, the strongest first, before any is judged.
func (x *Extractor) Proposals(ctx context.Context, in Input, scorer Scorer) ([]Proposal, error) {
	art, err := x.state(ctx, in)
	if err != nil {
		return nil, err
	}
	guesses, err := art.guesses(ctx, scorer)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(guesses, func(a, b *guess) int { return cmp.Compare(b.strength(), a.strength()) })
	company := newCompany(guesses)
	out := make([]Proposal, len(guesses))
	for i, g := range guesses {
		s, o := g.ends()
		out[i] = Proposal{Subject: endName(s), Predicate: g.pred, Object: endName(o), Start: g.sent.start, End: g.sent.end, Strength: g.strength(), Kinds: g.kindsKey(), Traits: g.traits(company)}
		if g.rule != nil {
			out[i].Rule = g.rule.rule
		}
	}
	return out, nil
}

// ends are the two ends as the guess states them: in the scorer's wording where it is
// fairly sure, else in the rule's.
func (g *guess) ends() (subj, obj arg) {
	if g.rule != nil && g.p < 0.3 {
		return g.rule.subj, g.rule.obj
	}
	return g.subj.arg, g.obj.arg
}
