package link

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// Entity is a thing of a graph, with all that linking looks at.
type Entity struct {
	IRI     quad.IRI
	Classes []string // of the ontology, sorted; none where its types are unknown
	Label   string
	Aliases []string // sorted, without Label
	IDs     []ID     // sorted

	// Within are the bodies and places that it is part of, near and far.
	Within []quad.IRI

	// Local says that the graph's own IRI makes it one article's: its name is no
	// complete proper name.
	Local bool

	keys   map[string]name // by folded name
	where  map[string]bool // folded names and identifiers of Within
	placed bool            // a name is among them
	born   []string        // as written
	died   []string
}

// name is one of an entity's names.
type name struct {
	text  string
	label bool // it is its label, not an alias
}

// ID identifies a thing in a scheme. Kinds: wikidata, geonames, lei, iso3166, isni,
// viaf; page, a home page; iri, any other IRI that it is said to be the same as.
type ID struct{ Kind, Value string }

func (id ID) String() string { return id.Kind + ":" + id.Value }

// isSingle says that one thing has one identifier of the kind, so that two of them
// tell two things apart.
func (id ID) isSingle() bool { return id.Kind != "page" && id.Kind != "iri" && id.Kind != "viaf" }

// Graph is the entities of a graph.
type Graph struct {
	Entities []*Entity // by IRI

	articles map[string]string // text hash of kg's articles, by id
}

// Read gathers the entities of a stream of quads: those of a class of ont, under any of
// the names in vocabulary.tsv, and those with an identifier and no known class. The
// labels of the quads do not matter.
func Read(ctx context.Context, ont *ontology.Ontology, quads iter.Seq2[quad.Quad, error]) (*Graph, error) {
	g := newGatherer(ont)
	n := 0
	for q, err := range quads {
		if err != nil {
			return nil, err
		}
		if n++; n&0xFFF == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		g.take(q)
	}
	return g.graph(), nil
}

// gatherer holds what is known of each subject until all is read.
type gatherer struct {
	ont        *ontology.Ontology
	vocabulary *vocabulary
	things     map[quad.IRI]*thing
	broader    map[quad.IRI][]quad.IRI
	statements map[quad.Value]*statement
	articles   map[quad.IRI]string
}

// thing is a subject with what was read of it.
type thing struct {
	labels, aliases []spoken
	types           []quad.IRI
	ids             []ID
	within          []quad.IRI
	born, died      []string
}

// spoken is a name in a language.
type spoken struct {
	text, lang string
	rank       int // of its predicate; schema:name after rdfs:label
}

// statement is one of kg's, which have literals that direct edges lack.
type statement struct {
	subject, predicate quad.IRI
	object             quad.Value
}

func newGatherer(ont *ontology.Ontology) *gatherer {
	return &gatherer{
		ont:        ont,
		vocabulary: loadVocabulary(),
		things:     map[quad.IRI]*thing{},
		broader:    map[quad.IRI][]quad.IRI{},
		statements: map[quad.Value]*statement{},
		articles:   map[quad.IRI]string{},
	}
}

func (g *gatherer) take(q quad.Quad) {
	subject, ok := q.Subject.(quad.IRI)
	predicate, ok2 := q.Predicate.(quad.IRI)
	if !ok || !ok2 {
		return // blank nodes have no name to link to
	}
	switch predicate {
	case rdfNS + "subject", rdfNS + "predicate", rdfNS + "object":
		g.takeStatement(subject, predicate, q.Object)
		return
	case ontology.Vocabulary + "textHash":
		g.articles[subject] = lexical(q.Object)
		return
	}
	predicate = canonicalTerm(predicate)
	u, ok := g.vocabulary.predicates[predicate]
	if !ok {
		return
	}
	if u.role == broaderRole {
		if class, ok := q.Object.(quad.IRI); ok {
			g.broader[subject] = append(g.broader[subject], class)
		}
		return
	}
	if q.Object == quad.Value(quad.IRI(rdfNS+"Statement")) || q.Object == quad.Value(quad.IRI("http://www.w3.org/ns/oa#Annotation")) {
		return // most subjects of a graph of kg's, and none of them is linked
	}
	t := g.things[subject]
	if t == nil {
		t = &thing{}
		g.things[subject] = t
	}
	t.take(u, predicate, q.Object)
}

