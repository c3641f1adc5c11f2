package graph

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"kg/queries"
)

// Query is a saved query: a Gizmo script with a header that declares it.
type Query struct {
	Name    string
	Doc     string // what it answers, a sentence or two
	Params  []Param
	Columns []Column
	Script  string // the whole file
}

// Param is a parameter of a query.
type Param struct {
	Name     string
	Type     Type
	Optional bool
	Doc      string
}

// Column is a column of a query's rows.
type Column struct {
	Name string
	Type Type
}

// Type is what a parameter or a column holds.
type Type string

const (
	TypeEntity   Type = "entity"  // an IRI, shown by its label; as a parameter a name
	TypeArticle  Type = "article" // an IRI, shown by the article's id
	TypeIRI      Type = "iri"
	TypeText     Type = "text"
	TypeNumber   Type = "number"   // sorted by value
	TypeDate     Type = "date"     // ISO 8601, as precise as known
	TypeRelation Type = "relation" // a relation's name, as holds-office
	TypeValue    Type = "value"    // an entity or a literal
)

var types = []Type{TypeEntity, TypeArticle, TypeIRI, TypeText, TypeNumber, TypeDate, TypeRelation, TypeValue}

// HeaderError is a fault in the header of a query.
type HeaderError struct {
	File   string
	Line   int
	Reason string
}

func (e *HeaderError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// Queries are the saved queries that come with kg, by name.
var Queries = sync.OnceValues(func() ([]*Query, error) { return ReadQueries(queries.Files) })

// ReadQueries reads every *.js of a folder but the prelude, by name. Faulty headers keep
// no other query back: they come joined in the error, each a [*HeaderError], beside the
// queries that could be read.
func ReadQueries(fsys fs.FS) ([]*Query, error) {
	files, err := fs.Glob(fsys, "*.js")
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var out []*Query
	var faults []error
	for _, file := range files {
		if file == "prelude.js" {
			continue
		}
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		q, err := ParseQuery(file, string(text))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		out = append(out, q)
	}
	return out, errors.Join(faults...)
}

// ParseQuery reads a query's header: the comment lines at its top. file names it, and
// stands in errors, which are of type [*HeaderError].
func ParseQuery(file, text string) (*Query, error) {
	q := &Query{Name: strings.TrimSuffix(path.Base(file), ".js"), Script: text}
	sc := bufio.NewScanner(strings.NewReader(text))
	sc.Buffer(nil, len(text)+1)
	for line := 1; sc.Scan(); line++ {
		comment, ok := strings.CutPrefix(strings.TrimSpace(sc.Text()), "//")
		if !ok {
			break
		}
		if err := q.header(strings.TrimSpace(comment)); err != nil {
			return nil, &HeaderError{File: file, Line: line, Reason: err.Error()}
		}
	}
	if len(q.Columns) == 0 {
		return nil, &HeaderError{File: file, Line: 1, Reason: "no @column in the comment at the top"}
	}
	return q, nil
}

func (q *Query) header(line string) error {
	tag, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case tag == "@param":
		return q.param(rest)
	case tag == "@column":
		return q.columns(rest)
	case strings.HasPrefix(tag, "@"):
		return fmt.Errorf("unknown tag %q: want @param or @column", tag)
	}
	q.Doc = strings.TrimSpace(q.Doc + " " + line)
	return nil
}

func (q *Query) param(line string) error {
	words := strings.Fields(line)
	if len(words) < 2 {
		return fmt.Errorf("@param %s: want a name and a type", line)
	}
	p := Param{Name: words[0], Type: Type(words[1])}
	if err := checkType(p.Type); err != nil {
		return err
	}
	if slices.ContainsFunc(q.Params, func(other Param) bool { return other.Name == p.Name }) {
		return fmt.Errorf("@param %s is declared twice", p.Name)
	}
	words = words[2:]
	if len(words) > 0 && words[0] == "optional" {
		p.Optional, words = true, words[1:]
	}
	p.Doc = strings.Join(words, " ")
	q.Params = append(q.Params, p)
	return nil
}

func (q *Query) columns(line string) error {
	for part := range strings.SplitSeq(line, ",") {
		words := strings.Fields(part)
		if len(words) != 2 {
			return fmt.Errorf("@column %s: want a name and a type", strings.TrimSpace(part))
		}
		c := Column{Name: words[0], Type: Type(words[1])}
		if err := checkType(c.Type); err != nil {
			return err
		}
		if slices.ContainsFunc(q.Columns, func(other Column) bool { return other.Name == c.Name }) {
			return fmt.Errorf("@column %s is declared twice", c.Name)
		}
		q.Columns = append(q.Columns, c)
	}
	return nil
}

func checkType(t Type) error {
	if !slices.Contains(types, t) {
		return fmt.Errorf("unknown type %q: want one of %v", t, types)
	}
	return nil
}
