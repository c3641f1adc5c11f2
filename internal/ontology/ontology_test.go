package ontology

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDefault(t *testing.T) {
	o, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r := o.Relation("holds-office")
	if r == nil {
		t.Fatal("no holds-office")
	}
	if diff := cmp.Diff([]string{"object", "role"}, r.Key); diff != "" {
		t.Errorf("key of holds-office (-want +got):\n%s", diff)
	}
	if !r.Direct || o.Relation("indicator").Direct {
		t.Error("holds-office is direct, indicator is not")
	}
	if got := o.Qualifier("amount"); got != Decimal {
		t.Errorf("amount is %s", got)
	}
	if got := o.Words("countries").Of("UK"); got != "United Kingdom" {
		t.Errorf("UK is %q", got)
	}
}

// Each relation of the annotated articles has an entry.
func TestDefaultHasGoldRelations(t *testing.T) {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: the list of relations is there")
	}
	list, err := os.ReadFile(filepath.Join(shared, "data", "gold", "predicates.txt"))
	if err != nil {
		t.Skip(err)
	}
	o, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile(`[a-z-]+`).FindAllString(string(list), -1) {
		if o.Relation(name) == nil {
			t.Errorf("no relation %q", name)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	const classes = "classes: {Person: {label: person}}\n"
	for _, tt := range []struct{ name, data, want string }{
		{"no YAML", "a: [", `my.yaml:1: `},
		{"unknown section", "clases:\n  Person: {}", `my.yaml:1: unknown section "clases": want classes, qualifiers, relations, about, rules or words`},
		{"unknown field", "classes:\n  Person:\n    lable: x", `my.yaml:3: unknown field "lable": want one of label, near`},
		{"unknown class", classes + "relations:\n  knows: {subject: Person, object: Robot}", `my.yaml:3: relation "knows": unknown class "Robot"`},
		{"no object", classes + "relations:\n  knows: {subject: Person}", `my.yaml:3: relation "knows": want subject, and object or literal`},
		{"unknown qualifier", classes + "relations:\n  knows: {subject: Person, object: Person, qualifiers: [since]}", `my.yaml:3: relation "knows": unknown qualifier "since"`},
		{"unknown datatype", "qualifiers:\n  since: day", `my.yaml:2: qualifier "since": unknown datatype "day"`},
		{"twice", "classes:\n  A: {}\n  A: {}", `my.yaml:3: "A" stands here and in line 2`},
		{"rule of no relation", "rules:\n  verb/x: {words: x, relation: y, subject: agent, object: patient}", `my.yaml:2: rule "verb/x": unknown relation "y"`},
		{"nothing to switch off", "relations:\n  knows: off", `my.yaml:2: "knows" cannot be switched off: there is none`},
		{"not a truth", classes + "relations:\n  knows: {subject: Person, object: Person, direct: 3}", `my.yaml:3: want true or false`},
		{"confidence", classes + "relations:\n  knows: {subject: Person, object: Person}\nrules:\n  verb/x: {words: x, relation: knows, subject: agent, object: patient, confidence: 2}", `my.yaml:5: rule "verb/x": confidence must be above 0 and at most 1`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load("my.yaml", []byte(tt.data))
			var syn *SyntaxError
			if !errors.As(err, &syn) {
				t.Fatalf("error is %v, want a SyntaxError", err)
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error is %q, want %q", err, tt.want)
			}
		})
	}
}

func TestMerge(t *testing.T) {
	o, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	mine, err := o.Merge("my.yaml", []byte(`
relations:
  killed: off
  trained-by:
    subject: Person
    object: Person
rules:
  verb/train:
    words: train, coach
    relation: trained-by
    subject: patient Person
    object: agent
words:
  roles-job: beekeeper
`))
	if err != nil {
		t.Fatal(err)
	}
	if mine.Relation("killed") != nil || o.Relation("killed") == nil {
		t.Error("killed is to be off in the merged ontology, and there alone")
	}
	if r := mine.Relation("trained-by"); r == nil || r.Label != "trained by" {
		t.Errorf("trained-by is %+v", r)
	}
	if !mine.Words("roles-job").Has("beekeeper") || !mine.Words("roles-job").Has("researcher") {
		t.Error("a list is to be added to")
	}
	if o.Words("roles-job").Has("beekeeper") {
		t.Error("the default was changed")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("classes:\n  A: {label: a}\nrelations:\n  r: {subject: A, object: A}")
	f.Add("words:\n  w: {a: b, c: [d, e]}")
	f.Add("rules:\n  x: off")
	f.Add("classes: {A: {}}\nrelations:\n  r:\n    subject: A\n    object: A\n    unlike: {r: x}\n    examples:\n      - {text: a, states: [x | r | y | date=2, z | r | w], unsure: true}\n      - {text: b, states: none}")
	f.Add("classes: {A: }\nrelations: {r: {subject: [A], object: A, examples: {text: [], states: {}}}, r: off}")
	f.Fuzz(func(t *testing.T, data string) {
		o, err := Load("f.yaml", []byte(data))
		if err != nil {
			return
		}
		for _, r := range o.Relations() {
			if len(r.Subject) == 0 || len(r.Object) == 0 && r.Literal == "" {
				t.Errorf("incomplete relation %+v", r)
			}
			if err := o.WriteYAML(io.Discard, r); err != nil {
				t.Error(err)
			}
		}
	})
}

func BenchmarkDefault(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		o := &Ontology{}
		for _, f := range defaultFiles {
			next, err := o.merge(f.name, f.data)
			if err != nil {
				b.Fatal(err)
			}
			o = next
		}
	}
}
