package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"

	"kg/queries"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// QueryOptions say how to answer.
type QueryOptions struct {
	Limit  int  // most rows, 0 for all
	Linked bool // also answer from what the links graph says is the same thing

	// MinConfidence is how sure a reading must be to give a row, 0 for all of them. kg
	// itself asks with [DefaultConfidence].
	MinConfidence float64
}

// ScriptError is a fault in the text of a query, or one that it throws.
type ScriptError struct {
	Query string // its name, "" for a free one
	Err   error
}

func (e *ScriptError) Error() string {
	if e.Query == "" {
		return fmt.Sprintf("query: %v", e.Err)
	}
	return fmt.Sprintf("query %s: %v", e.Query, e.Err)
}
func (e *ScriptError) Unwrap() error { return e.Err }

// Query answers a saved query. args are its parameters by name; entities are given by
// name (see [Store.Resolve]) or IRI. A fault in them is an [*ArgError] or a
// [*NameError].
//
// A script that is not ours can take the process down or fill its memory: run it in a
// process of its own.
func (st *Store) Query(ctx context.Context, q *Query, args map[string]string, opts QueryOptions) (*Result, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return nil, err
	}
	s := session{ctx: ctx, st: st, view: v, columns: q.Columns, labels: make(map[labelKey]string)}
	defer s.close()
	params, err := s.params(q, args, opts.Linked)
	if err != nil {
		return nil, err
	}
	rows, err := s.run(q.Script, params, opts.MinConfidence)
	if err != nil {
		return nil, scriptFailure(st, q.Name, err)
	}
	res := &Result{Columns: q.Columns, Rows: rows}
	res.arrange(opts.Limit)
	return res, nil
}

// RunScript answers a free Gizmo text. Its columns are what it emits or tags, of type
// value; params reach it as the object params. See [Store.Query] for the danger.
func RunScript(ctx context.Context, st *Store, text string, params map[string]string) (*Result, error) {
	v, err := st.quads.Snapshot()
	if err != nil {
		return nil, err
	}
	s := session{ctx: ctx, st: st, view: v, free: true, labels: make(map[labelKey]string)}
	defer s.close()
	data := make(map[string]any, len(params))
	for k, v := range params {
		data[k] = v
	}
	rows, err := s.run(text, data, 0)
	if err != nil {
		return nil, scriptFailure(st, "", err)
	}
	res := &Result{Columns: s.columns, Rows: rows}
	for i, row := range res.Rows { // columns that later rows brought
		res.Rows[i] = append(row, make(Row, len(res.Columns)-len(row))...)
	}
	res.arrange(0)
	return res, nil
}

// session is one run of a script over one state of the store.
type session struct {
	ctx     context.Context
	st      *Store
	view    *store.Snapshot
	columns []Column
	free    bool // columns are found as rows bring them
	labels  map[labelKey]string
}

func (s *session) close() { s.view.Close() }

