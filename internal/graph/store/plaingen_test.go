package store

import (
	"fmt"
	"math/rand/v2"

	"github.com/cayleygraph/quad"
)

// plainNS is the namespace of the plain graph.
const plainNS = "urn:plain:"

// plainQuads makes a graph of about n quads, 20 an article, all labelled with
// their article: who works for whom, holds what office, met whom. People and
// organisations are Zipf-distributed, so the same triple stands under many
// labels; rdf:type of articles and people are super-nodes.
func plainQuads(seed uint64, n int) []quad.Quad {
	p := newPlain(seed, n)
	for len(p.b.quads) < n {
		p.article()
	}
	return p.b.quads
}

type plain struct {
	rng     *rand.Rand
	people  *rand.Zipf
	offices int
	orgs    int
	n       int
	b       builder
}

// plainBodies names the organisation and office, relative to plainNS, of a person
// whose number divides by 3.
func plainBodies(n, person int) (org, office string) {
	p := newPlain(0, n)
	return fmt.Sprintf("org/%d", skewed(person, p.orgs)), fmt.Sprintf("office/%d", skewed(person/3, p.offices))
}

// newPlain scales people and organisations with the graph: at a million
// quads 50,000 articles, 20,000 people, 2,000 organisations, 400 offices.
func newPlain(seed uint64, n int) *plain {
	rng := rand.New(rand.NewPCG(seed, 7))
	return &plain{
		rng:    rng,
		people: rand.NewZipf(rng, 1.1, 8, uint64(max(n/50, 50))),
		orgs:   max(n/500, 10), offices: max(n/2500, 5),
	}
}

func ns(format string, args ...any) quad.IRI { return quad.IRI(plainNS + fmt.Sprintf(format, args...)) }

func (p *plain) add(s quad.IRI, pred string, o quad.Value) {
	p.b.add(p.b.label, s, pred, o)
}

// article makes 20 quads: 5 about itself, and 5 on each of three people.
func (p *plain) article() {
	a := ns("article/%d", p.n)
	p.b.label = a
	p.add(a, rdfNS+"type", ns("Article"))
	p.add(a, plainNS+"date", typed(fmt.Sprintf("20%02d-%02d-%02d", 20+p.rng.IntN(6), 1+p.rng.IntN(12), 1+p.rng.IntN(28)), "date"))
	p.add(a, plainNS+"publisher", ns("paper/%d", p.rng.IntN(50)))
	prev := p.person()
	p.add(a, plainNS+"mentions", ns("person/%d", prev))
	p.add(a, plainNS+"title", quad.String(fmt.Sprintf("Title %d", p.n)))
	for range 3 {
		i := p.person()
		p.describe(i, prev)
		prev = i
	}
	p.n++
}

func (p *plain) person() int { return int(p.people.Uint64()) }

// describe says of a person what always is the same for that person, and a
// meeting.
func (p *plain) describe(i, other int) {
	who := ns("person/%d", i)
	p.add(who, rdfNS+"type", ns("Person"))
	p.add(who, plainNS+"name", quad.String(fmt.Sprintf("Person No %d", i)))
	p.add(who, plainNS+"worksFor", ns("org/%d", skewed(i, p.orgs)))
	if i%3 == 0 {
		p.add(who, plainNS+"holdsOffice", ns("office/%d", skewed(i/3, p.offices)))
	} else {
		p.add(who, plainNS+"birthDate", typed(fmt.Sprintf("19%02d-0%d-11", 30+i%70, 1+i%9), "date"))
	}
	p.add(who, plainNS+"met", ns("person/%d", other))
}

// skewed gives a person one of n bodies for good, low numbers more often.
func skewed(i, n int) int {
	u := float64(uint64(i+1)*0x9e3779b97f4a7c15>>11) / (1 << 53) // in [0, 1), scattered
	return int(u * u * float64(n))
}
