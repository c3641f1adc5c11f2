// Package link finds what two graphs have in common: the graph that kg keeps and
// another, of kg's or of others, as Wikidata.
//
// Most callers call [Read] for each graph's quads and [Match] for the two; a [Result]
// gives the links as quads for the links graph ([Result.Quads], taken back with [Undo])
// and as SSSOM ([Result.WriteSSSOM]).
//
// It decides by identifiers and by names that are one to one, gives the reason of each
// link, and leaves open whatever has two answers. It does not weigh evidence.
package link

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// Run says where links come from. Its IRI depends on what was linked and by which
// version, not on when.
type Run struct {
	Base    ontology.Base
	Other   string    // the other graph: a file's name or an IRI
	Version string    // of the program
	Started time.Time // kept in the runs graph only, with Other
}

// Terms of the quads of a link.
const (
	owlAxiom       quad.IRI = owlNS + "Axiom"
	owlSource      quad.IRI = owlNS + "annotatedSource"
	owlProperty    quad.IRI = owlNS + "annotatedProperty"
	owlTarget      quad.IRI = owlNS + "annotatedTarget"
	justification  quad.IRI = sssomNS + "mapping_justification"
	rdfType        quad.IRI = rdfNS + "type"
	rdfsComment    quad.IRI = rdfsNS + "comment"
	rdfsLabel      quad.IRI = rdfsNS + "label"
	provActivity   quad.IRI = provNS + "Activity"
	provGenerated  quad.IRI = provNS + "wasGeneratedBy"
	provStarted    quad.IRI = provNS + "startedAtTime"
	schemaSoftware quad.IRI = schemaNS + "softwareVersion"
)

// IRI is the run's name, a function of its links.
func (r Run) IRI(result *Result) quad.IRI {
	parts := []string{"link", r.Version}
	for _, l := range result.Links {
		parts = append(parts, string(l.iri(r.Base)))
	}
	return r.Base.Run(parts...)
}

// iri names a link.
func (l Link) iri(base ontology.Base) quad.IRI {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(l.Subject.IRI), string(l.Predicate), string(l.Object.IRI)}, "\n")))
	return quad.IRI(string(base) + "link/" + hex.EncodeToString(sum[:16]))
}

// justify names the kind of evidence as SSSOM does.
func (e Evidence) justify() string {
	if e.Kind == Identifier {
		return "MappingChaining" // over what both are the same as
	}
	return "LexicalMatching"
}

// Quads lays the links out: under the links graph each as the bare triple and as an
// axiom that says its reason and run; under the runs graph the run. Without links there
// are none.
func (r *Result) Quads(run Run) []quad.Quad {
	if len(r.Links) == 0 {
		return nil
	}
	var out []quad.Quad
	add := func(graph string, s, p quad.IRI, o quad.Value) {
		out = append(out, quad.Quad{Subject: s, Predicate: p, Object: o, Label: run.Base.Graph(graph)})
	}
	by := run.IRI(r)
	for _, l := range r.Links {
		axiom := l.iri(run.Base)
		add("links", l.Subject.IRI, l.Predicate, l.Object.IRI)
		add("links", axiom, rdfType, owlAxiom)
		add("links", axiom, owlSource, l.Subject.IRI)
		add("links", axiom, owlProperty, l.Predicate)
		add("links", axiom, owlTarget, l.Object.IRI)
		add("links", axiom, justification, quad.IRI(semapvNS+l.Evidence.justify()))
		add("links", axiom, rdfsComment, quad.String(l.Evidence.Reason()))
		add("links", axiom, provGenerated, by)
	}
	add("runs", by, rdfType, provActivity)
	add("runs", by, rdfsLabel, quad.String("link with "+run.Other))
	add("runs", by, schemaSoftware, quad.String(run.Version))
	add("runs", by, provStarted, quad.TypedString{Value: quad.String(run.Started.UTC().Format(time.RFC3339)), Type: xsdNS + "dateTime"})
	return out
}

// Applied is a run found in a graph.
type Applied struct {
	IRI     quad.IRI
	Links   int
	Label   string // "link with other.nq"; empty where the runs graph is missing
	Started string // ISO 8601, or empty likewise
}

// Runs lists the runs whose links are among the quads, the last one last; those
// without a time come first.
func Runs(quads iter.Seq2[quad.Quad, error]) ([]Applied, error) {
	found := map[quad.IRI]*Applied{}
	run := func(iri quad.IRI) *Applied {
		if found[iri] == nil {
			found[iri] = &Applied{IRI: iri}
		}
		return found[iri]
	}
	for q, err := range quads {
		if err != nil {
			return nil, err
		}
		subject, _ := q.Subject.(quad.IRI)
		object, _ := q.Object.(quad.IRI)
		switch q.Predicate {
		case provGenerated:
			run(object).Links++
		case rdfsLabel:
			run(subject).Label = lexical(q.Object)
		case provStarted:
			run(subject).Started = max(run(subject).Started, lexical(q.Object))
		}
	}
	var out []Applied
	for _, a := range found {
		if a.Links > 0 {
			out = append(out, *a)
		}
	}
	slices.SortFunc(out, func(x, y Applied) int {
		return strings.Compare(x.Started+" "+string(x.IRI), y.Started+" "+string(y.IRI))
	})
	return out, nil
}

// Undo gives, of the quads of the links graph and the runs graph, those that a run
// added and no other run did.
func Undo(run quad.IRI, quads iter.Seq2[quad.Quad, error]) ([]quad.Quad, error) {
	all, err := collect(quads)
	if err != nil {
		return nil, err
	}
	axioms, shared := map[quad.Value]bool{}, map[quad.Value]bool{}
	for _, q := range all {
		if q.Predicate != provGenerated {
			continue
		}
		if q.Object == quad.Value(run) {
			axioms[q.Subject] = true
		} else {
			shared[q.Subject] = true
		}
	}
	if len(axioms) == 0 {
		return nil, fmt.Errorf("no links of run %s", run)
	}
	gone := axiomLinks(all, func(axiom quad.Value) bool { return axioms[axiom] && !shared[axiom] })
	var out []quad.Quad
	for _, q := range all {
		whole := axioms[q.Subject] && !shared[q.Subject]
		ofRun := q.Subject == quad.Value(run) || q.Predicate == provGenerated && q.Object == quad.Value(run)
		if whole || ofRun || gone[triple{q.Subject, q.Predicate, q.Object}] {
			out = append(out, q)
		}
	}
	return out, nil
}

type triple struct{ s, p, o quad.Value }

// axiomLinks are the bare triples that the wanted axioms are about.
func axiomLinks(quads []quad.Quad, want func(axiom quad.Value) bool) map[triple]bool {
	about := map[quad.Value]*triple{}
	for _, q := range quads {
		if !want(q.Subject) {
			continue
		}
		t := about[q.Subject]
		if t == nil {
			t = &triple{}
			about[q.Subject] = t
		}
		switch q.Predicate {
		case owlSource:
			t.s = q.Object
		case owlProperty:
			t.p = q.Object
		case owlTarget:
			t.o = q.Object
		}
	}
	out := map[triple]bool{}
	for _, t := range about {
		out[*t] = true
	}
	return out
}

func collect(quads iter.Seq2[quad.Quad, error]) ([]quad.Quad, error) {
	var out []quad.Quad
	for q, err := range quads {
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}
