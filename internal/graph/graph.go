// Package graph keeps what articles state as named graphs and answers questions
// about it. It is the only package that knows Cayley.
//
// Most callers need two calls: [Open], then [Store.Put] for each article on the way in
// or [Store.Query] with one of [Queries] on the way out. docs/graph.md lays out the
// quads, docs/queries.md the queries.
//
// It neither reads articles nor finds statements, and it has no syntax: quads go out
// and in as values (internal/rdf writes them).
package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kg/internal/ontology"
)

// Conditions that callers branch on.
var (
	ErrNoStore  = errors.New("no database there")
	ErrInUse    = errors.New("in use by another process")
	ErrForeign  = errors.New("not a database of kg")
	ErrReadOnly = errors.New("database is open for reading only")
	ErrNotFound = errors.New("not in the database")
)

// OpenError says why a store did not open and what to do about it.
type OpenError struct {
	Path string
	Err  error  // wraps ErrNoStore, ErrInUse or ErrForeign where it is one of them
	Tip  string // the next step, a sentence
}

func (e *OpenError) Error() string { return fmt.Sprintf("open store %q: %v", e.Path, e.Err) }
func (e *OpenError) Unwrap() error { return e.Err }

// Hint is the next step for the user.
func (e *OpenError) Hint() string { return e.Tip }

// Options say how to open a store. The zero value opens an existing one for writing.
type Options struct {
	Create   bool               // make the store where there is none
	ReadOnly bool               // beside other readers; nothing can be written
	Base     ontology.Base      // of a new store, DefaultBase when empty; of an existing one it must agree
	Ontology *ontology.Ontology // nil for the embedded one
}

// Store is an open database. Its methods may be called from several goroutines:
// readers see the state of their beginning, writers take turns.
type Store struct {
	back     backend
	base     ontology.Base
	ont      *ontology.Ontology
	readOnly bool

	write     sync.Mutex // held by whoever changes the store
	described bool       // the ontology graph is known to be that of ont; under write
}

// Memory is the path of a store that lives in memory alone.
const Memory = ":memory:"

// Open opens the store at path, a directory, or a new one in memory for [Memory].
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	ont := opts.Ontology
	if ont == nil {
		var err error
		if ont, err = ontology.Default(); err != nil {
			return nil, err
		}
	}
	back, base, err := openBackend(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	return &Store{back: back, base: base, ont: ont, readOnly: opts.ReadOnly}, nil
}

// Close lets go of the store's files. Nothing is pending: each change was durable when
// its call returned.
func (st *Store) Close() error { return st.back.Close() }

// Base is the namespace of the store's data.
func (st *Store) Base() ontology.Base { return st.base }
