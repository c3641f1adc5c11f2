package graph

import (
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
