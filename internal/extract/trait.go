package extract

import (
	"math"
	"slices"
)

// Traits of a guess by which it is judged; the judge is trained on these. It sets the
// last ones itself, from what it has met in training.
var traitNames = []string{
	"model", "rule", "has rule", "has model", "rival", "same subject", "same object", "many of subject", "many of object",
	"support", "subject kind", "object kind", "subject part", "object part", "sentence", "sentences", "subject words",
	"object words", "names", "others", "peers", "quoted", "mass", "wordings", "subject class", "object class",
	"subject mentions", "object mentions", "subject total", "object total", "status",
	"relation", "kinds", "rule rate",
}

// rates are how many of the last traits the judge sets.
const rates = 3

// traitClasses are the classes as numbers of traits.
var traitClasses = []string{"Person", "Organization", "Place", "Event", "Work", "Product", "Group", "Thing"}

// company is what the guesses of an article say besides one of them.
type company struct {
	subjects, objects         map[[2]string]*rivals // by relation and end
	subjectTotal, objectTotal map[string]float64    // by end, over all relations
}

// rivals are the guesses of a relation with one end.
type rivals struct {
	best, second float64
	strong       int
}

// strongGuess is the strength from which on a rival counts.
const strongGuess = 0.2

func (r *rivals) add(strength float64) {
	if strength > r.best {
		r.best, r.second = strength, r.best
	} else {
		r.second = max(r.second, strength)
	}
	if strength > strongGuess {
		r.strong++
	}
}

// others are the strongest of the rivals, and how many are strong, without one of them.
func (r *rivals) others(strength float64) (best float64, strong int) {
	best, strong = r.best, r.strong
	if strength == r.best {
		best = r.second
	}
	if strength > strongGuess {
		strong--
	}
	return best, strong
}

func newCompany(all []*guess) *company {
	c := &company{map[[2]string]*rivals{}, map[[2]string]*rivals{}, map[string]float64{}, map[string]float64{}}
	put := func(to map[[2]string]*rivals, key [2]string, strength float64) {
		if to[key] == nil {
			to[key] = new(rivals)
		}
		to[key].add(strength)
	}
	for _, g := range all {
		strength := g.strength()
		put(c.subjects, [2]string{g.pred, g.sWord.text}, strength)
		put(c.objects, [2]string{g.pred, g.oWord.text}, strength)
		c.subjectTotal[g.sWord.text] += strength
		c.objectTotal[g.oWord.text] += strength
	}
	return c
}

// traits has the numbers of traitNames in their order, with 0 for those that the judge sets.
func (g *guess) traits(c *company) []float64 {
	strength := g.strength()
	subj, nSubj := c.subjects[[2]string{g.pred, g.sWord.text}].others(strength)
	obj, nObj := c.objects[[2]string{g.pred, g.oWord.text}].others(strength)
	rule, hasRule := -3.0, 0.0
	if g.rule != nil {
		rule, hasRule = logit(g.rule.confidence), 1
	}
	t := []float64{
		logit(g.p), rule, hasRule, 0, logit(g.rival), logit(subj), logit(obj), float64(nSubj), float64(nObj), math.Log1p(g.support),
		-1, -1, -1, -1, float64(g.sent.index), float64(len(g.sent.art.sents)), float64(len(g.sWord.words)), float64(len(g.oWord.words)),
		0, float64(g.others), float64(g.peers), 0,
	}
	if g.subj != nil {
		g.candidateTraits(t)
	}
	s, o := g.ends()
	t = append(t, math.Log1p(g.mass), float64(g.wordings), classTrait(s), classTrait(o), mentionTrait(s), mentionTrait(o),
		c.subjectTotal[g.sWord.text]-strength, c.objectTotal[g.oWord.text]-strength, g.statusTrait())
	return append(t, make([]float64, rates)...)
}

// candidateTraits sets, by their places in traitNames, what only guesses of the scorer have.
func (g *guess) candidateTraits(t []float64) {
	t[3] = 1 // has model
	t[10], t[11] = float64(g.subj.kind), float64(g.obj.kind)
	t[12], t[13] = float64(slices.Index(candidateParts, g.subj.part)), float64(slices.Index(candidateParts, g.obj.part))
	for _, c := range []*candidate{g.subj, g.obj} {
		if c.ent != nil && !c.ent.root().local {
			t[18]++ // names
		}
	}
	if g.subj.kind != articleCandidate && g.sent.inQuotes(g.subj.head) {
		t[21] = 1 // quoted
	}
}

func classTrait(a arg) float64 {
	if a.ent == nil {
		return -1
	}
	return float64(slices.Index(traitClasses, a.ent.root().class))
}

func mentionTrait(a arg) float64 {
	if a.ent == nil {
		return 0
	}
	return math.Log1p(float64(len(a.ent.root().mentions)))
}

// statusTrait tells whether the scorer or the rule takes the statement for a fact.
func (g *guess) statusTrait() float64 {
	t := 0.0
	if g.status != "" {
		t++
	}
	if g.rule != nil && g.rule.status != "" {
		t += 2
	}
	return t
}

// strength is how much speaks for the guess by itself.
func (g *guess) strength() float64 {
	if g.rule != nil {
		return max(g.p, g.rule.confidence*0.8)
	}
	return g.p
}

// logit is the log odds of a probability, within bounds.
func logit(p float64) float64 {
	p = min(max(p, 0.002), 0.998)
	return math.Log(p / (1 - p))
}
