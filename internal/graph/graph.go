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
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"kg/internal/graph/store"
	"kg/internal/ontology"
)

// Conditions that callers branch on.
var (
	ErrNoStore  = store.ErrNoStore
	ErrInUse    = store.ErrInUse
	ErrForeign  = store.ErrForeign
	ErrReadOnly = store.ErrReadOnly
	ErrDamaged  = store.ErrDamaged
	ErrNotFound = errors.New("not in the database")
)

// DamageError says that files of a database are damaged, and how that shows. Any method
// may return one, wrapped or not.
type DamageError = store.DamageError

// OpenError says why a store did not open and what to do about it.
type OpenError struct {
	Path string
	Err  error // wraps ErrNoStore, ErrInUse, ErrForeign or ErrDamaged where it is one of them
	Tip  string
}

func (e *OpenError) Error() string { return e.Err.Error() }
func (e *OpenError) Unwrap() error { return e.Err }

// Hint is the next step for the user, "" where there is none to name.
func (e *OpenError) Hint() string {
	var damaged *DamageError
	switch {
	case errors.As(e.Err, &damaged):
		return damaged.Hint()
	case e.Tip != "":
		return e.Tip
	case errors.Is(e.Err, ErrNoStore):
		return "kg ingest PATH makes one of articles, kg init an empty one; --db or KG_DB says where it is"
	case errors.Is(e.Err, ErrInUse):
		return "wait until the other kg is done: a database has one writer, or any number of readers"
	case errors.Is(e.Err, ErrForeign):
		return "name another directory with --db; kg writes only into a new or empty one"
	}
	return ""
}

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
	quads *store.Store
	base  ontology.Base
	ont   *ontology.Ontology

	write     sync.Mutex // held by whoever changes the store
	described bool       // the ontology graph is known to be that of ont; under write
}

// Memory is the path of a store that lives in memory alone.
const Memory = ":memory:"

// baseKey is the store's own entry for the namespace of its data.
const baseKey = "base"

// Open opens the store at path, a directory, or a new one in memory for [Memory]. What
// goes wrong is an [*OpenError].
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	ont := opts.Ontology
	if ont == nil {
		var err error
		if ont, err = ontology.Default(); err != nil {
			return nil, err
		}
	}
	quads, err := openQuads(path, opts)
	if err != nil {
		return nil, &OpenError{Path: path, Err: err}
	}
	st := &Store{quads: quads, ont: ont}
	if err := st.settleBase(ctx, opts); err != nil {
		quads.Close()
		return nil, &OpenError{Path: path, Err: err, Tip: "the base of a database is fixed when it is made"}
	}
	return st, nil
}

func openQuads(path string, opts Options) (*store.Store, error) {
	if path == Memory {
		return store.Open(path, store.Options{InMemory: true})
	}
	return store.Open(path, store.Options{Create: opts.Create, ReadOnly: opts.ReadOnly})
}

// settleBase reads the namespace of the data, or fixes that of a new store.
func (st *Store) settleBase(ctx context.Context, opts Options) error {
	have, err := st.quads.Meta(baseKey)
	if err != nil {
		return err
	}
	if have != "" {
		if st.base = ontology.Base(have); opts.Base != "" && opts.Base != st.base {
			return fmt.Errorf("its data is under %q, not under %q", st.base, opts.Base)
		}
		return nil
	}
	if st.base = opts.Base; st.base == "" {
		st.base = ontology.DefaultBase
	}
	if _, err := ontology.ParseBase(string(st.base)); err != nil || opts.ReadOnly {
		return err
	}
	_, err = st.quads.Apply(ctx, store.Batch{
		Add:  ontologyQuads(st.ont, st.base.Graph("ontology")),
		Meta: map[string]string{baseKey: string(st.base)},
	})
	return err
}

// Close lets go of the store's files. Nothing is pending: each change was durable when
// its call returned. Its error is a [*DamageError] if any call has met damage, so that
// what was passed over on the way does not get lost.
func (st *Store) Close() error {
	err := st.quads.Close()
	return cmp.Or(st.quads.Damage(), err)
}

// Base is the namespace of the store's data.
func (st *Store) Base() ontology.Base { return st.base }
