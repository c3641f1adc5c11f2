package extract

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"kg/internal/relate"
)

// Scorer says how likely each relation holds between the ends that an article offers.
type Scorer interface {
	// Relations are the relations that Score gives probabilities of, in their order.
	Relations() []string
	Score(ctx context.Context, in relate.Input) (Scores, error)
}

// Scores are a Scorer's answer for one article.
type Scores interface {
	// Probability has a number for each relation, for a pair of the input.
	Probability(pair int) []float32
	// Status is the likeliest status of a pair's statement, "" for asserted.
	Status(pair int) string
}

// guess is a statement that the scorer or the rules propose, before it is decided
// whether to believe it.
type guess struct {
	sent          *sentence
	subj, obj     *candidate // nil where only a rule proposes it
	sWord, oWord  *wording
	pred          string
	p             float64 // the scorer's
	status        string  // the scorer's
	rule          *fact   // of the rules, or nil
	support       float64 // of the same statement in other sentences
	rival         float64 // the best other relation of the same pair
	others, peers int     // guesses of the same sentence; of the same relation
}

// believable is the least probability of a guess that is looked at.
const believable = 0.04

// guesses are the statements that the scorer proposes for the article, with those of
// the rules. Of several wordings of one the likeliest stays.
func (art *article) guesses(ctx context.Context, scorer Scorer) ([]*guess, error) {
	in, places := art.offer()
	scores, err := scorer.Score(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("score relations: %w", err)
	}
	relations := scorer.Relations()
	var all []*guess
	for k := range in.Pairs {
		pair := &in.Pairs[k]
		probs := scores.Probability(k)
		best, second := float32(0), float32(0)
		for _, p := range probs {
			if p > best {
				best, second = p, best
			} else if p > second {
				second = p
			}
		}
		if best < believable {
			continue
		}
		subj, obj := places[pair.Subject], places[pair.Object]
		for r, p := range probs {
			if p >= believable {
				rival := best
				if p == best {
					rival = second
				}
				all = append(all, &guess{sent: subj.sent, subj: subj.candidate, obj: obj.candidate, sWord: &subj.word, oWord: &obj.word, pred: relations[r], p: float64(p), status: scores.Status(k), rival: float64(rival)})
			}
		}
	}
	// Stable: equal probabilities stay in the order of the text.
	slices.SortStableFunc(all, func(a, b *guess) int { return cmp.Compare(b.p, a.p) })
	kept := map[string][]*guess{}
	var out []*guess
	for _, g := range all {
		if g.sWord.text == g.oWord.text {
			continue
		}
		if same := g.among(kept[g.pred]); same != nil {
			if same.sent != g.sent {
				same.support += g.p
			}
			continue
		}
		kept[g.pred] = append(kept[g.pred], g)
		out = append(out, g)
	}
	return art.addRules(out, kept), nil
}

// among is the guess of a list that says the same in these or other words.
func (g *guess) among(list []*guess) *guess {
	for _, h := range list {
		subj, obj := g.sWord.alike(h.sWord) || overlap(g.subj, h.subj), g.oWord.alike(h.oWord) || overlap(g.obj, h.obj)
		if g.sent == h.sent {
			gs, gobj := g.ends()
			hs, hobj := h.ends()
			subj, obj = subj || withinPhrase(gs, hs), obj || withinPhrase(gobj, hobj)
		}
		if subj && obj {
			return h
		}
		if g.symmetric() && g.sWord.alike(h.oWord) && g.oWord.alike(h.sWord) {
			return h
		}
	}
	return nil
}

// overlap says that two ends are wordings of one place of the text.
func overlap(a, b *candidate) bool {
	return a != nil && b != nil && a.home != nil && a.home == b.home && a.first >= 0 && b.first >= 0 && a.first < b.last && b.first < a.last
}

// withinPhrase says that of two phrases that are no names one is a part of the other:
// "events", "events promoting exports".
func withinPhrase(a, b arg) bool {
	return a.phrase() && b.phrase() && (strings.Contains(a.as, b.as) || strings.Contains(b.as, a.as))
}

// phrase says that the end is words of the article and no name.
func (a arg) phrase() bool {
	return a.as != "" && (a.ent == nil && strings.ContainsFunc(a.lit, unicode.IsLetter) || a.ent != nil && a.ent.root().local && len(a.ent.root().mentions) == 0)
}

// symmetric says that the guess's relation holds either way round.
func (g *guess) symmetric() bool {
	relation := g.sent.art.ont.Relation(g.pred)
	return relation != nil && relation.Symmetric
}

