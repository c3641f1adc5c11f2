package extract

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"kg/internal/relate"
)

// Scorer says how likely each relation holds between the ends that an article offers.
type Scorer interface {
	// Relations are the relations that Score gives probabilities of, in their order.
	Relations() []string
	// Score may keep nothing of its input, the memory of which is used again.
	Score(ctx context.Context, in relate.Input) (Scores, error)
}

// Scores are a Scorer's answer for one article.
type Scores interface {
	// Probability has a number for each relation, for a pair of the input; it may be nil
	// where all are below the input's Least.
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
	mass          float64 // of the same statement in other words of the sentence
	wordings      int     // those words
	rival         float64 // the best other relation of the same pair
	others, peers int     // guesses of the same sentence; of the same relation

	repeats []*guess // that say the same, less likely
}

// believable is the least probability of a guess that is looked at.
const believable = 0.04

// guesses are the statements that the scorer proposes for the article, with those of
// the rules, each once.
func (art *article) guesses(ctx context.Context, scorer Scorer) ([]*guess, error) {
	b := art.buffers.Get().(*pairBuffers)
	defer art.buffers.Put(b)
	in, places := art.offer(b)
	in.Least = believable
	scores, err := scorer.Score(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("score relations: %w", err)
	}
	relations := scorer.Relations()
	var all []*guess
	words := glossary{}
	for k := range in.Pairs {
		probs := scores.Probability(k)
		best, second := bestTwo(probs)
		if best < believable {
			continue
		}
		subj, obj := &places[in.Pairs[k].Subject], &places[in.Pairs[k].Object]
		sWord, oWord := words.of(subj.name()), words.of(obj.name())
		status := scores.Status(k)
		for r, p := range probs {
			if p >= believable {
				rival := best
				if p == best {
					rival = second
				}
				all = append(all, &guess{sent: subj.sent, subj: subj.candidate, obj: obj.candidate, sWord: sWord, oWord: oWord, pred: relations[r], p: float64(p), status: status, rival: float64(rival)})
			}
		}
	}
	return art.addRules(distinct(all)), nil
}

// bestTwo are the greatest two probabilities, 0 where there are fewer.
func bestTwo(probs []float32) (best, second float32) {
	for _, p := range probs {
		if p > best {
			best, second = p, best
		} else if p > second {
			second = p
		}
	}
	return best, second
}

// distinct leaves of several wordings of one statement the likeliest: in its order, and by
// relation.
func distinct(all []*guess) (out []*guess, kept map[string][]*guess) {
	// Stable: equal probabilities stay in the order of the text.
	slices.SortStableFunc(all, func(a, b *guess) int { return cmp.Compare(b.p, a.p) })
	kept = map[string][]*guess{}
	for _, g := range all {
		if g.sWord.text == g.oWord.text {
			continue
		}
		if same := g.among(kept[g.pred]); same != nil {
			same.repeats = append(same.repeats, g)
			if same.sent != g.sent {
				same.support += g.p
			} else {
				same.mass += g.p
				same.wordings++
			}
			continue
		}
		kept[g.pred] = append(kept[g.pred], g)
		out = append(out, g)
	}
	return out, kept
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
			same.repeats = append(same.repeats, g)
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

// offered is a candidate with its sentence.
type offered struct {
	*candidate
	sent *sentence
}

// glossary has names made ready for comparison, each once.
type glossary map[string]*wording

func (g glossary) of(name string) *wording {
	word := g[name]
	if word == nil {
		made := newWording(name)
		word = &made
		g[name] = word
	}
	return word
}

// pairBuffers is what the pairs of one article need and those of the next one can use again.
type pairBuffers struct {
	pairs    []relate.Pair
	features []uint16
}

// offer lays the article out for a scorer: all sentences, their candidates and pairs.
// The candidates are given in the order of the input. Pairs and features stay b's.
func (art *article) offer(b *pairBuffers) (relate.Input, []offered) {
	in := relate.Input{Title: titleWords(art.in.Title), Pairs: b.pairs[:0], Features: b.features[:0]}
	var places []offered
	for _, s := range art.sents {
		sentence := make([]string, 0, s.last-s.first)
		for i := s.first; i < s.last; i++ {
			sentence = append(sentence, s.tok(i).Text)
		}
		in.Sentences = append(in.Sentences, sentence)
	}
	for _, s := range art.sents {
		list := s.candidates()
		base := len(in.Candidates)
		for i := range list {
			places = append(places, offered{&list[i], s})
			in.Candidates = append(in.Candidates, list[i].input())
		}
		p := newPairs(s, list)
		joints := map[int]int{-1: -1}
		for i := range list {
			for j := range list {
				if !p.allowed(i, j) {
					continue
				}
				word := p.joint(i, j)
				joint, ok := joints[word]
				if !ok {
					joint = len(in.Joints)
					joints[word] = joint
					in.Joints = append(in.Joints, relate.Word{Sentence: s.index, Word: word - s.first})
				}
				before := len(in.Features)
				in.Features = p.features(in.Features, i, j)
				in.Pairs = append(in.Pairs, relate.Pair{Subject: base + i, Object: base + j, Joint: joint, Features: len(in.Features) - before})
			}
		}
	}
	b.pairs, b.features = in.Pairs, in.Features
	return in, places
}

// candidateParts are the parts that an article candidate may play, as the model knows them.
var candidateParts = []string{"", "event", "side event", "place", "country", "person", "body", "topic", "subject", "noun", "date", "near", "name"}

func (c *candidate) input() relate.Candidate {
	out := relate.Candidate{Sentence: -1, First: -1, Last: -1, Head: -1, Kind: int(c.kind), Part: slices.Index(candidateParts, c.part)}
	if c.home != nil && c.first >= 0 {
		out.Sentence, out.First, out.Last, out.Head = c.home.index, c.first-c.home.first, c.last-c.home.first, c.head-c.home.first
	}
	return out
}
