package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// Article is what the graph keeps of an article beside its readings. Only Text is
// required.
type Article struct {
	ID       string // gives the IRI; without one the URL does, without both the text
	URL      string
	Title    string
	Date     string // ISO 8601, as precise as known
	Source   string // who published it
	Language string // BCP 47
	Authors  []string
	Text     string
}

// IRI is the article's IRI below base.
func (a *Article) IRI(base ontology.Base) quad.IRI { return base.Article(a.ID, a.URL, a.Text) }

// said is what one article contributes to the graph, a pure function of the article,
// its readings and the ontology.
type said struct {
	iri        quad.IRI
	quads      []quad.Quad              // under the article's label
	statements map[quad.IRI][]quad.Quad // each under its own
	types      map[quad.IRI][]quad.IRI  // of the entities that it names
}

// model lays an article and its readings out as quads.
type model struct {
	base   ontology.Base
	ont    *ontology.Ontology
	noText bool

	out     said
	text    []rune
	reading map[quad.IRI]*ontology.Reading
}

func (m *model) article(a *Article, readings []ontology.Reading) (*said, error) {
	m.out = said{
		iri:        a.IRI(m.base),
		statements: make(map[quad.IRI][]quad.Quad),
		types:      make(map[quad.IRI][]quad.IRI),
	}
	m.text = []rune(a.Text)
	m.reading = make(map[quad.IRI]*ontology.Reading)
	m.metadata(a)
	for i := range readings {
		if err := m.read(&readings[i]); err != nil {
			return nil, fmt.Errorf("article %q, reading %d: %w", m.out.iri, i+1, err)
		}
	}
	m.readings()
	m.out.quads = sortedQuads(m.out.quads)
	return &m.out, nil
}

// add states something under the article's label; an empty literal states nothing.
func (m *model) add(s quad.Value, p quad.IRI, o quad.Value) {
	if str, ok := o.(quad.String); o == nil || ok && str == "" {
		return
	}
	m.out.quads = append(m.out.quads, quad.Quad{Subject: s, Predicate: p, Object: o, Label: m.out.iri})
}

func (m *model) metadata(a *Article) {
	iri := m.out.iri
	m.add(iri, rdfType, schemaArticle)
	m.add(iri, schemaID, literal(a.ID))
	m.add(iri, schemaURL, address(a.URL))
	m.add(iri, schemaHeadline, literal(a.Title))
	m.add(iri, schemaPublished, ontology.Literal(valid(a.Date), ontology.Date))
	m.add(iri, schemaPublisher, literal(a.Source))
	m.add(iri, schemaLanguage, literal(a.Language))
	for _, author := range a.Authors {
		m.add(iri, schemaAuthor, literal(author))
	}
	m.add(iri, kgTextHash, quad.String(ontology.TextHash(a.Text)))
	if !m.noText {
		m.add(iri, schemaBody, literal(a.Text))
	}
}

// read adds what a reading states; the reading itself waits, since another may state
// the same in the same place.
func (m *model) read(r *ontology.Reading) error {
	if r.Start < 0 || r.Start > r.End || r.End > len(m.text) {
		return fmt.Errorf("characters %d to %d of a text of %d", r.Start, r.End, len(m.text))
	}
	if !(r.Confidence >= 0 && r.Confidence <= 1) {
		return fmt.Errorf("confidence %v", r.Confidence)
	}
	stmt, err := m.statement(r)
	if err != nil {
		return err
	}
	iri := m.base.Reading(stmt, m.out.iri, r.Start, r.End)
	if best, ok := m.reading[iri]; !ok || compareReadings(r, best) < 0 {
		m.reading[iri] = r
	}
	m.add(iri, kgStates, stmt)
	return nil
}

// compareReadings puts the surer first; the rest only makes the order total.
func compareReadings(a, b *ontology.Reading) int {
	return cmp.Or(
		cmp.Compare(b.Confidence, a.Confidence),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(byName(a), byName(b)),
		cmp.Compare(a.SubjectAs, b.SubjectAs),
		cmp.Compare(a.ObjectAs, b.ObjectAs),
	)
}

func byName(r *ontology.Reading) string {
	if r.By == nil {
		return ""
	}
	return r.By.Class + " " + r.By.Name
}

func (m *model) readings() {
	for iri, r := range m.reading {
		span := ontology.Span(m.out.iri, r.Start, r.End)
		m.add(iri, rdfType, oaAnnotation)
		m.add(iri, oaHasTarget, span)
		m.add(span, oaHasSource, m.out.iri)
		m.add(iri, oaExact, literal(string(m.text[r.Start:r.End])))
		m.add(iri, kgRule, literal(r.Rule))
		m.add(iri, kgConfidence, decimal(r.Confidence))
		m.add(iri, kgSubjectAs, literal(r.SubjectAs))
		m.add(iri, kgObjectAs, literal(r.ObjectAs))
		if r.By != nil && r.By.Name != "" {
			m.add(iri, kgAttributedTo, m.entity(r.By))
		}
	}
}