// addRules joins the rules' facts with the guesses that say the same, and adds the rest.
func (art *article) addRules(out []*guess, kept map[string][]*guess) []*guess {
	for k := range art.facts {
		f := &art.facts[k]
		s, o := newWording(endName(f.subj)), newWording(endName(f.obj))
		g := &guess{sent: f.sent, sWord: &s, oWord: &o, pred: f.pred, rule: f}
		if s.text == o.text {
			continue
		}
		if same := g.among(kept[f.pred]); same != nil {
			if same.rule == nil || same.rule.confidence < f.confidence {
				same.rule = f
			}
			continue
		}
		kept[f.pred] = append(kept[f.pred], g)
		out = append(out, g)
	}
	inSentence := map[*sentence]int{}
	for _, g := range out {
		inSentence[g.sent]++
	}
	for _, g := range out {
		g.others, g.peers = inSentence[g.sent], len(kept[g.pred])
	}
	return out
}

func endName(a arg) string {
	if a.ent != nil {
		return a.ent.root().name
	}
	return a.lit
}

// offered is a candidate with its sentence and its words.
type offered struct {
	*candidate
	sent *sentence
	word wording
}

// offer lays the article out for a scorer: all sentences, their candidates and pairs.
// The candidates are given in the order of the input.
func (art *article) offer() (relate.Input, []offered) {
	in := relate.Input{Title: titleWords(art.in.Title)}
	var places []offered
	words := map[string]wording{}
	for _, s := range art.sents {
		var sentence []string
		for i := s.first; i < s.last; i++ {
			sentence = append(sentence, s.tok(i).Text)
		}
		in.Sentences = append(in.Sentences, sentence)
	}
	for _, s := range art.sents {
		list := s.candidates()
		base := len(in.Candidates)
		for i := range list {
			c := &list[i]
			name := c.name()
			w, ok := words[name]
			if !ok {
				w = newWording(name)
				words[name] = w
			}
			places = append(places, offered{c, s, w})
			in.Candidates = append(in.Candidates, c.input())
		}
		p := newPairs(s, list)
		for i := range list {
			for j := range list {
				if !p.allowed(i, j) {
					continue
				}
				rows := p.features(i, j)
				in.Pairs = append(in.Pairs, relate.Pair{Subject: base + i, Object: base + j, Features: len(rows)})
				for _, row := range rows {
					in.Features = append(in.Features, uint16(row))
				}
			}
		}
	}
	return in, places
}

// candidateParts are the parts that an article candidate may play, as the model knows them.
var candidateParts = []string{"", "event", "side event", "place", "country", "person", "body", "topic", "subject", "noun", "date", "near"}

func (c *candidate) input() relate.Candidate {
	out := relate.Candidate{Sentence: -1, First: -1, Last: -1, Head: -1, Kind: int(c.kind), Part: slices.Index(candidateParts, c.part)}
	if c.home != nil && c.first >= 0 {
		out.Sentence, out.First, out.Last, out.Head = c.home.index, c.first-c.home.first, c.last-c.home.first, c.head-c.home.first
	}
	return out
}

// Traits of a guess by which it is judged; the judge is trained on these.
var traitNames = []string{
	"model", "rule", "has rule", "has model", "rival", "same subject", "same object", "many of subject", "many of object",
	"support", "subject kind", "object kind", "subject part", "object part", "sentence", "sentences", "subject words",
	"object words", "names", "others", "peers", "quoted", "relation",
}

// traits has the numbers of traitNames, but for the last, which the judge sets.
func (g *guess) traits(all []*guess) []float64 {
	subj, obj := 0.0, 0.0
	nSubj, nObj := 0, 0
	for _, h := range all {
		if h == g || h.pred != g.pred {
			continue
		}
		strength := h.strength()
		if h.sWord.text == g.sWord.text {
			subj = max(subj, strength)
			if strength > 0.2 {
				nSubj++
			}
		}
		if h.oWord.text == g.oWord.text {
			obj = max(obj, strength)
			if strength > 0.2 {
				nObj++
			}
		}
	}
	t := []float64{
		logit(g.p), -3, 0, 0, logit(g.rival), logit(subj), logit(obj), float64(nSubj), float64(nObj), math.Log1p(g.support),
		-1, -1, -1, -1, float64(g.sent.index), float64(len(g.sent.art.sents)), float64(len(g.sWord.words)), float64(len(g.oWord.words)),
		0, float64(g.others), float64(g.peers), 0, 0,
	}
	if g.rule != nil {
		t[1], t[2] = logit(g.rule.confidence), 1
	}
	if g.subj != nil {
		t[3] = 1
		t[10], t[11] = float64(g.subj.kind), float64(g.obj.kind)
		t[12], t[13] = float64(slices.Index(candidateParts, g.subj.part)), float64(slices.Index(candidateParts, g.obj.part))
		if g.subj.ent != nil && !g.subj.ent.root().local {
			t[18]++
		}
		if g.obj.ent != nil && !g.obj.ent.root().local {
			t[18]++
		}
		if g.subj.kind != articleCandidate && g.sent.inQuotes(g.subj.head) {
			t[21] = 1
		}
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
