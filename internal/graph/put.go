package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"kg/internal/graph/store"
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
		if outcome, err = t.put(s); err != nil || outcome == Unchanged {
			return err
		}
		return t.record(st.base, s.iri, opts.Run)
	})
	if err != nil {
		return 0, fmt.Errorf("store article %q: %w", s.iri, err)
	}
	return outcome, nil
}

// Known tells, without reading the article, that Put would find it unchanged: its text
// and what is known about it are stored, and were read by the same version and rules as
// run's.
func (st *Store) Known(ctx context.Context, a Article, run Run) (bool, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return false, err
	}
	defer v.Close()
	a.Text = valid(a.Text)
	m := model{base: st.base, ont: st.ont, noText: true, out: said{iri: a.IRI(st.base)}}
	m.metadata(&a)
	iri := m.out.iri
	var have []quad.Quad
	for q, err := range v.Quads(ctx, quad.Quad{Subject: iri, Label: iri}) {
		if err != nil {
			return false, err
		}
		if q.Predicate != schemaBody {
			have = append(have, q)
		}
	}
	if !slices.Equal(sortedQuads(have), sortedQuads(m.out.quads)) {
		return false, nil
	}
	return readBy(ctx, v, iri, run, st.base)
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
	t := newTx(ctx, v)
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

// replaceVersion keeps the present text as a version, and drops the version that
// becomes the present text again.
func (t *tx) replaceVersion(article quad.IRI, was, is string, before []quad.Quad) error {
	if err := t.replace(ontology.Version(article, is), nil); err != nil {
		return err
	}
	version := ontology.Version(article, was)
	if err := t.replace(version, asVersion(article, version, before)); err != nil {
		return err
	}
	runs, err := t.all(quad.Quad{Subject: article, Predicate: provGenerated})
	for _, q := range runs {
		t.add(quad.Quad{Subject: version, Predicate: provGenerated, Object: q.Object, Label: q.Label})
	}
	return err
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
	return t.replace(iri, nil)
}

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
func asVersion(article, version quad.IRI, qs []quad.Quad) []quad.Quad {
	move := renamed(article, version, qs)
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
func renamed(article, version quad.IRI, qs []quad.Quad) map[quad.Value]quad.Value {
	move := map[quad.Value]quad.Value{article: version}
	states := make(map[quad.Value]quad.Value)
	for _, q := range qs {
		if q.Predicate == kgStates {
			states[q.Subject] = q.Object
		}
	}
	for _, q := range qs {
		span, ok := q.Object.(quad.IRI)
		if !ok || q.Predicate != oaHasTarget {
			continue
		}
		chars, _ := strings.CutPrefix(string(span), string(article))
		move[span] = version + quad.IRI(chars)
		move[q.Subject] = versionReading(q.Subject.(quad.IRI), states[q.Subject], version+quad.IRI(chars))
	}
	return move
}

// versionReading is beside the article's readings, in the same base.
func versionReading(reading quad.IRI, statement quad.Value, span quad.IRI) quad.IRI {
	base, _, _ := strings.Cut(string(reading), "reading/")
	version, chars, _ := strings.Cut(string(span), "#char=")
	var start, end int
	fmt.Sscanf(chars, "%d,%d", &start, &end)
	return ontology.Base(base).Reading(statement.(quad.IRI), quad.IRI(version), start, end)
}

// record notes in the runs graph that run read the article. A reading that changed
// nothing is not noted.
func (t *tx) record(base ontology.Base, article quad.IRI, run Run) error {
	label := base.Graph("runs")
	if err := t.forgetRun(article, label); err != nil || run == (Run{}) {
		return err
	}
	iri := run.iri(base)
	for _, q := range run.quads(iri, base) {
		have, err := t.any(q)
		if err != nil {
			return err
		}
		if !have {
			t.add(q)
		}
	}
	t.add(quad.Quad{Subject: article, Predicate: provGenerated, Object: iri, Label: label})
	return nil
}

// forgetRun drops what says who read an article, and a run that read nothing else.
func (t *tx) forgetRun(article, label quad.IRI) error {
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
