package graph

import (
	"errors"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"kg/internal/ontology"
)

// naming puts an article that names entities and says little else.
func naming(t *testing.T, st *Store, id string, entities ...ontology.Entity) {
	t.Helper()
	const text = "They met."
	var rs []ontology.Reading
	for _, e := range entities {
		rs = append(rs, reads(text, text, e, "visited", entity(place("Nowhere"))))
	}
	put(t, st, Article{ID: id, Text: text}, rs, PutOptions{})
}

// What the gazetteer knows is found by names that no article uses, unless something has
// the name for its label.
func TestResolveKnown(t *testing.T) {
	st := openMemory(t)
	us, state, country := place("U.S."), place("Georgia"), place("Georgia")
	us.Canonical, state.Canonical, country.Canonical = "United States", "Georgia (state)", "Georgia (country)"
	naming(t, st, "one", us, state, country, body("Holland"), place("Burma"))
	for _, c := range []struct{ name, want string }{
		{"US", "United States (Place)"},
		{"u.s.", "United States (Place)"},
		{"the United States", "United States (Place)"},
		{"America", "United States (Place)"},
		{"America (Place)", "United States (Place)"},
		{"Holland", "Holland (Organization)"},
		{"Burma", "Burma (Place)"},
		{"Ga.", "Georgia (state) (Place)"},
		{"Georgia (country)", "Georgia (country) (Place)"},
		{"Georgia (state) (Place)", "Georgia (state) (Place)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := st.Resolve(t.Context(), c.name)
			if err != nil || got.String() != c.want || len(got.Entities) != 1 {
				t.Errorf("%v of %d, %v; want %s of 1", got, len(got.Entities), err, c.want)
			}
		})
	}
	for name, candidates := range map[string]int{"Georgia": 2, "America (Person)": 0} {
		var e *NameError
		if _, err := st.Resolve(t.Context(), name); !errors.As(err, &e) || e.Ambiguous != (candidates > 0) || candidates > 0 && len(e.Candidates) != candidates {
			t.Errorf("%s: %v, want %d candidates", name, err, candidates)
		}
	}
}

func TestResolve(t *testing.T) {
	st := openMemory(t)
	naming(t, st, "one", person("José Muñoz", "Muñoz"), body("Georgia"), place("Georgia"), local(body("Department of Commerce")), body("ASEAN"))
	naming(t, st, "two", local(body("Department of Commerce")), person("Maria Muñoz", "Muñoz"), person("中村 太郎"),
		body("Association of Southeast Asian Nations", "ASEAN"), place("Guangdong"), body("Guangdong University", "Guangdong"))
	for _, c := range []struct {
		name  string
		want  string // the candidate, or those of the error
		n     int    // entities
		fails bool
	}{
		{"José Muñoz", "José Muñoz (Person)", 1, false},
		{"jose munoz", "José Muñoz (Person)", 1, false},
		{"  JOSÉ   MUNOZ ", "José Muñoz (Person)", 1, false},
		{"the department of commerce", "Department of Commerce (Organization)", 2, false},
		{"Guangdong", "Guangdong (Place)", 1, false}, // a label goes before an alias
		{"Asean", "ASEAN (Organization)", 1, false},
		{"association of southeast asian nations", "Association of Southeast Asian Nations (Organization)", 1, false},
		{"Georgia (Place)", "Georgia (Place)", 1, false},
		{"中村太郎", "", 0, true},
		{"中村 太郎", "中村 太郎 (Person)", 1, false},
		{"Georgia", "Georgia (Organization); Georgia (Place)", 0, true},
		{"Munoz", "José Muñoz (Person); Maria Muñoz (Person)", 0, true},
		{"Muno", "José Muñoz (Person); Maria Muñoz (Person)", 0, true}, // nothing is called so; these begin so
		{"Nobody", "", 0, true},
		{"", "", 0, true},
		{"<>", "", 0, true},
		{"urn:newskg:data/entity/place/guangdong", "urn:newskg:data/entity/place/guangdong ()", 1, false},
		{"urn:newskg:data/entity/place/none", "", 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := st.Resolve(t.Context(), c.name)
			if !c.fails {
				if err != nil || got.String() != c.want || len(got.Entities) != c.n {
					t.Errorf("%v of %d, %v; want %s of %d", got, len(got.Entities), err, c.want, c.n)
				}
				return
			}
			var fault *NameError
			if !errors.As(err, &fault) {
				t.Fatalf("%v, %v; want a NameError", got, err)
			}
			var candidates []string
			for _, c := range fault.Candidates {
				candidates = append(candidates, c.String())
				again, err := st.Resolve(t.Context(), c.String())
				if err != nil || again.Label != c.Label {
					t.Errorf("candidate %s does not resolve: %v, %v", c, again, err)
				}
			}
			if got := strings.Join(candidates, "; "); got != c.want {
				t.Errorf("candidates %q, want %q", got, c.want)
			}
		})
	}
}

