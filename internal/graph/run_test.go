package graph

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseQuery(t *testing.T) {
	q, err := ParseQuery("folder/my-query.js", strings.Join([]string{
		"// What it answers,",
		"// in two lines.",
		"// @param place entity optional  only here",
		"// @param on date",
		"// @column a entity, b text",
		"// @column c number",
		"",
		"// not the header any more @param x y",
		"g.V().all();",
	}, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Query{
		Name: "my-query",
		Doc:  "What it answers, in two lines.",
		Params: []Param{
			{Name: "place", Type: TypeEntity, Optional: true, Doc: "only here"},
			{Name: "on", Type: TypeDate},
		},
		Columns: []Column{{"a", TypeEntity}, {"b", TypeText}, {"c", TypeNumber}},
		Script:  q.Script,
	}
	if diff := cmp.Diff(want, q); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

func TestParseQueryFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "q.js:1: no @column"},
		{"no column", "// Doc\n// @param a text", "q.js:1: no @column"},
		{"unknown tag", "// Doc\n// @row a text", `q.js:2: unknown tag "@row"`},
		{"param without a type", "// @param a", "q.js:1: @param a: want a name and a type"},
		{"unknown type", "// @param a thing", `q.js:1: unknown type "thing"`},
		{"param twice", "// @param a text\n// @param a text", "q.js:2: @param a is declared twice"},
		{"column without a type", "// @column a text, b", "q.js:1: @column b: want"},
		{"column twice", "// @column a text, a text", "q.js:1: @column a is declared twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseQuery("q.js", c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"// @column a text", "// Doc\n// @param a entity optional b\n//@column a iri,b date\nx", "//", "// @", "\r\n// @column \x00 text"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuery("q.js", text)
		if err != nil {
			return
		}
		if len(q.Columns) == 0 || q.Script != text {
			t.Errorf("%+v", q)
		}
	})
}

