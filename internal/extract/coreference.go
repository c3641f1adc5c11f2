package extract

import (
	"context"
	"slices"
)

// Cluster is the phrases of an article that stand for one person or thing, in text order.
type Cluster []Phrase

// Phrase is a half-open run [Start, End) of an article's code points.
type Phrase struct{ Start, End int }

// Clusters reads which phrases of an article stand for the same one: names, pronouns and
// definite nouns, each a phrase of its own. What is mentioned once has no cluster.
// Clusters come in the order of their first phrases.
func (x *Extractor) Clusters(ctx context.Context, in Input) ([]Cluster, error) {
	r, err := x.refer(ctx, in, true)
	if err != nil {
		return nil, err
	}
	return r.clusters(), nil
}

// clusters gathers the phrases of each referent.
func (r *resolver) clusters() []Cluster {
	byRef := map[*referent]*Cluster{}
	var order []*Cluster
	add := func(ref *referent, s *sentence, first, last int) {
		c := byRef[ref]
		if c == nil {
			c = new(Cluster)
			byRef[ref] = c
			order = append(order, c)
		}
		*c = append(*c, Phrase{s.para.runes(s.tok(first).Start), s.para.runes(s.tok(last - 1).End())})
	}
	for _, s := range r.sents {
		for _, m := range s.mentions {
			add(r.referent(m.ent), s, m.first, m.last)
		}
	}
	for _, a := range r.noted {
		add(a.ref, a.sent, a.first, a.last)
	}
	var out []Cluster
	for _, c := range order {
		slices.SortFunc(*c, comparePhrases)
		if *c = slices.Compact(*c); len(*c) > 1 {
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b Cluster) int { return comparePhrases(a[0], b[0]) })
	return out
}

func comparePhrases(a, b Phrase) int {
	if a.Start != b.Start {
		return a.Start - b.Start
	}
	return a.End - b.End
}