// statement mints what a reading states, lays it out under its own label, and adds its
// direct edge where the article asserts it as true and the reading is sure enough.
func (m *model) statement(s *ontology.Reading) (quad.IRI, error) {
	rel := m.ont.Relation(s.Predicate)
	if rel == nil {
		return "", fmt.Errorf("unknown relation %q", s.Predicate)
	}
	var subject quad.IRI // none where the text names no agent ("was arrested")
	if s.Subject.Name != "" {
		subject = m.entity(&s.Subject)
	}
	object := m.value(s.Object, rel.Literal)
	if object == nil || object == quad.String("") {
		return "", fmt.Errorf("relation %q without an object", s.Predicate)
	}
	predicate := ontology.Term(rel.Name)
	status := cmp.Or(valid(s.Status), ontology.Asserted)
	qualifiers := m.qualifiers(s.Qualifiers)
	iri := m.base.Statement(subject, predicate, object, qualifiers, status)
	if _, ok := m.out.statements[iri]; !ok {
		key := ontology.KeyHash(subject, predicate, object, qualifiers, rel.Key)
		m.out.statements[iri] = statementQuads(iri, subject, predicate, object, qualifiers, status, key)
	}
	sure := s.Confidence >= DefaultConfidence
	if _, edge := object.(quad.IRI); edge && rel.Direct && isCurrent(status) && sure && subject != "" {
		m.add(subject, predicate, object)
	}
	return iri, nil
}

// isCurrent holds for a status that says that the fact held when the article appeared.
func isCurrent(status string) bool { return status == ontology.Asserted || status == "acting" }

func statementQuads(iri, subject, predicate quad.IRI, object quad.Value, qualifiers []ontology.Qualified, status, key string) []quad.Quad {
	var out []quad.Quad
	add := func(p quad.IRI, o quad.Value) {
		out = append(out, quad.Quad{Subject: iri, Predicate: p, Object: o, Label: iri})
	}
	add(rdfType, rdfStatement)
	if subject != "" {
		add(rdfSubject, subject)
	}
	add(rdfPredicate, predicate)
	add(rdfObject, object)
	for _, q := range qualifiers {
		add(q.Predicate, q.Value)
	}
	add(kgStatus, quad.String(status))
	add(kgKey, quad.String(key))
	return sortedQuads(out)
}

func (m *model) qualifiers(qs []ontology.Qualifier) []ontology.Qualified {
	var out []ontology.Qualified
	for _, q := range qs {
		v := m.value(q.Value, m.ont.Qualifier(q.Key))
		if v == nil || v == quad.String("") {
			continue
		}
		out = append(out, ontology.Qualified{Key: q.Key, Predicate: ontology.Term(q.Key), Value: v})
	}
	return out
}

// value is an entity's IRI or a typed literal.
func (m *model) value(v ontology.Value, dt ontology.Datatype) quad.Value {
	if v.Entity == nil {
		return ontology.Literal(valid(v.Literal), dt)
	}
	if v.Entity.Name == "" {
		return nil
	}
	return m.entity(v.Entity)
}

// entity mints an entity and notes under the article's label what the article calls
// it; its own graph is derived from these names (see entity.go). What has no class of
// the ontology is a Thing.
func (m *model) entity(e *ontology.Entity) quad.IRI {
	if m.ont.Class(e.Class) == nil {
		thing := *e
		thing.Class = "Thing"
		e = &thing
	}
	iri := m.base.Entity(e, m.out.iri)
	class := ontology.Term(e.Class)
	if !slices.Contains(m.out.types[iri], class) {
		m.out.types[iri] = append(m.out.types[iri], class)
	}
	name := cmp.Or(e.Canonical, e.Name)
	m.add(iri, schemaName, literal(name))
	for _, alias := range append([]string{e.Name}, e.Aliases...) {
		if alias != name {
			m.add(iri, schemaAltName, literal(alias))
		}
	}
	return iri
}

func literal(s string) quad.Value { return quad.String(valid(s)) }

// valid replaces what is no UTF-8, which no N-Quads document could hold.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "�")
}

// address is a page's address as an IRI, or as a string where it is none.
func address(s string) quad.Value {
	if _, err := ontology.ParseIRI(s); err != nil {
		return literal(s)
	}
	return quad.IRI(s)
}

func decimal(x float64) quad.Value {
	return quad.TypedString{Value: quad.String(strconv.FormatFloat(x, 'f', -1, 64)), Type: xsdNS + "decimal"}
}
