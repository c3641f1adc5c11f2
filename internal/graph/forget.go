package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// Forget drops an article with its versions, given by IRI, id or address, and the statements and
// entities that nothing reads any more. An unknown article is ErrNotFound.
func (st *Store) Forget(ctx context.Context, article string) error {
	err := st.change(ctx, func(t *tx) error {
		iri, err := st.article(ctx, t.view, article)
		if err != nil {
			return err
		}
		return t.forget(iri)
	})
	if err != nil {
		return fmt.Errorf("forget %q: %w", article, err)
	}
	return nil
}

// Article finds an article by IRI, id or the address of its page. One that is not there
// is ErrNotFound.
func (st *Store) Article(ctx context.Context, name string) (quad.IRI, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return "", err
	}
	defer v.Close()
	return st.article(ctx, v, name)
}

func (st *Store) article(ctx context.Context, v *store.Snapshot, name string) (quad.IRI, error) {
	for _, iri := range []quad.IRI{quad.IRI(strings.Trim(name, "<>")), st.base.Article(name, "", "")} {
		ok, err := isArticle(ctx, v, iri)
		if ok || err != nil {
			return iri, err
		}
	}
	found, err := articlesAt(ctx, v, name)
	switch {
	case err != nil:
		return "", err
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return "", fmt.Errorf("article %q: it is the address of %d, as of %s: %w", name, len(found), found[0], ErrNotFound)
	}
	return "", fmt.Errorf("article %q: %w", name, ErrNotFound)
}

func isArticle(ctx context.Context, v *store.Snapshot, iri quad.IRI) (bool, error) {
	return exists(ctx, v, quad.Quad{Subject: iri, Predicate: rdfType, Object: schemaArticle, Label: iri})
}

// articlesAt are the articles of a page's address; earlier texts are none.
func articlesAt(ctx context.Context, v *store.Snapshot, url string) ([]quad.IRI, error) {
	qs, err := collect(v.Quads(ctx, quad.Quad{Predicate: schemaURL, Object: address(url)}))
	if err != nil {
		return nil, err
	}
	var out []quad.IRI
	for _, q := range sortedQuads(qs) {
		iri, _ := q.Subject.(quad.IRI)
		if ok, err := isArticle(ctx, v, iri); err != nil {
			return nil, err
		} else if ok {
			out = append(out, iri)
		}
	}
	return out, nil
}

func (t *tx) forget(article quad.IRI) error {
	versions, err := t.versions(article)
	if err != nil {
		return err
	}
	var lost []quad.Quad
	for _, label := range append(versions, article) {
		qs, err := t.graph(label)
		if err != nil {
			return err
		}
		lost = append(lost, qs...)
		if err := t.replace(label, nil); err != nil {
			return err
		}
		if err := t.forgetRun(label); err != nil {
			return err
		}
	}
	return t.settle(lost, nil)
}

// versions are the labels of an article's earlier texts. What an imported graph calls
// superseded by the article is not among them.
func (t *tx) versions(article quad.IRI) ([]quad.IRI, error) {
	var out []quad.IRI
	for q, err := range t.match(quad.Quad{Predicate: kgSuperseded, Object: article}) {
		if err != nil {
			return nil, err
		}
		iri, ok := q.Subject.(quad.IRI)
		if ok && q.Label == iri && strings.HasPrefix(string(iri), string(ontology.Version(article, ""))) {
			out = append(out, iri)
		}
	}
	return out, nil
}
