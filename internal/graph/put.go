package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// Outcome is what became of an article.
type Outcome int

const (
	New       Outcome = iota // it was not there
	Changed                  // its text was edited: the former text is now a version
	Reread                   // the text is the same, what is read out of it or about it is not
	Unchanged                // nothing was written
)

func (o Outcome) String() string {
	if o < New || o > Unchanged {
		return fmt.Sprintf("Outcome(%d)", int(o))
	}
	return [...]string{"new", "changed", "reread", "unchanged"}[o]
}

// PutOptions say how to store an article.
type PutOptions struct {
	Run    Run  // the zero Run leaves no trace of who read it and when
	NoText bool // keep quotes, not the text
}

// Put stores an article with what it states, in one transaction that is durable when
// Put returns. The same article twice changes nothing; an edited text replaces its
// predecessor, which stays as a version.
func (st *Store) Put(ctx context.Context, a Article, readings []ontology.Reading, opts PutOptions) (Outcome, error) {
	a.Text = valid(a.Text)
	m := model{base: st.base, ont: st.ont, noText: opts.NoText}
	s, err := m.article(&a, readings)
	if err != nil {
		return 0, err
	}
	var outcome Outcome
	err = st.change(ctx, func(t *tx) error {
		if outcome, err = t.put(s); err != nil {
			return err
		}
		if outcome == Unchanged {
			// Other rules that find the same are worth noting: they need not look again.
			known, err := readBy(ctx, t.view, s.iri, opts.Run, st.base)
			if known || err != nil || opts.Run == (Run{}) {
				return err
			}
		}
		return t.record(s.iri, opts.Run)
	})
	if err != nil {
		return 0, fmt.Errorf("store article %q: %w", s.iri, err)
	}
	return outcome, nil
}

// change runs one transaction.
func (st *Store) change(ctx context.Context, do func(*tx) error) error {
	st.write.Lock()
	defer st.write.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	v, err := st.quads.Snapshot()
	if err != nil {
		return err
	}
	defer v.Close()
	t := newTx(ctx, v, st.base)
	if err := do(t); err != nil {
		return err
	}
	if !st.described {
		label := st.base.Graph("ontology")
		if err := t.replace(label, ontologyQuads(st.ont, label)); err != nil {
			return err
		}
	}
	err = t.commit(st.quads)
	st.described = err == nil
	return err
}

// put makes the store hold what s says, as the article's present text.
func (t *tx) put(s *said) (Outcome, error) {
	before, err := t.graph(s.iri)
	if err != nil {
		return 0, err
	}
	was, is := textHash(s.iri, before), textHash(s.iri, s.quads)
	outcome := New
	lost := before // quads whose statements and entities may have lost their last reading
	if len(before) > 0 {
		outcome = Reread
	}
	if len(before) > 0 && was != is {
		outcome = Changed
		back, err := t.graph(ontology.Version(s.iri, is))
		if err != nil {
			return 0, err
		}
		lost = append(slices.Clone(before), back...)
		if err := t.replaceVersion(s.iri, was, is, before); err != nil {
			return 0, err
		}
	}
	if err := t.replace(s.iri, s.quads); err != nil {
		return 0, err
	}
	for _, iri := range slices.Sorted(maps.Keys(s.statements)) {
		if err := t.replace(iri, s.statements[iri]); err != nil {
			return 0, err
		}
	}
	if err := t.settle(lost, s); err != nil {
		return 0, err
	}
	if t.empty() {
		return Unchanged, nil
	}
	return outcome, nil
}

// settle drops the statements and entities that nothing reads any more, and derives
// anew the entities whose names may have changed. s is nil for an article that goes.
func (t *tx) settle(lost []quad.Quad, s *said) error {
	before, after := make(map[quad.IRI][]quad.Quad), make(map[quad.IRI][]quad.Quad)
	for _, q := range lost {
		switch q.Predicate {
		case kgStates:
			if err := t.dropUnread(q.Object); err != nil {
				return err
			}
		case schemaName, schemaAltName:
			noteName(before, q)
		}
	}
	var types map[quad.IRI][]quad.IRI
	if s != nil {
		types = s.types
		for _, q := range s.quads {
			noteName(after, q)
		}
	}
	touched := slices.Collect(maps.Keys(before))
	touched = slices.AppendSeq(touched, maps.Keys(after))
	slices.Sort(touched)
	for _, iri := range slices.Compact(touched) {
		if err := t.refreshEntity(iri, types[iri], before[iri], after[iri]); err != nil {
			return err
		}
	}
	return nil
}

func noteName(into map[quad.IRI][]quad.Quad, q quad.Quad) {
	if iri, ok := q.Subject.(quad.IRI); ok && (q.Predicate == schemaName || q.Predicate == schemaAltName) {
		into[iri] = append(into[iri], q)
	}
}

func (t *tx) dropUnread(statement quad.Value) error {
	iri, ok := statement.(quad.IRI)
	if !ok {
		return nil
	}
	read, err := t.any(quad.Quad{Predicate: kgStates, Object: iri})
	if err != nil || read {
		return err
	}
	// An imported graph may call anything a statement, another article even.
	if ours, err := t.any(quad.Quad{Subject: iri, Predicate: rdfType, Object: rdfStatement, Label: iri}); err != nil || !ours {
		return err
	}
	return t.replace(iri, nil)
}