func TestSearch(t *testing.T) {
	st := openMemory(t)
	naming(t, st, "one", person("José Muñoz", "Pepe"), person("José Luis Muñoz"), body("Muñoz Holding"))
	for _, c := range []struct {
		words string
		limit int
		want  []string
	}{
		{"munoz", 0, []string{"Muñoz Holding", "José Muñoz", "José Luis Muñoz"}},
		{"jose munoz", 0, []string{"José Muñoz", "José Luis Muñoz"}},
		{"MUN jos", 1, []string{"José Muñoz"}},
		{"pepe", 0, []string{"José Muñoz"}},
		{"pepe munoz", 0, nil},
		{"", 0, nil},
	} {
		hits, err := st.Search(t.Context(), c.words, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.Label)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("search %q (-want +got):\n%s", c.words, diff)
		}
	}
}

func TestShow(t *testing.T) {
	st := openMemory(t)
	const text = "Headline\n\nBefore. Ada Wing met Erik Holm. After.\n\nElsewhere."
	r := reads(text, "Ada Wing met Erik Holm.", person("Ada Wing", "Wing"), "met-with", entity(person("Erik Holm")), "date", "2026-01-19")
	put(t, st, Article{ID: "a", Title: "Headline", Date: "2026-01-20", Text: text}, []ontology.Reading{r}, PutOptions{})
	for _, what := range []string{"ada wing", "Erik Holm", "a", "urn:newskg:data/article/a"} {
		page, err := st.Show(t.Context(), what, ShowOptions{})
		if err != nil || len(page.Facts) != 1 || len(page.Facts[0].Quotes) != 1 {
			t.Fatalf("show %q: %+v, %v", what, page, err)
		}
		f := page.Facts[0]
		if f.Subject.Text() != "Ada Wing" || f.Relation != "met-with" || f.Label != "met with" || f.Object.Text() != "Erik Holm" {
			t.Errorf("show %q: %+v", what, f)
		}
		q := f.Quotes[0]
		if q.Before != "Before. " || q.Text != "Ada Wing met Erik Holm." || q.After != " After." || q.Title != "Headline" {
			t.Errorf("show %q: quote %+v", what, q)
		}
		one, err := st.Show(t.Context(), string(f.IRI), ShowOptions{})
		if err != nil || len(one.Facts) != 1 || one.Entity != nil || one.Article != nil {
			t.Errorf("show the statement: %+v, %v", one, err)
		}
		hash := strings.TrimPrefix(string(f.IRI), "urn:newskg:data/statement/")
		if one, err := st.Show(t.Context(), hash, ShowOptions{}); err != nil || len(one.Facts) != 1 {
			t.Errorf("show the statement by its hash: %+v, %v", one, err)
		}
	}
	var name *NameError
	if _, err := st.Show(t.Context(), "nobody", ShowOptions{}); !errors.As(err, &name) {
		t.Errorf("show nobody: %v", err)
	}
}

