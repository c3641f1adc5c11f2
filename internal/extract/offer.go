package extract

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kg/internal/relate"
)

// Offer is what an article offers as the ends of statements, before anything is decided
// about what it states.
type Offer struct {
	art       *article
	in        relate.Input
	places    []offered
	words     []*wording // of places
	scores    Scores     // nil where only rules read
	relations []string
	ends      []stretch // of places, by sentence
	pairs     []stretch // of in.Pairs, by sentence
}

// stretch is a part [first, last) of a list.
type stretch struct{ first, last int }

// OfferedEnd is what may be an end of a statement, as it would be written.
type OfferedEnd struct {
	Name string
	Kind string // "name", "phrase", "clause", "count", "article", ...
}

// OfferedPair is two ends that may stand in a relation, and how kg would write what they
// say: of all pairs that mean the same two things it writes the likeliest.
type OfferedPair struct {
	Subject, Object               string
	WrittenSubject, WrittenObject string
}

// Offer reads what an article offers. It is safe for concurrent use, as [Extractor.Extract]
// is; what it gives is not.
func (x *Extractor) Offer(ctx context.Context, in Input) (*Offer, error) {
	art, err := x.state(ctx, in)
	if err != nil {
		return nil, err
	}
	o := &Offer{art: art}
	o.in, o.places = art.offer(new(pairBuffers))
	if x.scorer != nil {
		if o.scores, err = x.scorer.Score(ctx, o.in); err != nil {
			return nil, fmt.Errorf("score relations: %w", err)
		}
		o.relations = x.scorer.Relations()
	}
	o.ends, o.pairs = make([]stretch, len(art.sents)), make([]stretch, len(art.sents))
	words := glossary{}
	for i := range o.places {
		o.words = append(o.words, words.of(o.places[i].name()))
		o.ends[o.places[i].sent.index].take(i)
	}
	for k := range o.in.Pairs {
		o.pairs[o.places[o.in.Pairs[k].Subject].sent.index].take(k)
	}
	return o, nil
}

// take makes i, which is the next of a list, a part of the stretch.
func (s *stretch) take(i int) {
	if s.last == 0 {
		s.first = i
	}
	s.last = i + 1
}

// sentences are the indexes of those that share a character with code points [start, end).
func (o *Offer) sentences(start, end int) []int {
	var out []int
	for i, s := range o.art.sents {
		if s.start < end && start < s.end {
			out = append(out, i)
		}
	}
	return out
}

// Sentences counts the sentences that share a character with code points [start, end) of
// the article. Headings have none.
func (o *Offer) Sentences(start, end int) int { return len(o.sentences(start, end)) }

// Ends are all that these sentences offer, in text order, the article's own last.
func (o *Offer) Ends(start, end int) []OfferedEnd {
	var out []OfferedEnd
	for _, i := range o.sentences(start, end) {
		for _, p := range o.places[o.ends[i].first:o.ends[i].last] {
			out = append(out, OfferedEnd{p.name(), p.kind.String()})
		}
	}
	return out
}

// Pairs are the pairs of ends of these sentences that are asked whether they stand in a
// relation, the likeliest first. Where the model knows nothing of the relation they stand
// in the order of the text, shorter wordings first.
func (o *Offer) Pairs(start, end int, relation string) []OfferedPair {
	var pairs []int
	var ends []int
	for _, i := range o.sentences(start, end) {
		for k := o.pairs[i].first; k < o.pairs[i].last; k++ {
			pairs = append(pairs, k)
		}
		for k := o.ends[i].first; k < o.ends[i].last; k++ {
			ends = append(ends, k)
		}
	}
	o.rank(pairs, relation)
	w := o.newWordings(ends, relation)
	out := make([]OfferedPair, 0, len(pairs))
	for _, k := range pairs {
		pair := &o.in.Pairs[k]
		subj, obj := &o.places[pair.Subject], &o.places[pair.Object]
		if o.words[pair.Subject].text == o.words[pair.Object].text {
			continue
		}
		writtenSubj, writtenObj := w.written(pair.Subject, pair.Object)
		out = append(out, OfferedPair{subj.name(), obj.name(), o.places[writtenSubj].name(), o.places[writtenObj].name()})
	}
	return out
}

// rank sorts pairs by how likely the relation holds. All have probabilities, since the
// input's Least is 0.
func (o *Offer) rank(pairs []int, relation string) {
	r := slices.Index(o.relations, relation)
	if r < 0 {
		return
	}
	slices.SortStableFunc(pairs, func(a, b int) int {
		return cmp.Compare(o.scores.Probability(b)[r], o.scores.Probability(a)[r])
	})
}

// wordings choose among pairs that mean the same as [guess.among] does, with each two
// ends compared once.
type wordings struct {
	ends        []int       // indexes of Offer.places
	at          map[int]int // where they stand in ends
	alike, same [][]bool    // by where they stand in ends
	symmetric   bool
	kept        [][2]int // the pairs that are written, by where their ends stand
}

func (o *Offer) newWordings(ends []int, relation string) *wordings {
	w := &wordings{ends: ends, at: make(map[int]int, len(ends))}
	if rel := o.art.ont.Relation(relation); rel != nil {
		w.symmetric = rel.Symmetric
	}
	for i, k := range ends {
		w.at[k] = i
	}
	for _, i := range ends {
		alike, same := make([]bool, len(ends)), make([]bool, len(ends))
		for n, j := range ends {
			a, b := &o.places[i], &o.places[j]
			alike[n] = o.words[i].alike(o.words[j])
			same[n] = alike[n] || overlap(a.candidate, b.candidate) || a.sent == b.sent && withinPhrase(a.arg, b.arg)
		}
		w.alike, w.same = append(w.alike, alike), append(w.same, same)
	}
	return w
}

// written gives the ends of the pair that is written for the pair of two ends: one that
// came before and means the same, else itself.
func (w *wordings) written(subj, obj int) (int, int) {
	s, o := w.at[subj], w.at[obj]
	for _, k := range w.kept {
		if w.same[s][k[0]] && w.same[o][k[1]] || w.symmetric && w.alike[s][k[1]] && w.alike[o][k[0]] {
			return w.ends[k[0]], w.ends[k[1]]
		}
	}
	w.kept = append(w.kept, [2]int{s, o})
	return subj, obj
}
