package eval

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
)

// Statement is one line of an annotation or of a system's output.
type Statement struct {
	S, P, O    string
	Q          map[string]string
	Start, End int  // code points of the article's text, half-open
	HasSpan    bool // the line has a start; system lines need none
	Tier       string
}

//go:embed predicates.txt
var predicateList string

// inventory holds the predicates that are annotated; system statements with others
// are not counted.
var inventory = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool)
	for _, p := range strings.Fields(predicateList) {
		set[p] = true
	}
	return set
})

// LineError is a line that cannot be read: of statements, or of annotated names.
type LineError struct {
	File string
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// maxLine bounds a statement's line in bytes.
const maxLine = 16 << 20

// ReadStatements reads JSON Lines; name is the file's, for errors, which are of type
// [*LineError] where a line is at fault.
func ReadStatements(r io.Reader, name string) ([]Statement, error) {
	var stmts []Statement
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxLine)
	line := 0
	for sc.Scan() {
		line++
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		stmt, err := parseStatement(sc.Bytes())
		if err != nil {
			return nil, &LineError{File: name, Line: line, Err: err}
		}
		stmts = append(stmts, stmt)
	}
	if err := sc.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, &LineError{File: name, Line: line + 1, Err: fmt.Errorf("line longer than %d MiB", maxLine>>20)}
	} else if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return stmts, nil
}

func parseStatement(line []byte) (Statement, error) {
	var raw struct {
		S, P, O    any
		Q          map[string]any
		Start, End *int
		Tier       string
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	if err := dec.Decode(&raw); err != nil {
		return Statement{}, fmt.Errorf("not a JSON statement: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return Statement{}, errors.New("more than one JSON value on the line")
	}
	if raw.S == nil || raw.P == nil || raw.O == nil {
		return Statement{}, errors.New(`a statement needs "s", "p" and "o"`)
	}
	stmt := Statement{S: text(raw.S), P: text(raw.P), O: text(raw.O), Tier: raw.Tier, HasSpan: raw.Start != nil}
	if raw.Start != nil {
		stmt.Start = *raw.Start
	}
	if raw.End != nil {
		stmt.End = *raw.End
	}
	if len(raw.Q) > 0 {
		stmt.Q = make(map[string]string, len(raw.Q))
		for key, v := range raw.Q {
			stmt.Q[key] = text(v)
		}
	}
	return stmt, nil
}

// text writes a JSON value as Python's str does, since annotations hold numbers too.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return numberText(v.String())
	case bool:
		if v {
			return "True"
		}
		return "False"
	case nil:
		return "None"
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = text(v[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	b, err := json.Marshal(v) // a nested object, which no annotation has
	if err != nil {
		return ""
	}
	return string(b)
}

// numberText keeps integers and gives decimals the shortest form that reads back,
// with an exponent below 1e-4 and from 1e16 on, and ".0" on whole ones.
func numberText(s string) string {
	if !strings.ContainsAny(s, ".eE") {
		if s == "-0" {
			return "0"
		}
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		if math.IsInf(f, 0) {
			return strings.ToLower(strconv.FormatFloat(f, 'g', -1, 64))
		}
		return s
	}
	if abs := math.Abs(f); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	t := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(t, ".") {
		t += ".0"
	}
	return t
}