// takeStatement keeps those of kg's statements that say a day.
func (g *gatherer) takeStatement(iri, predicate quad.IRI, object quad.Value) {
	s := g.statements[iri]
	if s == nil {
		s = &statement{}
		g.statements[iri] = s
	}
	switch predicate {
	case rdfNS + "subject":
		s.subject, _ = object.(quad.IRI)
	case rdfNS + "predicate":
		s.predicate, _ = object.(quad.IRI)
	default:
		s.object = object
	}
}

func (t *thing) take(u use, predicate quad.IRI, object quad.Value) {
	iri, isIRI := object.(quad.IRI)
	switch u.role {
	case labelRole, aliasRole:
		s := spoken{text: strings.TrimSpace(lexical(object))}
		if l, ok := object.(quad.LangString); ok {
			s.lang = strings.ToLower(l.Lang)
		}
		if predicate != rdfsNS+"label" && predicate != skosNS+"prefLabel" {
			s.rank = 1
		}
		if isIRI || s.text == "" {
			return
		}
		if u.role == labelRole {
			t.labels = append(t.labels, s)
		} else {
			t.aliases = append(t.aliases, s)
		}
	case typeRole:
		if isIRI {
			t.types = append(t.types, iri)
		}
	case sameRole:
		if isIRI {
			t.ids = append(t.ids, idOfIRI(iri))
		}
	case idRole:
		if value := strings.TrimSpace(lexical(object)); value != "" {
			t.ids = append(t.ids, ID{u.kind, strings.ToUpper(value)})
		}
	case pageRole:
		if page := homePage(lexical(object)); page != "" {
			t.ids = append(t.ids, ID{"page", page})
		}
	case withinRole:
		if isIRI {
			t.within = append(t.within, iri)
		}
	case bornRole:
		t.born = append(t.born, lexical(object))
	case diedRole:
		t.died = append(t.died, lexical(object))
	}
}

// idOfIRI tells the identifiers that are written as IRIs.
func idOfIRI(iri quad.IRI) ID {
	s := string(iri)
	for _, known := range []struct{ prefix, kind string }{
		{"www.wikidata.org/entity/", "wikidata"}, {"www.wikidata.org/wiki/", "wikidata"},
		{"sws.geonames.org/", "geonames"}, {"www.geonames.org/", "geonames"}, {"geonames.org/", "geonames"},
		{"viaf.org/viaf/", "viaf"}, {"isni.org/isni/", "isni"},
	} {
		_, rest, _ := strings.Cut(s, "://")
		if value, ok := strings.CutPrefix(rest, known.prefix); ok {
			value, _, _ = strings.Cut(value, "/")
			return ID{known.kind, value}
		}
	}
	return ID{"iri", s}
}

// homePage writes two addresses of one home page alike; "" for no web address.
func homePage(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return strings.TrimPrefix(ontology.NormalURL(s), "https://")
}

func lexical(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	case quad.IRI:
		return string(v)
	case quad.TypedStringer: // a Go number or time
		return string(v.TypedString().Value)
	}
	return ""
}

// graph makes entities of what was gathered.
func (g *gatherer) graph() *Graph {
	for _, s := range g.statements {
		u := g.vocabulary.predicates[s.predicate]
		if t := g.things[s.subject]; t != nil && (u.role == bornRole || u.role == diedRole) {
			t.take(u, s.predicate, s.object)
		}
	}
	out := &Graph{articles: map[string]string{}}
	byIRI := map[quad.IRI]*Entity{}
	for _, iri := range slices.Sorted(maps.Keys(g.things)) {
		if e := g.entity(iri, g.things[iri]); e != nil {
			byIRI[iri] = e
			out.Entities = append(out.Entities, e)
		}
	}
	for _, e := range out.Entities {
		g.place(e, byIRI)
	}
	for _, iri := range slices.Sorted(maps.Keys(g.articles)) { // of two bases the last counts
		if _, id, ok := strings.Cut(string(iri), articlePath); ok {
			out.articles[id] = g.articles[iri]
		}
	}
	return out
}

// articlePath and localPart mark the IRIs of kg's articles and of what is one
// article's own, below any base.
const (
	articlePath = "article/"
	localPart   = "#entity/"
)

