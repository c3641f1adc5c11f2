package ontology

import (
	_ "embed"
	"maps"
	"slices"
	"sync"
)

// Datatype is the kind of a literal.
type Datatype string

// The datatypes of literals. Their values are strings in normal form.
const (
	String   Datatype = "string"
	Integer  Datatype = "integer"
	Decimal  Datatype = "decimal"
	Percent  Datatype = "percent"  // "4.4%"; a change has its sign: "+4.4%"
	Date     Datatype = "date"     // ISO 8601, as precise as known: 2026-01-29, 2026-01, 2026
	Period   Datatype = "period"   // a date, or first/last
	Currency Datatype = "currency" // ISO 4217
	Ref      Datatype = "entity"   // no literal: an entity of the article
)

var datatypes = []Datatype{String, Integer, Decimal, Percent, Date, Period, Currency, Ref}

// Class is a kind of entity.
type Class struct {
	Name  string
	Label string
	Near  []string // terms of other vocabularies, as "schema:Person"
}

// Relation is what a statement can say of its subject and its object.
type Relation struct {
	Name    string // as "holds-office"
	Label   string // how it reads in words: "holds office at"
	Subject []string
	Object  []string // classes; none where the object is a literal

	// Literal is the datatype of an object that is no entity, "" where there is none.
	// With Object set as well, the object may be either.
	Literal Datatype

	Qualifiers []string
	Key        []string // "subject", "object" and qualifiers: equal keys with different values conflict
	Single     []string // roles that one person holds at a time
	Near       []string // terms of other vocabularies that come close
	Direct     bool     // the bare edge means something without qualifiers
	Symmetric  bool
	Traits     []Trait

	// These are empty in [Default].
	Means    string     // in a sentence
	Unlike   []Contrast // relations that it could be mistaken for
	Examples []Example

	File string // which defines it
	Line int
}

// Trait is what makes a relation be read in a way of its own.
type Trait = string

// The traits of relations.
const (
	Lasting  Trait = "lasting"  // a tie or a property rather than a deed
	Speech   Trait = "speech"   // what somebody says; not read in quotations
	Attitude Trait = "attitude" // what somebody thinks of what need not be so
	Placed   Trait = "placed"   // the place of its clause belongs to it
	Fatal    Trait = "fatal"    // the model is not believed where no word of the sentence speaks of death
	Guilt    Trait = "guilt"    // the model is not believed where its object hangs on an acquittal
)

var traits = []Trait{Lasting, Speech, Attitude, Placed, Fatal, Guilt}

// Has says that the relation is there and has the trait.
func (r *Relation) Has(t Trait) bool { return r != nil && slices.Contains(r.Traits, t) }

// Ontology is what can be stated, and the words by which rules find it. It is
// immutable once loaded.
type Ontology struct {
	classes    map[string]*Class
	relations  map[string]*Relation
	qualifiers map[string]Datatype
	rules      map[string]*Rule
	words      map[string]*Words

	known func() map[string][]Known // made at the first call
}

// Relation is the relation of that name, or nil.
func (o *Ontology) Relation(name string) *Relation { return o.relations[name] }

// Relations are all relations, by name.
func (o *Ontology) Relations() []*Relation { return sorted(o.relations) }

// Class is the class of that name, or nil.
func (o *Ontology) Class(name string) *Class { return o.classes[name] }

// Classes are all classes, by name.
func (o *Ontology) Classes() []*Class { return sorted(o.classes) }

// Qualifier is the datatype of the qualifier of that name: String for one that the
// ontology does not list.
func (o *Ontology) Qualifier(name string) Datatype {
	if t, ok := o.qualifiers[name]; ok {
		return t
	}
	return String
}

// Rules are all rules, by name.
func (o *Ontology) Rules() []*Rule { return sorted(o.rules) }

// Words is the word list of that name; it is empty where there is none.
func (o *Ontology) Words(name string) *Words {
	if w := o.words[name]; w != nil {
		return w
	}
	return &Words{}
}

func sorted[T any](m map[string]*T) []*T {
	out := make([]*T, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// embedded goes before the names of embedded files, so that no user's file is taken for one.
const embedded = "internal/ontology/"

//go:embed news.yaml
var newsYAML []byte

//go:embed rules.yaml
var rulesYAML []byte

//go:embed words.yaml
var wordsYAML []byte

//go:embed places.yaml
var placesYAML []byte

//go:embed about.yaml
var aboutYAML []byte

// defaultFiles stand in the order in which they build on each other: rules name relations
// and prepositions.
var defaultFiles = []struct {
	name string
	data []byte
}{{"news.yaml", newsYAML}, {"words.yaml", wordsYAML}, {"places.yaml", placesYAML}, {"rules.yaml", rulesYAML}}

var defaultOntology = sync.OnceValues(func() (*Ontology, error) {
	o := &Ontology{}
	for _, f := range defaultFiles {
		next, err := o.merge(embedded+f.name, f.data)
		if err != nil {
			return nil, err
		}
		o = next
	}
	return o, nil
})

// Default is the embedded ontology of news, without what explains its relations. It is
// read at the first call.
func Default() (*Ontology, error) { return defaultOntology() }

var explainedOntology = sync.OnceValues(func() (*Ontology, error) {
	o, err := Default()
	if err != nil {
		return nil, err
	}
	return o.merge(embedded+"about.yaml", aboutYAML)
})

// Explained is Default with what its relations mean, what they are unlike, and their
// examples: reading and asking need none of it, and are ready sooner without.
func Explained() (*Ontology, error) { return explainedOntology() }

// Load reads an ontology from a YAML file's data; name stands in its error, which is of
// type [Faults].
func Load(name string, data []byte) (*Ontology, error) {
	return (&Ontology{}).merge(name, data)
}

// Merge gives the ontology with a user's file on top: what it names is added or
// replaced, and `name: off` switches a class, a relation, a rule or a word list off. Its
// error is of type [Faults].
func (o *Ontology) Merge(name string, data []byte) (*Ontology, error) {
	return o.merge(name, data)
}
