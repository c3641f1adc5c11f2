package ontology

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// SyntaxError is a place of an ontology file that cannot be read or that makes no
// sense.
type SyntaxError struct {
	File   string
	Line   int // from 1
	Reason string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// Faults are all mistakes of a file, by line.
type Faults []*SyntaxError

// Error tells the first of them.
func (f Faults) Error() string {
	switch len(f) {
	case 0:
		return "no mistake"
	case 1:
		return f[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", f[0], len(f)-1)
}

// Unwrap makes each of them found by [errors.As].
func (f Faults) Unwrap() []error {
	out := make([]error, len(f))
	for i, e := range f {
		out[i] = e
	}
	return out
}

// faultsOf takes joined errors of a file apart.
func faultsOf(err error) Faults {
	switch e := err.(type) {
	case nil:
		return nil
	case *SyntaxError:
		return Faults{e}
	case interface{ Unwrap() []error }:
		var out Faults
		for _, one := range e.Unwrap() {
			out = append(out, faultsOf(one)...)
		}
		return out
	}
	return Faults{{Line: 1, Reason: err.Error()}}
}

// node is a node of a YAML file that knows where it stands. The file is walked
// rather than decoded into structs, so that every complaint has its line.
type node struct {
	file string
	ast.Node
}

// pair is an entry of a mapping.
type pair struct {
	key   string
	value node
	at    node // the key
}

// parseYAML gives a file's root; it is nil for a file without content.
func parseYAML(file string, data []byte) (node, error) {
	f, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return node{}, syntaxError(file, err)
	}
	if len(f.Docs) > 1 {
		return node{}, &SyntaxError{file, 1, "want one YAML document, have several"}
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		return node{file: file}, nil
	}
	return node{file, f.Docs[0].Body}, nil
}

// syntaxError takes line and reason out of the parser's error.
func syntaxError(file string, err error) error {
	var syn *yaml.SyntaxError
	if errors.As(err, &syn) {
		return &SyntaxError{file, syn.Token.Position.Line, syn.Message}
	}
	return &SyntaxError{file, 1, err.Error()}
}

func (n node) line() int {
	if n.Node == nil || n.GetToken() == nil {
		return 1
	}
	return n.GetToken().Position.Line
}

// start is the line on which it begins: a mapping's own token is a later one.
func (n node) start() int {
	switch m := n.Node.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 {
			return node{n.file, m.Values[0]}.start()
		}
	case *ast.MappingValueNode:
		return node{n.file, m.Key}.line()
	}
	return n.line()
}

func (n node) errorf(format string, args ...any) error {
	return &SyntaxError{n.file, n.start(), fmt.Sprintf(format, args...)}
}

// pairs are the entries of a mapping, in the file's order. An empty node has none.
func (n node) pairs() ([]pair, error) {
	var values []*ast.MappingValueNode
	switch m := n.Node.(type) {
	case nil, *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		return nil, n.errorf("want a mapping of names")
	}
	out := make([]pair, len(values))
	for i, v := range values {
		at := node{n.file, v.Key}
		key, err := at.text()
		if err != nil {
			return nil, err
		}
		out[i] = pair{key, node{n.file, v.Value}, at}
	}
	return out, nil
}

// text is a scalar as a string.
func (n node) text() (string, error) {
	switch s := n.Node.(type) {
	case nil, *ast.NullNode:
		return "", nil
	case *ast.StringNode:
		return s.Value, nil
	case *ast.LiteralNode:
		return s.Value.Value, nil
	case ast.ScalarNode:
		return s.GetToken().Value, nil
	}
	return "", n.errorf("want a word")
}

// items are the items of a sequence; a node that is no sequence is its own only item.
func (n node) items() []node {
	seq, ok := n.Node.(*ast.SequenceNode)
	if !ok {
		return []node{n}
	}
	out := make([]node, len(seq.Values))
	for i, v := range seq.Values {
		out[i] = node{n.file, v}
	}
	return out
}

// words are the items of a sequence, or of a text that separates them by commas.
func (n node) words() ([]string, error) {
	seq, ok := n.Node.(*ast.SequenceNode)
	if !ok {
		s, err := n.text()
		return split(s), err
	}
	var out []string
	for _, v := range seq.Values {
		s, err := node{n.file, v}.text()
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func split(s string) []string {
	var out []string
	for w := range strings.SplitSeq(s, ",") {
		if w = strings.Join(strings.Fields(w), " "); w != "" {
			out = append(out, w)
		}
	}
	return out
}

func (n node) truth() (bool, error) {
	if b, ok := n.Node.(*ast.BoolNode); ok {
		return b.Value, nil
	}
	return false, n.errorf("want true or false")
}

func (n node) number() (float64, error) {
	s, err := n.text()
	if err != nil {
		return 0, err
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, n.errorf("want a number, have %q", s)
	}
	return x, nil
}

// off says that an entry switches its name off: `name: off`.
func (n node) off() bool {
	switch s := n.Node.(type) {
	case *ast.StringNode:
		return s.Value == "off"
	case *ast.BoolNode:
		return !s.Value
	}
	return false
}
