package link

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

const (
	rdfNS    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	owlNS    = "http://www.w3.org/2002/07/owl#"
	skosNS   = "http://www.w3.org/2004/02/skos/core#"
	rdfsNS   = "http://www.w3.org/2000/01/rdf-schema#"
	schemaNS = "https://schema.org/"
	provNS   = "http://www.w3.org/ns/prov#"
	xsdNS    = "http://www.w3.org/2001/XMLSchema#"
	sssomNS  = "https://w3id.org/sssom/"
	semapvNS = "https://w3id.org/semapv/vocab/"

	wikidataItem = "http://www.wikidata.org/entity/"
)

// prefixes of the terms in vocabulary.tsv.
var prefixes = map[string]string{
	"rdf":    rdfNS,
	"rdfs":   rdfsNS,
	"owl":    owlNS,
	"skos":   skosNS,
	"schema": schemaNS,
	"foaf":   "http://xmlns.com/foaf/0.1/",
	"org":    "http://www.w3.org/ns/org#",
	"wd":     wikidataItem,
	"wdt":    "http://www.wikidata.org/prop/direct/",
	"kg":     ontology.Vocabulary,
}

// role is what a term of a graph means for linking.
type role string

const (
	labelRole   role = "label"
	aliasRole   role = "alias"
	typeRole    role = "type"
	broaderRole role = "broader"
	sameRole    role = "same"
	idRole      role = "id"
	pageRole    role = "page"
	withinRole  role = "within"
	bornRole    role = "born"
	diedRole    role = "died"
	classRole   role = "class"
)

// use is the role of a predicate, and for identifiers the kind.
type use struct {
	role role
	kind string
}

type vocabulary struct {
	predicates map[quad.IRI]use
	classes    map[quad.IRI][]string // of types; the ontology's own are not listed
}

//go:embed vocabulary.tsv
var vocabularyTSV string

var loadVocabulary = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{predicates: map[quad.IRI]use{}, classes: map[quad.IRI][]string{}}
	for line := range strings.Lines(vocabularyTSV) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cells) < 2 {
			continue
		}
		prefix, local, _ := strings.Cut(cells[1], ":")
		namespace, ok := prefixes[prefix]
		if !ok {
			panic("link: vocabulary.tsv: unknown prefix in " + cells[1])
		}
		term := quad.IRI(namespace + local)
		switch r := role(cells[0]); r {
		case classRole:
			v.classes[term] = append(v.classes[term], cells[2])
		case idRole:
			v.predicates[term] = use{r, cells[2]}
		default:
			v.predicates[term] = use{role: r}
		}
	}
	return v
})

// canonicalTerm writes the terms that have two spellings in one: schema.org's of both
// schemes.
func canonicalTerm(iri quad.IRI) quad.IRI {
	if rest, ok := strings.CutPrefix(string(iri), "http://schema.org/"); ok {
		return schemaNS + quad.IRI(rest)
	}
	return iri
}