// entity is nil for what is none: classes, articles, statements, runs.
func (g *gatherer) entity(iri quad.IRI, t *thing) *Entity {
	e := &Entity{IRI: iri, Classes: g.classes(t.types), IDs: slices.Clone(t.ids)}
	if own := idOfIRI(iri); own.Kind != "iri" {
		e.IDs = append(e.IDs, own)
	}
	if len(e.Classes) == 0 { // its pages may be an article's
		e.IDs = slices.DeleteFunc(e.IDs, func(id ID) bool { return id.Kind == "page" })
		if len(e.IDs) == 0 {
			return nil
		}
	}
	slices.SortFunc(e.IDs, func(a, b ID) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value)) })
	e.IDs = slices.Compact(e.IDs)
	e.Local = strings.Contains(string(iri), localPart)
	e.name(t)
	e.born, e.died = slices.Sorted(slices.Values(t.born)), slices.Sorted(slices.Values(t.died))
	return e
}

// classes maps types to classes, through broader ones where a type is unknown.
func (g *gatherer) classes(types []quad.IRI) []string {
	var classes []string
	seen := map[quad.IRI]bool{}
	for queue := slices.Clone(types); len(queue) > 0; queue = queue[1:] {
		t := canonicalTerm(queue[0])
		if seen[t] {
			continue
		}
		seen[t] = true
		if name, ok := strings.CutPrefix(string(t), ontology.Vocabulary); ok && g.ont.Class(name) != nil {
			classes = append(classes, name)
		} else if names, ok := g.vocabulary.classes[t]; ok {
			classes = append(classes, names...)
		} else {
			queue = append(queue, g.broader[queue[0]]...)
		}
	}
	slices.Sort(classes)
	return slices.Compact(classes)
}

// name chooses the label and collects the names, those in English or without a
// language; all of them only where there is none of these.
func (e *Entity) name(t *thing) {
	labels, aliases := english(t.labels), english(t.aliases)
	if len(labels)+len(aliases) == 0 {
		labels, aliases = t.labels, t.aliases
	}
	if len(labels) > 0 {
		e.Label = slices.MinFunc(labels, func(a, b spoken) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(languageRank(a.lang), languageRank(b.lang)), cmp.Compare(a.text, b.text))
		}).text
	}
	e.keys = map[string]name{}
	for _, s := range slices.Concat(labels, aliases) {
		if s.text != e.Label {
			e.Aliases = append(e.Aliases, s.text)
		}
		key := ontology.NameKey(s.text)
		isLabel := s.text == e.Label
		if known, ok := e.keys[key]; key != "" && (!ok || isLabel && !known.label || isLabel == known.label && s.text < known.text) {
			e.keys[key] = name{s.text, isLabel}
		}
	}
	slices.Sort(e.Aliases)
	e.Aliases = slices.Compact(e.Aliases)
}

func english(names []spoken) []spoken {
	var out []spoken
	for _, s := range names {
		if languageRank(s.lang) < 4 {
			out = append(out, s)
		}
	}
	return out
}

// languageRank prefers English, then no language, then that of all languages.
func languageRank(lang string) int {
	switch {
	case lang == "en":
		return 0
	case lang == "":
		return 1
	case strings.HasPrefix(lang, "en-"):
		return 2
	case lang == "mul":
		return 3
	}
	return 4
}

// place follows what e is within, step by step, and notes how that may be told again
// in another graph.
func (g *gatherer) place(e *Entity, byIRI map[quad.IRI]*Entity) {
	const far = 8 // steps; a town, its county, state, country, union
	seen := map[quad.IRI]bool{e.IRI: true}
	e.where = map[string]bool{}
	step := []quad.IRI{e.IRI}
	for range far {
		var next []quad.IRI
		for _, iri := range step {
			t := g.things[iri]
			if t == nil {
				continue
			}
			for _, in := range t.within {
				if !seen[in] {
					seen[in] = true
					next = append(next, in)
				}
			}
		}
		step = next
		e.Within = append(e.Within, next...)
	}
	slices.Sort(e.Within)
	for _, in := range e.Within {
		e.where[idOfIRI(in).String()] = true
		if whole := byIRI[in]; whole != nil {
			for key := range whole.keys {
				e.where[key] = true
				e.placed = true
			}
			for _, id := range whole.IDs {
				e.where[id.String()] = true
			}
		}
	}
}