// TestLinked holds that only --linked follows links, and names the graph of each row.
func TestLinked(t *testing.T) {
	st := openMemory(t)
	naming(t, st, "one", person("Ada Wing"))
	ours := quad.IRI("urn:newskg:data/entity/person/ada-wing")
	theirs, graph := quad.IRI("http://example.org/Q1"), quad.IRI("http://example.org/graph")
	_, err := st.Import(t.Context(), seq(
		quad.Quad{Subject: theirs, Predicate: rdfsLabel, Object: quad.LangString{Value: "Ada Wing", Lang: "en"}},
		quad.Quad{Subject: theirs, Predicate: quad.IRI("http://example.org/born"), Object: quad.TypedString{Value: "1970-01-02", Type: xsdNS + "date"}},
	), ImportOptions{Graph: graph})
	if err != nil {
		t.Fatal(err)
	}
	q := savedQuery(t, "facts-about")
	rows := func(linked bool) string {
		t.Helper()
		res, err := st.Query(t.Context(), q, map[string]string{"entity": "Ada Wing"}, QueryOptions{Linked: linked})
		if err != nil {
			t.Fatal(err)
		}
		return tsv(res)
	}
	header := "subject\trelation\tobject\tqualifiers\tstatus\tarticle\tquote\tgraph\n"
	own := "Ada Wing\tvisited\tNowhere\t\tasserted\tone\tThey met.\turn:newskg:data/article/one\n"
	if diff := cmp.Diff(header+own, rows(true)); diff != "" {
		t.Errorf("before there is a link (-want +got):\n%s", diff)
	}
	link := quad.Quad{Subject: ours, Predicate: skosCloseMatch, Object: theirs, Label: st.Base().Graph("links")}
	if _, err := st.Import(t.Context(), seq(link), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(header+own, rows(false)); diff != "" {
		t.Errorf("without --linked (-want +got):\n%s", diff)
	}
	foreign := "Ada Wing\thttp://example.org/born\t1970-01-02\t\t\t\t\thttp://example.org/graph\n" +
		"Ada Wing\thttp://www.w3.org/2000/01/rdf-schema#label\tAda Wing\t\t\t\t\thttp://example.org/graph\n"
	if diff := cmp.Diff(header+foreign+own, rows(true)); diff != "" {
		t.Errorf("with --linked (-want +got):\n%s", diff)
	}
}

// TestOtherNewsroom holds that the graph of another kg answers with --linked only, and
// that its articles are told apart from ours.
func TestOtherNewsroom(t *testing.T) {
	theirs, err := Open(t.Context(), Memory, Options{Base: "https://other.example/"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { theirs.Close() })
	st := openMemory(t)
	for _, st := range []*Store{st, theirs} {
		naming(t, st, "one", person("Ada Wing"))
	}
	if _, err := st.Import(t.Context(), theirs.Quads(t.Context(), ExportOptions{}), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	link := quad.Quad{
		Subject: quad.IRI("urn:newskg:data/entity/person/ada-wing"), Predicate: owlSameAs,
		Object: quad.IRI("https://other.example/entity/person/ada-wing"), Label: st.Base().Graph("links"),
	}
	if _, err := st.Import(t.Context(), seq(link), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	header := "who\trelation\twith\tdate\tplace\tstatus\tarticle\tquote\n"
	own := "Ada Wing\tvisited\tNowhere\t\t\tasserted\tone\tThey met.\n"
	other := "Ada Wing\tvisited\tNowhere\t\t\tasserted\thttps://other.example/article/one\tThey met.\n"
	for _, c := range []struct {
		args   map[string]string
		linked bool
		want   string
	}{
		{nil, false, header + own},
		{nil, true, header + other + own},
		{map[string]string{"who": "ada wing"}, false, header + own},
		{map[string]string{"who": "ada wing"}, true, header + other + own},
	} {
		res, err := st.Query(t.Context(), savedQuery(t, "meetings"), c.args, QueryOptions{Linked: c.linked})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, tsv(res)); diff != "" {
			t.Errorf("%v linked %v (-want +got):\n%s", c.args, c.linked, diff)
		}
	}
}
