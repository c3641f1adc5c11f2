package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// Stats is what a store holds.
type Stats struct {
	Articles   int
	Versions   int // earlier texts of edited articles
	Statements int
	Readings   int
	Entities   int
	Quads      int
	Relations  []Count // statements by relation, the most frequent first
	Classes    []Count // entities by class
}

// Count is a number of things of one name.
type Count struct {
	Name string
	N    int
}

// Stats counts what is in the store, imported graphs included.
func (st *Store) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	v, err := st.quads.Snapshot()
	if err != nil {
		return s, err
	}
	defer v.Close()
	count := func(pattern quad.Quad) int {
		n, e := tally(ctx, v, pattern)
		if e != nil {
			err = e
		}
		return n
	}
	s.Articles = count(quad.Quad{Predicate: rdfType, Object: schemaArticle})
	s.Versions = count(quad.Quad{Predicate: rdfType, Object: kgVersion})
	s.Readings = count(quad.Quad{Predicate: rdfType, Object: oaAnnotation})
	s.Statements = count(quad.Quad{Predicate: rdfType, Object: rdfStatement})
	s.Quads = count(quad.Quad{})
	for _, r := range st.ont.Relations() {
		s.Relations = append(s.Relations, Count{r.Name, count(quad.Quad{Predicate: rdfPredicate, Object: ontology.Term(r.Name)})})
	}
	for _, c := range st.ont.Classes() {
		n := count(quad.Quad{Predicate: rdfType, Object: ontology.Term(c.Name)})
		s.Entities += n
		s.Classes = append(s.Classes, Count{c.Name, n})
	}
	s.Relations, s.Classes = ranked(s.Relations), ranked(s.Classes)
	return s, err
}

func ranked(counts []Count) []Count {
	counts = slices.DeleteFunc(counts, func(c Count) bool { return c.N == 0 })
	slices.SortStableFunc(counts, func(a, b Count) int { return b.N - a.N })
	return counts
}

func tally(ctx context.Context, v *store.Snapshot, pattern quad.Quad) (int, error) {
	n, err := v.Count(ctx, pattern)
	return int(n), err
}

// ArticleInfo is what is known about a stored article, without its text.
type ArticleInfo struct {
	IRI                    quad.IRI
	ID, URL, Title         string
	Date, Source, Language string
	Authors                []string
	Readings               int
	TextHash               string
	Versions               int
}

// Articles are the stored articles, by IRI.
func (st *Store) Articles(ctx context.Context) ([]ArticleInfo, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return nil, err
	}
	defer v.Close()
	var out []ArticleInfo
	for q, err := range v.Quads(ctx, quad.Quad{Predicate: rdfType, Object: schemaArticle}) {
		if err != nil {
			return nil, err
		}
		iri, ok := q.Subject.(quad.IRI)
		if !ok || q.Label != iri {
			continue
		}
		info, err := articleInfo(ctx, v, iri)
		if err != nil {
			return nil, err
		}
		out = append(out, info)
	}
	slices.SortFunc(out, func(a, b ArticleInfo) int { return strings.Compare(string(a.IRI), string(b.IRI)) })
	return out, nil
}

func articleInfo(ctx context.Context, v *store.Snapshot, iri quad.IRI) (ArticleInfo, error) {
	a := ArticleInfo{IRI: iri}
	for q, err := range v.Quads(ctx, quad.Quad{Subject: iri}) {
		if err != nil {
			return a, err
		}
		text := lexical(q.Object)
		switch q.Predicate {
		case schemaID:
			a.ID = text
		case schemaURL:
			a.URL = text
		case schemaHeadline:
			a.Title = text
		case schemaPublished:
			a.Date = text
		case schemaPublisher:
			a.Source = text
		case schemaLanguage:
			a.Language = text
		case schemaAuthor:
			a.Authors = append(a.Authors, text)
		case kgTextHash:
			a.TextHash = text
		}
	}
	slices.Sort(a.Authors)
	var err error
	if a.Readings, err = tally(ctx, v, quad.Quad{Predicate: rdfType, Object: oaAnnotation, Label: iri}); err != nil {
		return a, err
	}
	a.Versions, err = tally(ctx, v, quad.Quad{Predicate: kgSuperseded, Object: iri})
	return a, err
}
