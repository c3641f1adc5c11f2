package extract

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"kg/internal/ontology"
	"kg/internal/relate"
)

// minConfidence is the least confidence of a statement. The F1 of articles left out of
// training is best at 0.225 and flat above; here half of what is stated is right.
const minConfidence = 0.24

// UseModel makes the extractor ask a model of relations beside its rules, and say by its
// judge how sure each statement is. It must be called before the first Extract.
func (x *Extractor) UseModel(m *relate.Model) error {
	j, err := loadJudge()
	if err != nil {
		return err
	}
	x.scorer, x.judge = modelScorer{m}, j
	return nil
}

// Schema is what a model of relations must agree with.
func Schema() relate.Schema {
	return relate.Schema{Kinds: candidateKinds[:], Parts: candidateParts, FeatureRows: featureRows}
}

// modelScorer makes a Scorer of a model.
type modelScorer struct{ *relate.Model }

func (m modelScorer) Score(ctx context.Context, in relate.Input) (Scores, error) {
	out, err := m.Model.Score(ctx, in)
	if err != nil {
		return nil, err
	}
	return modelScores{out, m.Statuses()}, nil
}

type modelScores struct {
	*relate.Output
	statuses []string
}

// Status is "" for what is asserted.
func (s modelScores) Status(pair int) string {
	best, _ := s.Output.Status(pair)
	if s.statuses[best] == ontology.Asserted {
		return ""
	}
	return s.statuses[best]
}

// learn lets the judge decide between the rules' facts and the model's guesses.
func (art *article) learn(ctx context.Context) error {
	guesses, err := art.guesses(ctx, art.scorer)
	if err != nil {
		return fmt.Errorf("read relations: %w", err)
	}
	company := newCompany(guesses)
	confidences := make([]float64, len(guesses))
	sure := map[direction]float64{}
	for i, g := range guesses {
		confidences[i] = art.judge.confidence(g, company)
		d := g.direction()
		sure[d] = max(sure[d], confidences[i])
	}
	var facts []fact
	for i, g := range guesses {
		confidence := confidences[i]
		if g.unspoken() || g.acquitted() {
			g.lost(Unfit, confidence)
			continue
		}
		if confidence < minConfidence || g.rule == nil && !g.symmetric() && sure[g.direction().turned()] > confidence {
			g.lost(Doubted, confidence)
			continue
		}
		f, ok := g.fact()
		if !ok {
			g.lost(Unfit, confidence)
			continue
		}
		status, ok := g.claim().status()
		if !ok {
			g.lost(g.claim().reason(), confidence)
			continue
		}
		if status != "" && f.status != "former" {
			f.status = status
		}
		if f.status == "" && art.after(f.day()) {
			f.status = "planned"
		}
		if f.ceiling > 0 {
			confidence = min(confidence, f.ceiling)
		}
		f.confidence = math.Round(confidence*1000) / 1000
		g.lost(Repeated, f.confidence) // unless its own sentence states it after all
		facts = append(facts, f)
	}
	art.facts = facts
	return nil
}

// direction is what a guess says of which two things, one way round. A sentence that says
// that one replaced the other does not say the turned thing as well.
type direction struct {
	sent      *sentence
	pred      string
	subj, obj arg
}

func (d direction) turned() direction {
	d.subj, d.obj = d.obj, d.subj
	return d
}

func (g *guess) direction() direction {
	subj, obj := g.ends()
	return direction{g.sent, g.pred, subj.end(), obj.end()}
}

// unspoken says that the model alone sees a death where the sentence speaks of none.
func (g *guess) unspoken() bool {
	if g.rule != nil || !g.sent.art.ont.Relation(g.pred).Has(ontology.Fatal) {
		return false
	}
	s := g.sent
	for i := s.first; i < s.last; i++ {
		if s.art.word("fatal-words").Has(s.lemma(i)) {
			return false
		}
	}
	return true
}

// acquitted says that the model alone sees guilt of what the sentence says somebody is not
// guilty of: on the way from it up to its verb stands an acquittal.
func (g *guess) acquitted() bool {
	s := g.sent
	if g.rule != nil || g.obj.home != s || !s.art.ont.Relation(g.pred).Has(ontology.Guilt) {
		return false
	}
	for i := g.obj.head; s.has(i); i = s.head(i) {
		if s.art.word("acquittal-words").Has(s.lemma(i)) || s.lower(i) == "guilty" && s.word(i-1) == "not" {
			return true
		}
		if s.verbal(i) && i != g.obj.head {
			break
		}
	}
	return false
}

// after says that a date lies after the article's own, as far as both are known.
func (art *article) after(date string) bool {
	n := min(len(date), len(art.in.Date))
	return n >= len("2006") && date[:n] > art.in.Date[:n]
}

// fact is what the guess states: the rule's fact where there is one, with its
// qualifiers, else one of its own.
func (g *guess) fact() (fact, bool) {
	if g.rule != nil {
		f := *g.rule
		return f, true
	}
	relation := g.sent.art.ont.Relation(g.pred)
	if relation == nil {
		return fact{}, false // switched off
	}
	if g.restates() {
		return fact{}, false
	}
	s := g.sent
	f := fact{sent: s, pred: g.pred, rule: "learned", verb: g.verb(), status: g.status}
	f.subj = g.subj.entityArg(relation.Subject)
	f.obj = g.obj.arg
	if len(relation.Object) > 0 || g.obj.kind == nameCandidate && relation.Literal == "" {
		f.obj = g.obj.entityArg(relation.Object)
	} else if f.obj.ent != nil {
		f.obj = arg{lit: f.obj.ent.root().name, as: f.obj.as}
	}
	if relation.Literal != "" && len(relation.Object) > 0 && g.obj.kind.value() {
		f.obj = g.obj.arg
	}
	if f.subj.ent == nil || !f.obj.ok() {
		return fact{}, false
	}
	g.qualify(&f, relation)
	return f, true
}

