package store

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/cayleygraph/quad"
)

// Vocabularies of the quads.
const (
	kgNS     = "urn:newskg:"
	dataNS   = "urn:newskg:data/"
	rdfNS    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfsNS   = "http://www.w3.org/2000/01/rdf-schema#"
	oaNS     = "http://www.w3.org/ns/oa#"
	schemaNS = "https://schema.org/"
	xsdNS    = "http://www.w3.org/2001/XMLSchema#"
)

// articleGen makes articles as kg stores them: metadata and readings labelled with
// the article, direct edges too, statements and entities labelled with
// themselves. People and bodies are Zipf-distributed, so that a few are in
// every other article and most in one.
type articleGen struct {
	rng    *rand.Rand
	people *rand.Zipf
	bodies *rand.Zipf
	n      int

	// FactIn articles of the first FactOf say the same fact (see theFact).
	FactIn, FactOf int
}

// newArticles starts a sequence of articles.
func newArticles(seed uint64) *articleGen {
	rng := rand.New(rand.NewPCG(seed, 5))
	return &articleGen{
		rng:    rng,
		people: rand.NewZipf(rng, 1.2, 4, 200_000),
		bodies: rand.NewZipf(rng, 1.2, 4, 50_000),
	}
}

// theFact is what FactIn articles say alike.
var theFact = struct{ Subject, Predicate, Object, Statement quad.IRI }{
	Subject:   dataNS + "entity/Person/ada-fact",
	Predicate: kgNS + "holds-office",
	Object:    dataNS + "entity/Organization/fact-ministry",
	Statement: statementIRI(dataNS+"entity/Person/ada-fact", kgNS+"holds-office", dataNS+"entity/Organization/fact-ministry", "minister"),
}

func statementIRI(s, p, o, role string) quad.IRI {
	sum := sha256.Sum256([]byte(s + "\x00" + p + "\x00" + o + "\x00" + role))
	return quad.IRI(fmt.Sprintf("%sstatement/%x", dataNS, sum[:16]))
}

// articleIRI is the label of the n-th article, from 0.
func articleIRI(n int) quad.IRI { return quad.IRI(fmt.Sprintf("%sarticle/%08d", dataNS, n)) }

var (
	predicates = []string{"holds-office", "member-of", "trades-with", "met-with", "appointed-to"}
	roles      = []string{"minister", "governor", "chair", "spokesperson", "director-general"}
)

// Next makes the next article: about 40 to 80 quads.
func (k *articleGen) Next() []quad.Quad {
	b := &builder{label: articleIRI(k.n)}
	k.metadata(b)
	if k.FactOf > 0 && k.n < k.FactOf && k.n*k.FactIn/k.FactOf != (k.n+1)*k.FactIn/k.FactOf {
		k.reading(b, 0, string(theFact.Subject), string(theFact.Predicate), string(theFact.Object), "minister")
	}
	for i := range 2 + k.rng.IntN(3) {
		s := fmt.Sprintf("%sentity/Person/person-%d", dataNS, k.people.Uint64())
		o := fmt.Sprintf("%sentity/Organization/body-%d", dataNS, k.bodies.Uint64())
		p := kgNS + predicates[k.rng.IntN(len(predicates))]
		k.reading(b, i+1, s, p, o, roles[k.rng.IntN(len(roles))])
	}
	k.n++
	return b.quads
}

type builder struct {
	label quad.IRI
	quads []quad.Quad
}

func (b *builder) add(l, s quad.IRI, p string, o quad.Value) {
	b.quads = append(b.quads, quad.Quad{Subject: s, Predicate: quad.IRI(p), Object: o, Label: l})
}

func typed(s, datatype string) quad.Value {
	return quad.TypedString{Value: quad.String(s), Type: quad.IRI(xsdNS + datatype)}
}

func (k *articleGen) date() string {
	return fmt.Sprintf("2025-%02d-%02d", 1+k.rng.IntN(12), 1+k.rng.IntN(28))
}

func (k *articleGen) metadata(b *builder) {
	a := b.label
	b.add(a, a, rdfNS+"type", quad.IRI(schemaNS+"NewsArticle"))
	b.add(a, a, schemaNS+"headline", quad.String(fmt.Sprintf("Headline of article %d", k.n)))
	b.add(a, a, schemaNS+"datePublished", typed(k.date(), "date"))
	b.add(a, a, schemaNS+"url", quad.IRI(fmt.Sprintf("https://news.example/%d", k.n)))
	b.add(a, a, schemaNS+"publisher", quad.String(fmt.Sprintf("Paper %d", k.rng.IntN(40))))
	b.add(a, a, schemaNS+"articleBody", quad.String(k.text()))
	b.add(a, a, kgNS+"hash", quad.String(fmt.Sprintf("%x", sha256.Sum256([]byte(a)))))
}

// text is 1 to 4 kB of words, as compressible as prose.
func (k *articleGen) text() string {
	var sb strings.Builder
	for range 150 + k.rng.IntN(450) {
		fmt.Fprintf(&sb, "w%d ", k.rng.IntN(3000))
	}
	return sb.String()
}

// reading says in one sentence of the article that s p o.
func (k *articleGen) reading(b *builder, i int, s, p, o, role string) {
	stmt, a := statementIRI(s, p, o, role), b.label
	r := quad.IRI(fmt.Sprintf("%sreading/%08d-%d", dataNS, k.n, i))
	at := 100 * i
	b.add(a, r, kgNS+"states", stmt)
	b.add(a, r, oaNS+"hasTarget", a+quad.IRI(fmt.Sprintf("#char=%d,%d", at, at+90)))
	b.add(a, r, oaNS+"exact", quad.String(fmt.Sprintf("Sentence %d of article %d says it.", i, k.n)))
	b.add(a, r, kgNS+"rule", quad.String("apposition/office"))
	b.add(a, r, kgNS+"confidence", typed(fmt.Sprintf("0.%d", 50+k.rng.IntN(50)), "decimal"))
	b.add(a, r, kgNS+"subjectAs", quad.String(s[len(s)-8:]))
	b.add(a, r, kgNS+"objectAs", quad.String(o[len(o)-8:]))
	b.add(a, quad.IRI(s), p, quad.IRI(o))

	b.add(stmt, stmt, rdfNS+"type", quad.IRI(kgNS+"Statement"))
	b.add(stmt, stmt, rdfNS+"subject", quad.IRI(s))
	b.add(stmt, stmt, rdfNS+"predicate", quad.IRI(p))
	b.add(stmt, stmt, rdfNS+"object", quad.IRI(o))
	b.add(stmt, stmt, kgNS+"role", quad.String(role))
	b.add(stmt, stmt, kgNS+"status", quad.String("asserted"))
	b.add(stmt, stmt, kgNS+"key", quad.String(fmt.Sprintf("%x", sha256.Sum256([]byte(o+role)))))

	entity(b, s, "Person")
	entity(b, o, "Organization")
}

func entity(b *builder, iri, class string) {
	e := quad.IRI(iri)
	b.add(e, e, rdfNS+"type", quad.IRI(kgNS+class))
	b.add(e, e, rdfsNS+"label", quad.String(iri[strings.LastIndexByte(iri, '/')+1:]))
}
