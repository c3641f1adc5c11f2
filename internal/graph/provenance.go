package graph

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// Run is one run over articles. The caller injects its time, so that everything else
// in the graph depends on the articles alone.
type Run struct {
	Started time.Time
	Version string // of the program
	RuleSet string // hash of the ontology and its rules
}

// Standing is what a store has of an article before it is read.
type Standing int

const (
	Unknown Standing = iota // not this text, or other data about it
	Stale                   // this text and data, as other rules read it
	Known                   // this text and data, as the same rules read it
)

func (s Standing) String() string {
	if s < Unknown || s > Known {
		return fmt.Sprintf("Standing(%d)", int(s))
	}
	return [...]string{"unknown", "stale", "known"}[s]
}

// Standing tells, without reading the article, whether Put would find it unchanged, for
// which it must be [Known]: its text and what is known about it are stored, and were
// read by the same version and rules as run's.
func (st *Store) Standing(ctx context.Context, a Article, run Run) (Standing, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return Unknown, err
	}
	defer v.Close()
	a.Text = valid(a.Text)
	m := model{base: st.base, ont: st.ont, noText: true, out: said{iri: a.IRI(st.base)}}
	m.metadata(&a)
	iri := m.out.iri
	var have []quad.Quad
	for q, err := range v.Quads(ctx, quad.Quad{Subject: iri, Label: iri}) {
		if err != nil {
			return Unknown, err
		}
		if q.Predicate != schemaBody {
			have = append(have, q)
		}
	}
	if !slices.Equal(sortedQuads(have), sortedQuads(m.out.quads)) {
		return Unknown, nil
	}
	same, err := readBy(ctx, v, iri, run, st.base)
	if err != nil || !same {
		return Stale, err
	}
	return Known, nil
}

// readBy tells whether an article was read by run's version and rules, at any time.
func readBy(ctx context.Context, v *store.Snapshot, article quad.IRI, run Run, base ontology.Base) (bool, error) {
	runs, err := collect(v.Quads(ctx, quad.Quad{Subject: article, Predicate: provGenerated, Label: base.Graph("runs")}))
	if err != nil {
		return false, err
	}
	for _, q := range runs {
		iri, _ := q.Object.(quad.IRI)
		for _, want := range run.quads(iri, base) {
			if want.Predicate == provStarted {
				continue
			}
			if ok, err := exists(ctx, v, want); err != nil || !ok {
				return false, err
			}
		}
	}
	return len(runs) > 0, nil
}

// record notes in the runs graph that run read the article.
func (t *tx) record(article quad.IRI, run Run) error {
	if err := t.forgetRun(article); err != nil || run == (Run{}) {
		return err
	}
	iri := run.iri(t.base)
	for _, q := range run.quads(iri, t.base) {
		have, err := t.any(q)
		if err != nil {
			return err
		}
		if !have {
			t.add(q)
		}
	}
	t.add(quad.Quad{Subject: article, Predicate: provGenerated, Object: iri, Label: t.base.Graph("runs")})
	return nil
}

// forgetRun drops what says who read an article, and a run that read nothing else.
func (t *tx) forgetRun(article quad.IRI) error {
	label := t.base.Graph("runs")
	runs, err := t.all(quad.Quad{Subject: article, Predicate: provGenerated, Label: label})
	if err != nil {
		return err
	}
	for _, q := range runs {
		t.remove(q)
		used, err := t.any(quad.Quad{Predicate: provGenerated, Object: q.Object, Label: label})
		if err != nil {
			return err
		}
		if used {
			continue
		}
		own, err := t.all(quad.Quad{Subject: q.Object, Label: label})
		if err != nil {
			return err
		}
		for _, q := range own {
			t.remove(q)
		}
	}
	return nil
}

func (r Run) started() string { return r.Started.UTC().Format(time.RFC3339) }

func (r Run) iri(base ontology.Base) quad.IRI {
	return base.Run(r.started(), r.Version, r.RuleSet)
}

func (r Run) quads(iri quad.IRI, base ontology.Base) []quad.Quad {
	label := base.Graph("runs")
	started := quad.TypedString{Value: quad.String(r.started()), Type: xsdNS + "dateTime"}
	return []quad.Quad{
		{Subject: iri, Predicate: rdfType, Object: provActivity, Label: label},
		{Subject: iri, Predicate: provStarted, Object: started, Label: label},
		{Subject: iri, Predicate: schemaSoftware, Object: literal(r.Version), Label: label},
		{Subject: iri, Predicate: kgRuleSet, Object: literal(r.RuleSet), Label: label},
	}
}
