package link

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"

	"kg/internal/ontology"
)

// quadsOf reads N-Quads.
func quadsOf(t testing.TB, data []byte) iter.Seq2[quad.Quad, error] {
	t.Helper()
	r := nquads.NewReader(bytes.NewReader(data), false)
	var quads []quad.Quad
	for {
		q, err := r.ReadQuad()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		quads = append(quads, q)
	}
	return seq(quads)
}

func seq(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func read(t testing.TB, data []byte) *Graph {
	t.Helper()
	ont, err := ontology.Default()
	if err != nil {
		t.Fatal(err)
	}
	g, err := Read(t.Context(), ont, quadsOf(t, data))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// short writes IRIs as a reader tells them apart.
func short(iri quad.IRI) string {
	s := strings.TrimPrefix(string(iri), string(ontology.DefaultBase))
	return strings.TrimPrefix(strings.TrimPrefix(s, "entity/"), wikidataItem)
}

func linkLines(r *Result) []string {
	var lines []string
	for _, l := range r.Links {
		_, predicate, _ := strings.Cut(string(l.Predicate), "#")
		if i := strings.LastIndexAny(predicate, "/#"); i >= 0 {
			predicate = predicate[i+1:]
		}
		lines = append(lines, fmt.Sprintf("%s %s %s: %s", short(l.Subject.IRI), predicate, short(l.Object.IRI), l.Evidence.Reason()))
	}
	return lines
}

func apartLines(r *Result) []string {
	var lines []string
	for _, a := range r.Apart {
		var ends []string
		for _, e := range slices.Concat(a.From, a.To) {
			ends = append(ends, short(e.IRI))
		}
		lines = append(lines, strings.Join(ends, ", ")+": "+a.Why)
	}
	return lines
}

// TestWikidata links kg's graph with a slice in the form of Wikidata's truthy dump,
// which holds namesakes of most of its entities.
func TestWikidata(t *testing.T) {
	r := Match(read(t, file(t, "own.nq")), read(t, file(t, "wikidata.nt")))
	wantLinks := []string{
		`article/harbour-1#entity/department-of-commerce closeMatch Q900034: same class and label "department of commerce"`,
		`article/harbour-2#entity/department-of-commerce closeMatch Q900034: same class and label "department of commerce"`,
		`organization/kestrel-bank sameAs Q900038: same identifier lei:5299000KESTREL000001`,
		`organization/southern-union closeMatch Q900031: same class and name "southern union" (label, alias)`,
		`organization/sut closeMatch Q900033: same class and name "sut" (label, alias)`,
		`organization/the-harbour-post sameAs Q900039: same identifier page:harbourpost.example`,
		`organization/velmar-chamber-of-commerce closeMatch Q900040: same class and label "velmar chamber of commerce"`,
		`person/inés-calder closeMatch Q900007: same class and label "ines calder"`,
		`person/lena-okafor closeMatch Q900003: same class and label "lena okafor"`,
		`person/ruth-adeyemi sameAs Q900010: same identifier wikidata:Q900010`,
		`person/tomas-brandt closeMatch Q900009: same class and name "tomas brandt" (label, alias)`,
		`place/arvenia closeMatch Q900001: same class and name "arvenia" (label, alias)`,
		`place/haizhou-province sameAs Q900024: same identifier geonames:9900909`,
		`place/norland closeMatch Q900002: same class and label "norland"`,
		`place/velmar closeMatch Q900021: same class and label "velmar"`,
		`work/pact-of-velmar closeMatch Q900041: same class and label "pact of velmar"`,
	}
	if diff := cmp.Diff(wantLinks, linkLines(r)); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	wantApart := []string{
		`organization/calder-maritime-agency, Q900032: only an acronym is shared`,
		`article/harbour-1#entity/department-of-commerce, Q900035: they lie or act in different places`,
		`person/john-pell, Q900014: born 1961-05-02 and 1850`,
		`organization/ministry-of-finance, Q900037: a body of this name is known only with its jurisdiction`,
		`person/paul-renner, Q900005, Q900006: 1 and 2 entities share it`,
		`person/ruth-adeyemi, Q900011: their identifiers differ: wikidata:Q900010 and wikidata:Q900011`,
		`article/senate-1#entity/senate, Q900036: a body of this name is known only with its jurisdiction`,
		`place/springvale, Q900023: they lie or act in different places`,
		`place/velmar, Q900022: they lie or act in different places`,
	}
	if diff := cmp.Diff(wantApart, apartLines(r)); diff != "" {
		t.Errorf("apart (-want +got):\n%s", diff)
	}
}

// TestOtherBase links kg's graph with that of the same articles under another base:
// each entity that has a name of its own with itself and nothing else.
func TestOtherBase(t *testing.T) {
	own := file(t, "own.nq")
	const other = "https://other.example/kg/"
	moved := bytes.ReplaceAll(own, []byte(ontology.DefaultBase), []byte(other))
	r := Match(read(t, own), read(t, moved))
	linked := map[quad.IRI]bool{}
	for _, l := range r.Links {
		if want := strings.Replace(string(l.Subject.IRI), string(ontology.DefaultBase), other, 1); string(l.Object.IRI) != want {
			t.Errorf("%s is linked with %s", l.Subject.IRI, l.Object.IRI)
		}
		linked[l.Subject.IRI] = true
	}
	var missing []string
	for _, e := range read(t, own).Entities {
		if !linked[e.IRI] {
			missing = append(missing, short(e.IRI))
		}
	}
	// One word for a person, and a body that any country may have.
	want := []string{"organization/ministry-of-finance", "person/marit"}
	if diff := cmp.Diff(want, missing); diff != "" {
		t.Errorf("not linked (-want +got):\n%s", diff)
	}
}

// TestClusters decides on entities that share several names.
func TestClusters(t *testing.T) {
	// "iri Class Label|Alias|..." a line
	graph := func(base string, lines ...string) *Graph {
		var quads strings.Builder
		for _, line := range lines {
			local, rest, _ := strings.Cut(line, " ")
			class, names, _ := strings.Cut(rest, " ")
			fmt.Fprintf(&quads, "<%s%s> <%stype> <%s%s> .\n", base, local, rdfNS, ontology.Vocabulary, class)
			for i, name := range strings.Split(names, "|") {
				predicate := rdfsNS + "label"
				if i > 0 {
					predicate = skosNS + "altLabel"
				}
				fmt.Fprintf(&quads, "<%s%s> <%s> %q .\n", base, local, predicate, name)
			}
		}
		return read(t, []byte(quads.String()))
	}
	tests := []struct {
		name         string
		own, other   []string
		links, apart []string
	}{
		{
			name:  "each alias the other's label, in both graphs",
			own:   []string{"eu Organization EU|European Union", "union Organization European Union|EU"},
			other: []string{"1 Organization European Union|EU", "2 Organization EU|European Union"},
			links: []string{"eu 2", "union 1"},
		},
		{
			name:  "two of ours and one of theirs",
			own:   []string{"eu Organization EU|European Union", "union Organization European Union|EU"},
			other: []string{"1 Organization European Union|EU"},
			apart: []string{"eu, union, 1"},
		},
		{
			name:  "a label and another's alias",
			own:   []string{"chen Person Bo Chen"},
			other: []string{"1 Person Bo Chen", "2 Person Chen Bo|Bo Chen"},
			apart: []string{"chen, 1, 2"},
		},
		{
			name:  "classes keep namesakes apart",
			own:   []string{"a Person Victoria Falls", "b Place Victoria Falls"},
			other: []string{"1 Place Victoria Falls", "2 Person Victoria Falls"},
			links: []string{"a 2", "b 1"},
		},
		{
			name:  "case, accents, punctuation",
			own:   []string{"a Person José Ibáñez-Ortiz", "b Organization The A.B. Lindqvist & Co.", "c Place Łódź"},
			other: []string{"1 Person JOSE IBANEZ ORTIZ", "2 Organization AB Lindqvist and Co", "3 Place Lodz"},
			links: []string{"a 1", "b 2", "c 3"},
		},
		{
			name:  "names of too little",
			own:   []string{"a Person Lula", "b Person J. B.", "c Person 张"},
			other: []string{"1 Person Lula", "2 Person J. B.", "3 Person 张"},
		},
		{
			name:  "scripts without spaces",
			own:   []string{"a Person 张劲松"},
			other: []string{"1 Person 张劲松"},
			links: []string{"a 1"},
		},
		{
			name:  "an acronym that both have as an alias",
			own:   []string{"a Organization Calder Motor Association|CMA"},
			other: []string{"1 Organization Council of Market Affairs|CMA"},
			apart: []string{"a, 1"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Match(graph("urn:own:", tt.own...), graph("urn:other:", tt.other...))
			var links, apart []string
			for _, l := range r.Links {
				links = append(links, strings.TrimPrefix(string(l.Subject.IRI), "urn:own:")+" "+strings.TrimPrefix(string(l.Object.IRI), "urn:other:"))
			}
			for _, a := range r.Apart {
				var ends []string
				for _, e := range slices.Concat(a.From, a.To) {
					ends = append(ends, string(e.IRI)[strings.LastIndex(string(e.IRI), ":")+1:])
				}
				apart = append(apart, strings.Join(ends, ", "))
			}
			if diff := cmp.Diff(tt.links, links); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.apart, apart); diff != "" {
				t.Errorf("apart (-want +got):\n%s", diff)
			}
		})
	}
}

var testRun = Run{Base: ontology.DefaultBase, Other: "wikidata.nt", Version: "0.0-test", Started: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}

// TestUndo applies two runs with links in common and takes them back one by one.
func TestUndo(t *testing.T) {
	own, slice := read(t, file(t, "own.nq")), read(t, file(t, "wikidata.nt"))
	first := Match(own, slice)
	second := &Result{Links: first.Links[3:]}
	later := testRun
	later.Other, later.Started = "part.nt", later.Started.Add(time.Hour)
	store := map[quad.Quad]bool{}
	apply := func(r *Result, run Run) {
		for _, q := range r.Quads(run) {
			if !q.IsValid() || q.Label == nil {
				t.Errorf("quad %v", q)
			}
			store[q] = true
		}
	}
	all := func() iter.Seq2[quad.Quad, error] {
		var quads []quad.Quad
		for q := range store {
			quads = append(quads, q)
		}
		return seq(quads)
	}
	// An article that a run of reading generated is none of linking's matters.
	runs := ontology.DefaultBase.Graph("runs")
	read := quad.Quad{Subject: quad.IRI("urn:newskg:data/article/a"), Predicate: provGenerated, Object: quad.IRI("urn:newskg:data/run/1"), Label: runs}
	store[read] = true
	apply(first, testRun)
	n := len(store)
	apply(first, testRun)
	if len(store) != n {
		t.Errorf("the same run again adds %d quads", len(store)-n)
	}
	apply(second, later)
	applied, err := Runs(all())
	if err != nil {
		t.Fatal(err)
	}
	want := []Applied{
		{testRun.IRI(first), len(first.Links), "link with wikidata.nt", "2026-02-03T04:05:06Z"},
		{later.IRI(second), len(second.Links), "link with part.nt", "2026-02-03T05:05:06Z"},
	}
	if diff := cmp.Diff(want, applied); diff != "" {
		t.Fatalf("runs (-want +got):\n%s", diff)
	}
	undo := func(run quad.IRI) {
		gone, err := Undo(run, all())
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range gone {
			delete(store, q)
		}
	}
	undo(applied[1].IRI)
	if len(store) != n {
		t.Errorf("%d quads after taking the second run back, want %d", len(store), n)
	}
	apply(second, later)
	undo(applied[0].IRI)
	bare := 0
	for q := range store {
		if q.Predicate == quad.Value(quad.IRI(owlNS+"sameAs")) || q.Predicate == quad.Value(quad.IRI(skosNS+"closeMatch")) {
			bare++
		}
	}
	if bare != len(second.Links) {
		t.Errorf("%d links after taking the first run back, want the second's %d", bare, len(second.Links))
	}
	undo(applied[1].IRI)
	if len(store) != 1 || !store[read] {
		t.Errorf("%d quads left, want the one that was there before", len(store))
	}
	for _, run := range []quad.IRI{"urn:x:none", "urn:newskg:data/run/1"} {
		if _, err := Undo(run, all()); err == nil {
			t.Errorf("took back %q, which linked nothing", string(run))
		}
	}
}

func TestWriteSSSOM(t *testing.T) {
	r := Match(read(t, file(t, "own.nq")), read(t, file(t, "wikidata.nt")))
	r.Links = slices.Concat(r.Links[2:4], r.Links[7:8])
	var out strings.Builder
	if err := r.WriteSSSOM(&out, testRun); err != nil {
		t.Fatal(err)
	}
	want := `#mapping_set_id: ` + string(testRun.IRI(r)) + `
#license: https://w3id.org/sssom/license/unspecified
#comment: links with wikidata.nt
#curie_map:
#  skos: "http://www.w3.org/2004/02/skos/core#"
#  wikidata: "http://www.wikidata.org/entity/"
#  owl: "http://www.w3.org/2002/07/owl#"
#  semapv: "https://w3id.org/semapv/vocab/"
#  data: "urn:newskg:data/"
#  urn: "urn:"
` + strings.Join(sssomColumns, "\t") + "\n" +
		"data:entity/organization/kestrel-bank\tKestrel Bank\tOrganization\towl:sameAs\twikidata:Q900038\tKestrel Banking Corporation\tOrganization\tsemapv:MappingChaining\tlei\tlei\tlei:5299000KESTREL000001\tkg\t0.0-test\tsame identifier lei:5299000KESTREL000001\n" +
		"data:entity/organization/southern-union\tSouthern Union\tOrganization\tskos:closeMatch\twikidata:Q900031\tSouthern Union of States\tOrganization\tsemapv:LexicalMatching\tlabel\talias\tsouthern union\tkg\t0.0-test\tsame class and name \"southern union\" (label, alias)\n" +
		"data:entity/person/in%C3%A9s-calder\tInés Calder\tPerson\tskos:closeMatch\twikidata:Q900007\tInes Calder\tPerson\tsemapv:LexicalMatching\tlabel\tlabel\tines calder\tkg\t0.0-test\tsame class and label \"ines calder\"\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("SSSOM (-want +got):\n%s", diff)
	}
}
