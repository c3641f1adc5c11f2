package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"

	"kg/internal/ontology"
)

// Hit is an entity that a search found.
type Hit struct {
	IRI     quad.IRI
	Label   string
	Class   string
	Aliases []string
	weight  int64 // how often the graph points at it
}

// Search finds entities by words of their names, each word or its beginning, whatever
// the case, accents and order. The best come first: whole names, then names with fewer
// further words, then what the graph knows more about. limit 0 is no limit.
func (st *Store) Search(ctx context.Context, words string, limit int) ([]Hit, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return nil, err
	}
	defer v.Close()
	return st.search(ctx, v, words, limit)
}

func (st *Store) search(ctx context.Context, v *store.Snapshot, words string, limit int) ([]Hit, error) {
	want := strings.Fields(ontology.NameKey(words))
	scores := make(map[quad.IRI]int)
	for q, err := range v.Quads(ctx, quad.Quad{Predicate: kgNameKey}) {
		if err != nil {
			return nil, err
		}
		iri, ok := q.Subject.(quad.IRI)
		if !ok {
			continue
		}
		if n := score(strings.Fields(lexical(q.Object)), want); n > 0 && n > scores[iri] {
			scores[iri] = n
		}
	}
	var hits []Hit
	for iri := range scores {
		n, err := v.Count(ctx, quad.Quad{Object: iri})
		if err != nil {
			return nil, err
		}
		hits = append(hits, Hit{IRI: iri, weight: n})
	}
	order := func(a, b Hit) int {
		return cmp.Or(cmp.Compare(scores[b.IRI], scores[a.IRI]), cmp.Compare(b.weight, a.weight), cmp.Compare(a.IRI, b.IRI))
	}
	slices.SortFunc(hits, order)
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	for i := range hits {
		if err := hits[i].fill(ctx, v); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

func (h *Hit) fill(ctx context.Context, v *store.Snapshot) error {
	for q, err := range v.Quads(ctx, quad.Quad{Subject: h.IRI, Label: h.IRI}) {
		if err != nil {
			return err
		}
		switch q.Predicate {
		case rdfsLabel:
			h.Label = lexical(q.Object)
		case rdfType:
			h.Class = className(q.Object)
		case skosAltLabel:
			h.Aliases = append(h.Aliases, lexical(q.Object))
		}
	}
	slices.Sort(h.Aliases)
	return nil
}

// score is 0 where a wanted word is missing; whole words count more than beginnings,
// and each further word of the name takes a little off.
func score(have, want []string) int {
	if len(want) == 0 {
		return 0
	}
	sum := 0
	for _, w := range want {
		best := 0
		for _, h := range have {
			if h == w {
				best = 2
				break
			}
			if strings.HasPrefix(h, w) {
				best = 1
			}
		}
		if best == 0 {
			return 0
		}
		sum += best
	}
	return max(1, sum*100-len(have))
}
