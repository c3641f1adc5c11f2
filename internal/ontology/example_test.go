package ontology

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Each relation says what it means, and has an example that states it.
func TestExplained(t *testing.T) {
	o, err := Explained()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, r := range o.Relations() {
		if r.Means == "" {
			t.Errorf("%s has no meaning", r.Name)
		}
		stated := 0
		for _, e := range r.Examples {
			if len(e.States) > 0 {
				stated++
			}
			if first := texts[r.Name+e.Text]; first != "" {
				t.Errorf("%s:%d: the example stands in %s, too", e.File, e.Line, first)
			}
			texts[r.Name+e.Text] = e.File
			for _, s := range e.States {
				if own := o.Relation(s.Relation); own != nil && !mayTake(own, s) {
					t.Errorf("%s:%d: %s does not take all qualifiers of %q", e.File, e.Line, s.Relation, s)
				}
			}
		}
		if stated == 0 {
			t.Errorf("%s has no example", r.Name)
		}
	}
}

// mayTake says that a relation has the qualifiers of a statement.
func mayTake(r *Relation, s Stated) bool {
	for key := range s.Qualifiers {
		if key != "status" && !slices.Contains(r.Qualifiers, key) && !slices.Contains(everywhere, key) {
			return false
		}
	}
	return true
}