// run executes the prelude and then the script, in one environment, so that the lines
// in errors are the script's own.
func (s *session) run(script string, params map[string]any, minConfidence float64) ([]Row, error) {
	data, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	base, err := json.Marshal(s.st.base)
	if err != nil {
		return nil, err
	}
	gz := gizmo.NewSession(s.view)
	var rows []Row
	for _, text := range []string{
		fmt.Sprintf("var params = %s; var base = %s; var minConfidence = %q;", data, base, lexical(decimal(minConfidence))),
		queries.Prelude,
		script,
	} {
		if rows, err = s.execute(gz, text); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (s *session) execute(gz *gizmo.Session, text string) ([]Row, error) {
	// Execute's context is ignored by Cayley; that of Next counts.
	it, err := gz.Execute(s.ctx, text, query.Options{Collation: query.Raw, Limit: -1})
	if err != nil {
		return nil, scriptFault(err)
	}
	var rows []Row
	for it.Next(s.ctx) {
		row, err := s.row(it.Result().(*gizmo.Result))
		if err != nil {
			it.Close() // interrupts the script; its view stops it from reading on
			return nil, err
		}
		if row != nil {
			rows = append(rows, row)
		}
	}
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	if err := s.st.quads.Damage(); err != nil { // Cayley passes over errors of iterators
		return nil, err
	}
	return rows, scriptFault(it.Err())
}

// scriptFailure is a fault of the script, unless it could not read the database.
func scriptFailure(st *Store, query string, err error) error {
	if damage := st.quads.Damage(); damage != nil {
		return damage
	}
	return &ScriptError{Query: query, Err: err}
}

// scriptFault takes off what Cayley and goja put around a message.
func scriptFault(err error) error {
	if err == nil {
		return nil
	}
	text := strings.ReplaceAll(err.Error(), "(anonymous): ", "")
	return errors.New(strings.TrimPrefix(text, "SyntaxError: SyntaxError: "))
}

// row makes a row of what the script emitted or of the tags of a path; nil for neither.
func (s *session) row(r *gizmo.Result) (Row, error) {
	if r.Meta {
		return nil, nil
	}
	values := make(map[string]quad.Value)
	if r.Tags != nil {
		for tag, ref := range r.Tags {
			v, err := s.view.NameOf(ref)
			if err != nil {
				return nil, err
			}
			if s.free || s.column(tag) >= 0 {
				values[tag] = v
			}
		}
		return s.cells(values)
	}
	object, ok := r.Val.(map[string]any)
	if !ok {
		object = map[string]any{"value": r.Val}
	}
	for name, v := range object {
		if v == nil {
			continue
		}
		i := s.column(name)
		if i < 0 && !s.free {
			return nil, fmt.Errorf("emits %q, which no @column declares", name)
		}
		t := TypeValue
		if i >= 0 {
			t = s.columns[i].Type
		}
		term, err := termOf(v, t)
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", name, err)
		}
		values[name] = term
	}
	return s.cells(values)
}

func (s *session) column(name string) int {
	return slices.IndexFunc(s.columns, func(c Column) bool { return c.Name == name })
}

func (s *session) cells(values map[string]quad.Value) (Row, error) {
	if s.free {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if s.column(name) < 0 {
				s.columns = append(s.columns, Column{Name: name, Type: TypeValue})
			}
		}
	}
	row := make(Row, len(s.columns))
	for i, c := range s.columns {
		row[i].Value = values[c.Name]
		var err error
		if row[i].Label, err = s.shown(row[i].Value, c.Type); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// shown is how a column of type t shows an IRI, "" for the IRI itself.
func (s *session) shown(v quad.Value, t Type) (string, error) {
	iri, ok := v.(quad.IRI)
	switch {
	case s.free: // who writes Gizmo wants to see what is there
	case ok && (t == TypeEntity || t == TypeValue):
		return s.label(iri, labelTerms)
	case ok && t == TypeArticle:
		own, ok := strings.CutPrefix(string(iri), string(s.st.base)+"article/")
		if !ok {
			return "", nil // ids tell articles of one base apart
		}
		id, err := s.label(iri, idTerms)
		return cmp.Or(id, own), err
	}
	return "", nil
}

// termOf reads a value that came out of JavaScript. Gizmo writes IRIs as "<…>" and
// literals with a datatype as in N-Quads; a text column takes every string as it is.
func termOf(v any, t Type) (quad.Value, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case quad.Value:
		return v, nil
	case string:
		return termOfString(v, t), nil
	case int64:
		return quad.TypedString{Value: quad.String(strconv.FormatInt(v, 10)), Type: xsdNS + "integer"}, nil
	case float64:
		return decimal(v), nil
	case bool:
		return quad.TypedString{Value: quad.String(strconv.FormatBool(v)), Type: xsdNS + "boolean"}, nil
	case time.Time:
		return quad.TypedString{Value: quad.String(v.Format(time.RFC3339Nano)), Type: xsdNS + "dateTime"}, nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("a %T is no value", v)
	}
	return quad.String(text), nil
}

func termOfString(s string, t Type) quad.Value {
	if v, ok := typedLiteral(s); ok {
		return v
	}
	inner, isIRI := strings.CutPrefix(s, "<")
	inner, closed := strings.CutSuffix(inner, ">")
	switch {
	case s == "":
		return nil
	case t != TypeText && isIRI && closed && !strings.ContainsAny(inner, " <>"):
		return quad.IRI(inner)
	}
	return quad.String(valid(s))
}

// unescape undoes what Cayley escapes in a literal.
var unescape = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\r`, "\r", `\t`, "\t")

// typedLiteral reads `"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>`.
func typedLiteral(s string) (quad.Value, bool) {
	rest, ok := strings.CutPrefix(s, `"`)
	i := strings.LastIndex(rest, `"^^<`)
	if !ok || i < 0 {
		return nil, false
	}
	datatype, closed := strings.CutSuffix(rest[i+4:], ">")
	if _, err := ontology.ParseIRI(datatype); err != nil || !closed {
		return nil, false
	}
	return quad.TypedString{Value: quad.String(unescape.Replace(rest[:i])), Type: quad.IRI(datatype)}, true
}
