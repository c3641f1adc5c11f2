package ontology

// Entity is a thing that an article names.
type Entity struct {
	Class string // a class of the ontology, as "Person"
	Name  string // the fullest name in the article; of an event without one, its noun phrase

	// Canonical is the name under which the gazetteer knows it ("United States" where
	// Name is "U.S."), "" where the gazetteer does not. The entity is then this one,
	// whatever the article calls it.
	Canonical string

	// Local says that Name is no complete proper name (a lone surname, "press
	// conference", "Department of Commerce" without its country), so that the
	// entity stays its article's own until it is linked.
	Local bool

	Aliases []string // other names that the article uses for it, sorted, without Name
}

// Value is the object of a statement or of a qualifier: an entity, or a literal in
// normal form (ISO 8601 dates, plain decimals, "+4.4%"), whose datatype the ontology
// knows from the relation or the qualifier.
type Value struct {
	Entity  *Entity // nil for a literal
	Literal string
}

// String is the entity's name, or the literal.
func (v Value) String() string {
	if v.Entity != nil {
		return v.Entity.Name
	}
	return v.Literal
}

// Qualifier narrows a statement: role, amount, currency, change, period, ...
type Qualifier struct {
	Key   string
	Value Value
}

// Asserted is the status of what is stated as true when it is published.
const Asserted = "asserted"

// statuses are the others.
var statuses = []string{"planned", "alleged", "denied", "former", "acting", "elect", "candidate"}

// Statement is a typed, qualified fact, without who says it.
type Statement struct {
	Subject    Entity
	Predicate  string // a relation of the ontology, as "holds-office"
	Object     Value
	Qualifiers []Qualifier // sorted by key, then by value; "status" is not among them
	Status     string      // [Asserted] unless the text says planned, alleged, denied, former, acting, elect or candidate
}

// Reading is one place of an article that states a Statement.
type Reading struct {
	Statement
	Start, End int     // the stating sentence, code points of the article's text, half-open
	By         *Entity // who is quoted or cited for it, nil for the article itself
	Rule       string  // stable identifier of the rule that found it, as "apposition/office"
	Confidence float64 // 0 to 1

	SubjectAs, ObjectAs string // the two ends as that place writes them
}