func TestExamples(t *testing.T) {
	const head = "classes: {P: {}}\nqualifiers: {role: string}\nrelations:\n  likes: {subject: P, object: P}\n  knows:\n    subject: P\n    object: P\n    examples:\n"
	for _, tt := range []struct {
		name, yaml string
		want       []Example
	}{
		{"one statement", "      - {text: A knows B., states: A | knows | B}",
			[]Example{{Text: "A knows B.", States: []Stated{{"A", "knows", "B", map[string]string{}}}, Line: 9}}},
		{"qualifiers, blanks", "      - text: A\n          knows B.\n        states: A|knows |  B b | role=the boss|status=former",
			[]Example{{Text: "A knows B.", States: []Stated{{"A", "knows", "B b", map[string]string{"role": "the boss", "status": "former"}}}, Line: 9}}},
		{"several statements", "      - text: A knows and likes B.\n        states:\n          - A | knows | B\n          - A | likes | B",
			[]Example{{Text: "A knows and likes B.", States: []Stated{{"A", "knows", "B", map[string]string{}}, {"A", "likes", "B", map[string]string{}}}, Line: 9}}},
		{"near miss, with a date", "      - {text: A sees B., states: none, date: 2026-03-04, unsure: true}",
			[]Example{{Text: "A sees B.", Date: "2026-03-04", Unsure: true, Line: 9}}},
		{"no list", "      {text: A knows B., states: A | knows | B}",
			[]Example{{Text: "A knows B.", States: []Stated{{"A", "knows", "B", map[string]string{}}}, Line: 9}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o, err := Load("my.yaml", []byte(head+tt.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, o.Relation("knows").Examples, cmpopts.IgnoreFields(Example{}, "File")); diff != "" {
				t.Errorf("examples (-want +got):\n%s", diff)
			}
		})
	}
}

// A file may add to what is known of a relation, in any order, and changes it for itself
// alone.
func TestAbout(t *testing.T) {
	base, err := Load("base.yaml", []byte("classes: {P: {}}\nrelations:\n  knows: {subject: P, object: P, means: one, examples: [{text: a, states: none}]}"))
	if err != nil {
		t.Fatal(err)
	}
	mine, err := base.Merge("my.yaml", []byte("about:\n  knows: {means: two, unlike: {likes: love}, examples: [{text: b, states: none}]}\n  likes: {means: three}\nrelations:\n  likes: {subject: P, object: P}"))
	if err != nil {
		t.Fatal(err)
	}
	if r := base.Relation("knows"); r.Means != "one" || len(r.Unlike) != 0 || len(r.Examples) != 1 {
		t.Errorf("the base was changed: %+v", r)
	}
	r := mine.Relation("knows")
	if r.Means != "two" || len(r.Examples) != 2 || r.Examples[1].Line != 2 || mine.Relation("likes").Means != "three" {
		t.Errorf("knows is %+v, likes %+v", r, mine.Relation("likes"))
	}
	if diff := cmp.Diff([]Contrast{{"likes", "love"}}, r.Unlike); diff != "" {
		t.Errorf("unlike (-want +got):\n%s", diff)
	}
	_, err = base.Merge("my.yaml", []byte("about:\n  nows: {means: two}"))
	if want := `my.yaml:2: unknown relation "nows"`; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}

func TestExampleFaults(t *testing.T) {
	const head = "classes: {P: {}}\nqualifiers: {role: string}\nrelations:\n  likes: {subject: P, object: P}\n  knows:\n    subject: P\n    object: P\n"
	for _, tt := range []struct {
		name, yaml string
		want       []string
	}{
		{"no text", "    examples: [{states: none}]", []string{`my.yaml:8: example of "knows": want a text`}},
		{"no states", "    examples:\n      - text: A knows B.", []string{`my.yaml:9: example of "knows": want states, "SUBJECT | knows | OBJECT" or none`}},
		{"two parts", "    examples: [{text: a, states: A | knows}]", []string{`my.yaml:8: example of "knows": want SUBJECT | RELATION | OBJECT, have "A | knows"`}},
		{"an empty part", "    examples: [{text: a, states: A | knows | }]", []string{`my.yaml:8: example of "knows": want SUBJECT | RELATION | OBJECT, have "A | knows |"`}},
		{"other relation", "    examples: [{text: a, states: A | likes | B}]", []string{`my.yaml:8: example of "knows" states nothing of it: want "knows" among what it states, or none`}},
		{"unknown relation", "    examples: [{text: a, states: A | nows | B}]", []string{`my.yaml:8: example of "knows": unknown relation "nows"`}},
		{"unknown field", "    examples: [{txt: a, states: none}]", []string{`my.yaml:8: unknown field "txt": want one of date, states, text, unsure`}},
		{"several faults", "    unlike: {nows: x}\n    examples:\n      - {text: a, states: A | knows | B | role}\n      - {text: a, states: A | knows | B | age=4}\n      - {text: a, states: A | knows | B | status=old}", []string{
			`my.yaml:8: relation "knows" is unlike an unknown relation "nows"`,
			`my.yaml:10: example of "knows": want a qualifier KEY=VALUE, have "role"`,
			`my.yaml:11: example of "knows": unknown qualifier "age"`,
			`my.yaml:12: example of "knows": unknown status "old": want one of planned, alleged, denied, former, acting, elect, candidate`,
		}},
		{"no mapping", "    examples: [a]", []string{`my.yaml:8: want a mapping of names`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load("my.yaml", []byte(head+tt.yaml))
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("error is %v, want Faults", err)
			}
			var got []string
			for _, f := range faults {
				got = append(got, f.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	reading := func(s, p, o, status string, qualifiers ...string) Reading {
		r := Reading{Statement: Statement{Subject: Entity{Name: s}, Predicate: p, Object: Value{Literal: o}, Status: status}}
		for _, q := range qualifiers {
			key, value, _ := strings.Cut(q, "=")
			r.Qualifiers = append(r.Qualifiers, Qualifier{key, Value{Literal: value}})
		}
		return r
	}
	stated := func(s, p, o string, qualifiers ...string) Stated {
		out := Stated{s, p, o, map[string]string{}}
		for _, q := range qualifiers {
			key, value, _ := strings.Cut(q, "=")
			out.Qualifiers[key] = value
		}
		return out
	}
	for _, tt := range []struct {
		name           string
		states         []Stated
		readings       []Reading
		symmetric      bool
		missing, wrong string
	}{
		{name: "found", states: []Stated{stated("A", "knows", "B")}, readings: []Reading{reading("A", "knows", "B", Asserted)}},
		{name: "found, with more qualifiers", states: []Stated{stated("A", "knows", "B")}, readings: []Reading{reading("A", "knows", "B", Asserted, "date=2012")}},
		{name: "case, accents and the article", states: []Stated{stated("Åse", "knows", "Harbour Board")}, readings: []Reading{reading("Ase", "knows", "the harbour board", Asserted)}},
		{name: "values are exact", states: []Stated{stated("A", "knows", "+4.4%")}, readings: []Reading{reading("A", "knows", "44", Asserted)},
			missing: "A | knows | +4.4%", wrong: "A | knows | 44"},
		{name: "another qualifier", states: []Stated{stated("A", "knows", "B", "role=boss")}, readings: []Reading{reading("A", "knows", "B", Asserted, "role=aide")},
			missing: "A | knows | B | role=boss", wrong: "A | knows | B | role=aide"},
		{name: "another status", states: []Stated{stated("A", "knows", "B")}, readings: []Reading{reading("A", "knows", "B", "planned")},
			missing: "A | knows | B", wrong: "A | knows | B | status=planned"},
		{name: "status", states: []Stated{stated("A", "knows", "B", "status=planned")}, readings: []Reading{reading("A", "knows", "B", "planned")}},
		{name: "turned round", states: []Stated{stated("B", "knows", "A")}, readings: []Reading{reading("A", "knows", "B", Asserted)},
			missing: "B | knows | A", wrong: "A | knows | B"},
		{name: "turned round where it may be", states: []Stated{stated("B", "knows", "A")}, readings: []Reading{reading("A", "knows", "B", Asserted)}, symmetric: true},
		{name: "other relations do not count", readings: []Reading{reading("A", "likes", "B", Asserted)}},
		{name: "near miss that is read", readings: []Reading{reading("A", "knows", "B", Asserted)}, wrong: "A | knows | B"},
		{name: "another relation is wanted, too", states: []Stated{stated("A", "knows", "B"), stated("A", "likes", "B")}, readings: []Reading{reading("A", "knows", "B", Asserted)},
			missing: "A | likes | B"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := Example{States: tt.states}
			missing, wrong := e.Compare(&Relation{Name: "knows", Symmetric: tt.symmetric}, tt.readings)
			if got := joined(missing); got != tt.missing {
				t.Errorf("missing %q, want %q", got, tt.missing)
			}
			if got := joined(wrong); got != tt.wrong {
				t.Errorf("wrong %q, want %q", got, tt.wrong)
			}
		})
	}
}

func joined(statements []Stated) string {
	var out []string
	for _, s := range statements {
		out = append(out, s.String())
	}
	return strings.Join(out, "; ")
}

// What is printed of all relations can be loaded on top of them, and changes nothing.
func TestWriteYAML(t *testing.T) {
	o, err := Explained()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := o.WriteYAML(&b, o.Relations()...); err != nil {
		t.Fatal(err)
	}
	again, err := o.Merge("again.yaml", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	where := cmpopts.IgnoreFields(Relation{}, "File", "Line")
	examples := cmpopts.IgnoreFields(Example{}, "File", "Line")
	if diff := cmp.Diff(o.Relations(), again.Relations(), where, examples); diff != "" {
		t.Errorf("relations (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(o.Rules(), again.Rules(), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Rule{}, "File")); diff != "" {
		t.Errorf("rules (-before +after):\n%s", diff)
	}
}

func TestFlow(t *testing.T) {
	for _, tt := range []struct {
		name  string
		names []string
		want  string
	}{
		{"none", nil, ""},
		{"one", []string{"Person"}, "Person"},
		{"several, of two words", []string{"prime minister", "mayor"}, "[prime minister, mayor]"},
		{"a comma", []string{"mayor, acting"}, `["mayor, acting"]`},
		{"a colon", []string{"mayor", "head: acting"}, `[mayor, "head: acting"]`},
		{"null", []string{"null"}, `["null"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := flow(tt.names); got != tt.want {
				t.Errorf("flow(%q) = %s, want %s", tt.names, got, tt.want)
			}
		})
	}
}

func TestWriteMarkdown(t *testing.T) {
	o, err := Load("my.yaml", []byte(`
classes: {P: {}}
qualifiers: {role: string}
relations:
  likes: {subject: P, object: P}
  knows:
    means: One knows the other
    subject: P
    object: P
    qualifiers: role
    symmetric: true
    unlike: {likes: with love}
    examples:
      - {text: A knows B., states: [A | knows | B, A | knows | B | role=boss], date: 2026-03-04, unsure: true}
      - {text: A likes B., states: none}
rules:
  verb/know: {words: "know, have met", relation: knows, subject: agent, object: patient}
`))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := o.WriteMarkdown(&b, o.Relation("knows")); err != nil {
		t.Fatal(err)
	}
	want := `### knows

One knows the other.

P → P; role; holds both ways round

- not [likes](#likes): with love

> A knows B. (2026-03-04)
>
> ` + "`A | knows | B`  \n> `A | knows | B | role=boss`" + `
>
> (not found yet)

> A likes B.
>
> no knows

Verbs: have met, know

`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}
