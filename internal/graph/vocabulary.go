package graph

import (
	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

const (
	rdfNS     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfsNS    = "http://www.w3.org/2000/01/rdf-schema#"
	owlNS     = "http://www.w3.org/2002/07/owl#"
	skosNS    = "http://www.w3.org/2004/02/skos/core#"
	schemaNS  = "https://schema.org/"
	provNS    = "http://www.w3.org/ns/prov#"
	oaNS      = "http://www.w3.org/ns/oa#"
	xsdNS     = "http://www.w3.org/2001/XMLSchema#"
	orgNS     = "http://www.w3.org/ns/org#"
	wikidata  = "http://www.wikidata.org/entity/"
	wikidataP = "http://www.wikidata.org/prop/direct/"
)

// Terms of standard vocabularies.
const (
	rdfType      quad.IRI = rdfNS + "type"
	rdfSubject   quad.IRI = rdfNS + "subject"
	rdfPredicate quad.IRI = rdfNS + "predicate"
	rdfObject    quad.IRI = rdfNS + "object"
	rdfStatement quad.IRI = rdfNS + "Statement"
	rdfProperty  quad.IRI = rdfNS + "Property"

	rdfsLabel quad.IRI = rdfsNS + "label"
	rdfsClass quad.IRI = rdfsNS + "Class"

	skosAltLabel   quad.IRI = skosNS + "altLabel"
	skosCloseMatch quad.IRI = skosNS + "closeMatch"

	owlSameAs       quad.IRI = owlNS + "sameAs"
	owlSymmetric    quad.IRI = owlNS + "SymmetricProperty"
	schemaArticle   quad.IRI = schemaNS + "NewsArticle"
	schemaBody      quad.IRI = schemaNS + "articleBody"
	schemaHeadline  quad.IRI = schemaNS + "headline"
	schemaPublished quad.IRI = schemaNS + "datePublished"
	schemaPublisher quad.IRI = schemaNS + "publisher"
	schemaAuthor    quad.IRI = schemaNS + "author"
	schemaLanguage  quad.IRI = schemaNS + "inLanguage"
	schemaURL       quad.IRI = schemaNS + "url"
	schemaID        quad.IRI = schemaNS + "identifier"
	schemaName      quad.IRI = schemaNS + "name"
	schemaAltName   quad.IRI = schemaNS + "alternateName"
	schemaSoftware  quad.IRI = schemaNS + "softwareVersion"

	provActivity  quad.IRI = provNS + "Activity"
	provStarted   quad.IRI = provNS + "startedAtTime"
	provGenerated quad.IRI = provNS + "wasGeneratedBy"

	oaAnnotation quad.IRI = oaNS + "Annotation"
	oaHasTarget  quad.IRI = oaNS + "hasTarget"
	oaHasSource  quad.IRI = oaNS + "hasSource"
	oaExact      quad.IRI = oaNS + "exact"
)

// Our own words of the graph model; relations and qualifiers are [ontology.Term]s too.
const (
	kgStates       quad.IRI = ontology.Vocabulary + "states"
	kgStatus       quad.IRI = ontology.Vocabulary + "status"
	kgKey          quad.IRI = ontology.Vocabulary + "key"
	kgRule         quad.IRI = ontology.Vocabulary + "rule"
	kgConfidence   quad.IRI = ontology.Vocabulary + "confidence"
	kgAttributedTo quad.IRI = ontology.Vocabulary + "attributedTo"
	kgSubjectAs    quad.IRI = ontology.Vocabulary + "subjectAs"
	kgObjectAs     quad.IRI = ontology.Vocabulary + "objectAs"
	kgVersion      quad.IRI = ontology.Vocabulary + "Version"
	kgSuperseded   quad.IRI = ontology.Vocabulary + "supersededBy"
	kgTextHash     quad.IRI = ontology.Vocabulary + "textHash"
	kgNameKey      quad.IRI = ontology.Vocabulary + "nameKey"
	kgRuleSet      quad.IRI = ontology.Vocabulary + "ruleSet"
)