func TestArguments(t *testing.T) {
	st := openMemory(t)
	naming(t, st, "one", person("Ada Wing"))
	q, err := ParseQuery("q.js", "// @param who entity optional\n// @param on date optional\n// @param n number optional\n// @param r relation optional\n// @param must text\n// @column a text\ng.emit({a: JSON.stringify(params)});")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args map[string]string
		want string // in the row or the error
	}{
		{"all", map[string]string{"who": "ada wing", "on": "2026-01", "n": "+4.5%", "must": "</script>\u2028'\""}, `"who":["urn:newskg:data/entity/person/ada-wing"]`},
		{"absent", map[string]string{"must": "x"}, `{"linked":false,"must":"x"}`},
		{"unknown", map[string]string{"must": "x", "whom": "y"}, "parameter whom: it has no such parameter"},
		{"required", map[string]string{}, "parameter must: needs a value"},
		{"empty", map[string]string{"must": "x", "who": " "}, "parameter who: needs a value"},
		{"no date", map[string]string{"must": "x", "on": "Monday"}, `"Monday" is no date`},
		{"no number", map[string]string{"must": "x", "n": "1e999999999"}, "is no number"},
		{"no relation", map[string]string{"must": "x", "r": "rules"}, `no relation "rules"`},
		{"no one", map[string]string{"must": "x", "who": "Nobody"}, `nothing is called "Nobody"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := st.Query(t.Context(), q, c.args, QueryOptions{})
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = res.Rows[0][0].Text()
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("got %s, want %s in it", got, c.want)
			}
		})
	}
}

func TestRunScript(t *testing.T) {
	st := openMemory(t)
	naming(t, st, "one", person("Ada Wing"))
	for _, c := range []struct{ name, script, want string }{
		{"path", "g.V(kg('visited')).in(rdf.predicate).save(rdf.object, 'to').out(rdf.subject).all()", "id\tto\nurn:newskg:data/entity/person/ada-wing\turn:newskg:data/entity/place/nowhere\n"},
		{"emit", "g.emit({a: 1, b: 'x', c: iri('urn:x'), d: [1, 2], e: null, f: 1.5, g: true})", "a\tb\tc\td\tf\tg\n1\tx\turn:x\t[1,2]\t1.5\ttrue\n"},
		{"rows of different columns", "g.emit({b: 1}); g.emit({a: 2})", "b\ta\n1\t\n\t2\n"},
		{"scalars", "g.emit('b'); g.emit('a')", "value\na\nb\n"},
		{"parameters", "g.emit(params.x)", "value\ny\n"},
		{"nothing", "1 + 1", "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := RunScript(t.Context(), st, c.script, map[string]string{"x": "y"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, tsv(res)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLexical holds how a script takes the syntax off what Gizmo gives it.
func TestLexical(t *testing.T) {
	st := openMemory(t)
	for in, want := range map[string]string{
		"plain":                     "plain",
		"<urn:x>":                   "urn:x",
		`"2025"^^<urn:t>`:           "2025",
		`"a\\b\"c\nd\te"^^<urn:t>`:  "a\\b\"c\nd\te",
		"\"control \x01\"^^<urn:t>": "control \x01",
		`"in quotes"`:               `"in quotes"`,
		`"a"^^<urn:t>" b"^^<urn:t>`: `a"^^<urn:t>" b`,
		"":                          "",
	} {
		res, err := RunScript(t.Context(), st, "g.emit({a: 'x' + lexical(params.in)})", map[string]string{"in": in})
		if err != nil {
			t.Fatal(err)
		}
		if got := res.Rows[0][0].Text(); got != "x"+want {
			t.Errorf("lexical(%q) = %q, want %q", in, got[1:], want)
		}
	}
}

func TestScriptFaults(t *testing.T) {
	st := openMemory(t)
	for _, c := range []struct{ name, script, want string }{
		{"syntax", "g.V(\n  ].all()", "Line 2:3 Unexpected token ]"},
		{"unknown name", "\n\nnothing.all()", "nothing is not defined"},
		{"thrown", "throw new Error('my words')", "my words"},
		{"circular", "const a = {}; a.a = 1; a.b = function () {}; g.emit({x: a.b})", "is no value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := RunScript(t.Context(), st, c.script, nil)
			var fault *ScriptError
			if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
	q := &Query{Name: "mine", Columns: []Column{{"a", TypeText}}, Script: "g.emit({b: 1})"}
	if _, err := st.Query(t.Context(), q, nil, QueryOptions{}); err == nil || !strings.Contains(err.Error(), `query mine: emits "b", which no @column declares`) {
		t.Errorf("undeclared column: %v", err)
	}
}

// TestStops holds that a script ends with its context, and that the store can be
// closed and written to after that.
func TestStops(t *testing.T) {
	st := openMemory(t)
	for i := range 50 {
		a, rs := generated(i)
		put(t, st, a, rs, PutOptions{})
	}
	for _, script := range []string{
		"while (true) {}",
		"while (true) g.emit(1)",
		"while (true) g.V().out().out().out().toArray()",
		"g.V().both().both().both().both().both().all()",
	} {
		t.Run(script, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			began := time.Now()
			_, err := RunScript(ctx, st, script, nil)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v", err)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("took %v to stop", took)
			}
		})
	}
	a, rs := generated(51)
	put(t, st, a, rs, PutOptions{})
	noFaults(t, st)
}

// TestReadersBesideWriter asks while articles come in: each answer is of one state.
func TestReadersBesideWriter(t *testing.T) {
	st := openMemory(t)
	a, rs := generated(0)
	put(t, st, a, rs, PutOptions{})
	q := savedQuery(t, "who-holds-office")
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			last := 0
			for range 20 {
				res, err := st.Query(t.Context(), q, nil, QueryOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				if len(res.Rows) < last {
					t.Errorf("%d rows after %d", len(res.Rows), last)
				}
				last = len(res.Rows)
			}
		})
	}
	for i := range 40 {
		a, rs := generated(i + 1)
		put(t, st, a, rs, PutOptions{})
	}
	wg.Wait()
}

func TestArrange(t *testing.T) {
	for _, c := range []struct {
		name string
		typ  Type
		in   string
		want string
	}{
		{"numbers by value", TypeNumber, "10 9 -1 +4.4% x 1.50 1.5 9490000000000 1e9", "-1 1.5 1.50 +4.4% 9 10 9490000000000 1e9 x"},
		{"dates by their first day", TypeDate, "2025-03 2025 2024-12-31 -0044 -0100 2025-03-01", "-0100 -0044 2024-12-31 2025 2025-03 2025-03-01"},
		{"text without case or accents", TypeText, "b Á a B", "a Á B b"},
		{"each once", TypeText, "a a a", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := Result{Columns: []Column{{"x", c.typ}}}
			for s := range strings.FieldsSeq(c.in) {
				res.Rows = append(res.Rows, Row{{Value: literal(s)}})
			}
			res.Rows = append(res.Rows, Row{{}})
			res.arrange(0)
			var got []string
			for _, row := range res.Rows {
				got = append(got, row[0].Text())
			}
			if diff := cmp.Diff(c.want+" ", strings.Join(got, " ")); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
			res.arrange(1)
			if len(res.Rows) != 1 || !res.More {
				t.Errorf("limit 1 leaves %d rows, more: %v", len(res.Rows), res.More)
			}
		})
	}
}