// restates says that a phrase is to tell what its own words are called: "Sherpa" of
// "Sherpa mountaineer", "Chinook" of "deployment of two Chinooks".
func (g *guess) restates() bool {
	return (g.pred == "is-a" || g.pred == "also-known-as") && g.obj.kind == phraseCandidate && overlap(g.subj, g.obj)
}

// entityArg is the candidate as an entity: the one that it names, or its own phrase's.
func (c *candidate) entityArg(classes []string) arg {
	if c.ent != nil || c.lit == "" {
		return c.arg
	}
	class := c.class
	if class == "" || len(classes) > 0 && !slices.Contains(classes, class) {
		class = "Thing"
		if len(classes) == 1 {
			class = classes[0]
		}
	}
	return arg{ent: c.home.art.phraseEntity(class, c.lit), as: c.as}
}

// verb is the token whose clause states the guess: the verb between its ends, else the
// one above the end that stands in the sentence.
func (g *guess) verb() int {
	s := g.sent
	a, b := g.subj, g.obj
	switch {
	case a.kind == articleCandidate && b.kind == articleCandidate:
		return -1
	case a.kind == articleCandidate:
		return s.verbAbove(b.head)
	case b.kind == articleCandidate:
		return s.verbAbove(a.head)
	}
	_, _, top := s.meeting(a.head, b.head)
	if top < 0 || s.verbal(top) {
		return top
	}
	if v := s.verbAbove(top); v >= 0 {
		return v
	}
	return top
}

// qualify reads the qualifiers that the relation has from around the guess.
func (g *guess) qualify(f *fact, relation *ontology.Relation) {
	has := func(key string) bool { return slices.Contains(relation.Qualifiers, key) }
	if key, date := g.when(f.verb); date != "" && has(key) {
		f.with(key, date)
	}
	if relation.Has(ontology.Placed) {
		f.withEntity("place", g.place(f))
	}
	if has("role") && !has("rank") { // with a rank it is what he was in the event, not what he is
		if role := g.role(); !strings.EqualFold(role, endName(f.obj)) {
			f.with("role", role) // a role that stands for its body is not said twice
		}
	}
	if a := g.obj.amount; a != nil {
		g.measure(f, a, has)
	}
}

// when is the date of what the guess tells and its qualifier: that of its verb's clause, or
// of its object ("his 2009 visit").
func (g *guess) when(verb int) (key, date string) {
	s := g.sent
	if g.obj.kind == dateCandidate {
		return "", ""
	}
	for _, i := range g.anchors(verb) {
		if key, date := s.when(i); date != "" {
			return key, date
		}
	}
	return "", ""
}

// anchors are the tokens of the sentence that qualifiers hang on: the verb, and the object's
// head. What the article offers may stand in another sentence, whose numbers of tokens say
// nothing here.
func (g *guess) anchors(verb int) []int {
	var out []int
	if g.sent.has(verb) {
		out = append(out, verb)
	}
	if g.obj.home == g.sent && g.sent.has(g.obj.head) {
		out = append(out, g.obj.head)
	}
	return out
}

// place is where what the guess tells happened, if its clause says so; nil if not.
func (g *guess) place(f *fact) *entity {
	for _, i := range g.anchors(f.verb) {
		if e := g.sent.clausePlace(i); e != nil && e.root() != f.subj.ent.root() && (f.obj.ent == nil || e.root() != f.obj.ent.root()) {
			return e
		}
	}
	return nil
}

// role is the role that the sentence gives the guess's subject.
func (g *guess) role() string {
	s, c := g.sent, g.subj
	if c.kind == articleCandidate {
		return ""
	}
	if o, ok := s.titleBefore(c.first); ok {
		return o.text
	}
	for _, i := range []int{c.last, c.last + 1, c.last + 2} {
		if s.has(i) && s.pos(i) != "PUNCT" && s.pos(i) != "DET" {
			if o, _, ok := s.officeFrom(i); ok {
				return o.text
			}
			break
		}
	}
	if _, _, top := s.meeting(c.head, g.obj.head); g.obj.kind != articleCandidate && top >= 0 {
		// "was a deputy governor of X": the role stands on the way.
		for i := g.obj.head; i >= 0 && i != top; i = s.head(i) {
			if s.has(i) && s.art.roleOf(s.lower(i)) != noRole {
				if r, ok := s.roleBefore(s.first, i+1); ok {
					return r.text
				}
			}
		}
	}
	return ""
}

// measure adds what an amount counts.
func (g *guess) measure(f *fact, a *amount, has func(string) bool) {
	s := g.sent
	add := func(key, value string) {
		if has(key) {
			f.with(key, value)
		}
	}
	add("bound", a.bound)
	add("unit", a.unit)
	if f.pred == "killed" || f.pred == "injured" {
		_, noun := s.counted(a)
		f.with("scope", s.scopeOf(noun, a))
	}
	if a.kind == moneyKind {
		add("currency", s.currency(a, f.subj))
	}
	if f.pred != "indicator" {
		return
	}
	measure := s.figure(a).measure
	if measure == "" {
		if head, noun := s.counted(a); head >= 0 {
			measure = s.countedPhrase(a, noun)
		}
	}
	add("measure", s.measureFor(a, measure))
	if s.passingCount(a) {
		f.limit(passingBelief)
	}
	if a.kind == percentKind && a.change != "" {
		add("change", a.signed())
	} else {
		add("change", s.changeOf(a))
	}
	add("period", s.figurePeriod(a, f.verb, false))
}
