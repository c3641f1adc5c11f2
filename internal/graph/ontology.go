package graph

import (
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// prefixes are those of the ontology's mappings.
var prefixes = []struct{ prefix, namespace string }{
	{"kg", ontology.Vocabulary},
	{"oa", oaNS},
	{"org", orgNS},
	{"owl", owlNS},
	{"prov", provNS},
	{"rdf", rdfNS},
	{"rdfs", rdfsNS},
	{"schema", schemaNS},
	{"skos", skosNS},
	{"wikidata", wikidata},
	{"xsd", xsdNS},
}

// expand turns "schema:Person" into an IRI. Properties of Wikidata (P39) are those of
// its direct statements.
func expand(name string) (quad.IRI, bool) {
	prefix, local, _ := strings.Cut(name, ":")
	for _, p := range prefixes {
		if p.prefix != prefix {
			continue
		}
		if prefix == "wikidata" && strings.HasPrefix(local, "P") {
			return quad.IRI(wikidataP + local), true
		}
		return quad.IRI(p.namespace + local), true
	}
	return "", false
}

// ontologyQuads describe the classes, relations and qualifiers in their reserved graph.
func ontologyQuads(ont *ontology.Ontology, label quad.IRI) []quad.Quad {
	var out []quad.Quad
	add := func(s, p quad.IRI, o quad.Value) {
		out = append(out, quad.Quad{Subject: s, Predicate: p, Object: o, Label: label})
	}
	near := func(s quad.IRI, terms []string) {
		for _, name := range terms {
			if term, ok := expand(name); ok {
				add(s, skosCloseMatch, term)
			}
		}
	}
	for _, c := range ont.Classes() {
		iri := ontology.Term(c.Name)
		add(iri, rdfType, rdfsClass)
		add(iri, rdfsLabel, quad.String(c.Label))
		near(iri, c.Near)
	}
	var qualifiers []string
	for _, r := range ont.Relations() {
		iri := ontology.Term(r.Name)
		add(iri, rdfType, rdfProperty)
		if r.Symmetric {
			add(iri, rdfType, owlSymmetric)
		}
		add(iri, rdfsLabel, quad.String(r.Label))
		near(iri, r.Near)
		qualifiers = append(qualifiers, r.Qualifiers...)
	}
	slices.Sort(qualifiers)
	for _, name := range slices.Compact(qualifiers) {
		iri := ontology.Term(name)
		add(iri, rdfType, rdfProperty)
		add(iri, rdfsLabel, quad.String(name))
	}
	return sortedQuads(out)
}
