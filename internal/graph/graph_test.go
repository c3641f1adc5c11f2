package graph

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kg/internal/ontology"
)

// openMemory is a store in memory that goes with the test.
func openMemory(t testing.TB) *Store {
	t.Helper()
	st, err := Open(t.Context(), Memory, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func person(name string, aliases ...string) ontology.Entity {
	return ontology.Entity{Class: "Person", Name: name, Aliases: aliases}
}

func body(name string, aliases ...string) ontology.Entity {
	return ontology.Entity{Class: "Organization", Name: name, Aliases: aliases}
}

func place(name string) ontology.Entity { return ontology.Entity{Class: "Place", Name: name} }

// local makes an entity its article's own.
func local(e ontology.Entity) ontology.Entity {
	e.Local = true
	return e
}

// reads is a reading of the first sentence of text that holds sentence.
func reads(text, sentence string, s ontology.Entity, p string, o ontology.Value, qualifiers ...string) ontology.Reading {
	i := strings.Index(text, sentence)
	if i < 0 {
		panic("no such sentence: " + sentence)
	}
	start := utf8.RuneCountInString(text[:i])
	r := ontology.Reading{
		Statement:  ontology.Statement{Subject: s, Predicate: p, Object: o, Status: "asserted"},
		Start:      start,
		End:        start + utf8.RuneCountInString(sentence),
		Rule:       "test/rule",
		Confidence: 0.9,
	}
	for i := 0; i+1 < len(qualifiers); i += 2 {
		if qualifiers[i] == "status" {
			r.Status = qualifiers[i+1]
			continue
		}
		r.Qualifiers = append(r.Qualifiers, ontology.Qualifier{Key: qualifiers[i], Value: ontology.Value{Literal: qualifiers[i+1]}})
	}
	return r
}

func entity(e ontology.Entity) ontology.Value { return ontology.Value{Entity: &e} }
func lit(s string) ontology.Value             { return ontology.Value{Literal: s} }

func TestOpen(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign")
	if err := os.MkdirAll(foreign, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(foreign, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(dir, "kg.db")
	fails := func(path string, opts Options, want error) {
		t.Helper()
		st, err := Open(ctx, path, opts)
		if err == nil {
			st.Close()
		}
		var fault *OpenError
		if !errors.Is(err, want) || !errors.As(err, &fault) || fault.Hint() == "" || !strings.Contains(err.Error(), path) {
			t.Errorf("open %q %+v: %v, want %v with a hint", path, opts, err, want)
		}
	}
	fails(made, Options{}, ErrNoStore)
	fails(made, Options{ReadOnly: true}, ErrNoStore)
	fails(foreign, Options{Create: true}, ErrForeign)

	st, err := Open(ctx, made, Options{Create: true, Base: "https://news.example/kg/"})
	if err != nil {
		t.Fatal(err)
	}
	a, rs := generated(1)
	put(t, st, a, rs, PutOptions{})
	fails(made, Options{}, ErrInUse)
	fails(made, Options{ReadOnly: true}, ErrInUse)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	one, err := Open(ctx, made, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	two, err := Open(ctx, made, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if one.Base() != "https://news.example/kg/" {
		t.Errorf("base %q", one.Base())
	}
	if arts, err := two.Articles(ctx); err != nil || len(arts) != 1 || arts[0].IRI != "https://news.example/kg/article/g-00001" {
		t.Errorf("articles %v, %v", arts, err)
	}
	if _, err := one.Put(ctx, a, nil, PutOptions{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("put into a store opened for reading: %v", err)
	}
	if err := errors.Join(one.Close(), two.Close()); err != nil {
		t.Fatal(err)
	}

	if _, err := Open(ctx, made, Options{Base: "urn:other:"}); err == nil || !strings.Contains(err.Error(), `under "https://news.example/kg/", not under "urn:other:"`) {
		t.Errorf("another base: %v", err)
	}
	if _, err := Open(ctx, Memory, Options{Base: "no base"}); err == nil {
		t.Error("a base that is no IRI was taken")
	}
}
