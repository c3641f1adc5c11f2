package graph

import (
	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// textHash is the hash that an article's quads note of its text.
func textHash(article quad.IRI, qs []quad.Quad) string {
	for _, q := range qs {
		if hash, ok := q.Object.(quad.String); ok && q.Predicate == kgTextHash && q.Subject == article {
			return string(hash)
		}
	}
	return ""
}

// asVersion moves an article's quads to a version of it: the readings are minted anew,
// as they stand in another text now, and the direct edges stay behind.
func asVersion(base ontology.Base, article, version quad.IRI, qs []quad.Quad) []quad.Quad {
	move := renamed(base, article, version, qs)
	var out []quad.Quad
	for _, q := range qs {
		_, own := move[q.Subject]
		if !own && q.Predicate != schemaName && q.Predicate != schemaAltName {
			continue
		}
		if own {
			q.Subject = move[q.Subject]
		}
		if to, ok := move[q.Object]; ok && (q.Predicate == oaHasTarget || q.Predicate == oaHasSource) {
			q.Object = to
		}
		if q.Object == schemaArticle {
			q.Object = kgVersion
		}
		q.Label = version
		out = append(out, q)
	}
	out = append(out, quad.Quad{Subject: version, Predicate: kgSuperseded, Object: article, Label: version})
	return sortedQuads(out)
}

// renamed maps the article, its spans and its readings to those of the version.
func renamed(base ontology.Base, article, version quad.IRI, qs []quad.Quad) map[quad.Value]quad.Value {
	move := map[quad.Value]quad.Value{article: version}
	states := make(map[quad.Value]quad.Value)
	for _, q := range qs {
		if q.Predicate == kgStates {
			states[q.Subject] = q.Object
		}
	}
	for _, q := range qs {
		statement, stated := states[q.Subject].(quad.IRI)
		if !stated || q.Predicate != oaHasTarget {
			continue
		}
		if _, start, end, ok := cutSpan(lexical(q.Object)); ok {
			move[q.Object] = ontology.Span(version, start, end)
			move[q.Subject] = base.Reading(statement, version, start, end)
		}
	}
	return move
}

// replaceVersion keeps the present text as a version, and drops the version that
// becomes the present text again.
func (t *tx) replaceVersion(article quad.IRI, was, is string, before []quad.Quad) error {
	back, version := ontology.Version(article, is), ontology.Version(article, was)
	if err := t.replace(back, nil); err != nil {
		return err
	}
	if err := t.forgetRun(back); err != nil {
		return err
	}
	if err := t.replace(version, asVersion(t.base, article, version, before)); err != nil {
		return err
	}
	runs, err := t.all(quad.Quad{Subject: article, Predicate: provGenerated, Label: t.base.Graph("runs")})
	for _, q := range runs {
		q.Subject = version
		t.add(q)
	}
	return err
}
