package extract

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/nlp/en"
	"kg/internal/ontology"
)

// reading makes an extractor of the embedded model and ontology.
func reading(t testing.TB) *Extractor {
	t.Helper()
	ont, err := ontology.Default()
	if err != nil {
		t.Fatal(err)
	}
	pipe, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(pipe, ont)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestClusters(t *testing.T) {
	x := reading(t)
	for _, tt := range []struct{ name, text, want string }{
		// Gender
		{"given names", "Emma Stone met David Hart on Monday. She thanked him.", "Emma Stone|She; David Hart|him"},
		{"title", "Mrs Adeyo met Mr Falk in Bergen. He thanked her.", "Adeyo|her; Falk|He"},
		{"apposition", "Robin Falk, an actress, met Kerry Hart, a waiter. She left early.", "Robin Falk|She"},
		{"names without a known gender", "Xiadani Quispe resigned. Her deputy took over.", "Xiadani Quispe|Her"},

		{"age", "Peter Falk was arrested on Monday. The 45-year-old denied the charges.", "Peter Falk|The 45-year-old"},

		// Syntax
		{"no object of its own subject", "Peter Falk arrived late. John Hart blamed him.", "Peter Falk|him"},
		{"reflexive", "Peter Falk watched as John Hart blamed himself.", "John Hart|himself"},
		{"owner within an apposition", "Anna Falk came with her sister, Maria Hart.", "Anna Falk|her"},
		{"before the name", "When she arrived, Anna Falk was tired.", "she|Anna Falk"},
		{"subject goes on", "Peter Falk met John Hart in Oslo. He had come by train.", "Peter Falk|He"},

		// Quotations
		{"speaker", `Anna Falk said: "I am tired."`, "Anna Falk|I"},

		// Somebody unnamed
		{"a woman", "Peter Falk saw a woman in the yard. She waved.", "a woman|She"},

		// Things and several
		{"company", "The Bank of Bergen closed an office on Monday. It employs 300 people.", "Bank of Bergen|It"},
		{"repeated noun", "A crane fell on Friday. The crane had been repaired.", "A crane|The crane"},
		{"plural", "The drivers stopped work on Monday. They want more pay.", "The drivers|They"},
		{"nobody", "It is expected that rain will fall.", ""},

		// Names
		{"surname", "Peter Falk resigned. Falk had led the party since 2010.", "Peter Falk|Falk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			clusters, err := x.Clusters(context.Background(), Input{Text: tt.text})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, written(tt.text, clusters)); diff != "" {
				t.Errorf("clusters (-want +got):\n%s", diff)
			}
		})
	}
}

// written joins the phrases of clusters: "Ann|she; Bo|him".
func written(text string, clusters []Cluster) string {
	runes := []rune(text)
	var out []string
	for _, c := range clusters {
		var phrases []string
		for _, p := range c {
			phrases = append(phrases, string(runes[p.Start:p.End]))
		}
		out = append(out, strings.Join(phrases, "|"))
	}
	return strings.Join(out, "; ")
}

func TestNameGender(t *testing.T) {
	for _, tt := range []struct {
		name string
		want gender
	}{
		{"Maria Falk", gender{'f', byGivenName}},
		{"J. Peter Falk", gender{'m', byGivenName}},
		{"José Falk", gender{'m', byGivenName}},
		{"Jean-Pierre Falk", gender{}}, // "Jean" alone speaks for a woman
		{"Peter", gender{'m', byLoneName}},
		{"Zyxela Falk", gender{'f', byEnding}},
		{"Leslie Falk", gender{}},
		{"Xi", gender{}},
		{"", gender{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := nameGender(tt.name); got != tt.want {
				t.Errorf("got %c %d, want %c %d", got.sex, got.sure, tt.want.sex, tt.want.sure)
			}
		})
	}
}

func TestParseWeights(t *testing.T) {
	for _, tt := range []struct{ name, table, err string }{
		{"none and a value", "none\t0\t1.5\ngender\t3\t-2\n", ""},
		{"unknown group", "size\t0\t1\n", `pronoun-weights.tsv:1: no value "0" of group "size"`},
		{"value out of range", "# head\nlist\t3\t1\n", `pronoun-weights.tsv:2: no value "3" of group "list"`},
		{"no number", "list\t1\theavy\n", `pronoun-weights.tsv:1: strconv.ParseFloat: parsing "heavy": invalid syntax`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, err := parseWeights(tt.table)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.err {
				t.Fatalf("error %q, want %q", got, tt.err)
			}
			if again, _ := parseWeights(w.table()); err == nil {
				if diff := cmp.Diff(w.group, again.group); diff != "" {
					t.Errorf("weights written and read again (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func FuzzClusters(f *testing.F) {
	for _, s := range []string{
		"Emma Stone met David Hart. She thanked him, and he himself left.",
		`"I," said her brother, Bo, "am it." They went.`,
		"The crane of the crane of it. It its they Their",
	} {
		f.Add(s, byte(3))
	}
	ont, err := ontology.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, seed byte) {
		if len(text) > 2000 {
			return
		}
		text = strings.ToValidUTF8(text, "\uFFFD")
		x, err := New(wordAnnotator{seed}, ont)
		if err != nil {
			t.Fatal(err)
		}
		clusters, err := x.Clusters(context.Background(), Input{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		n := len([]rune(text))
		for _, c := range clusters {
			if len(c) < 2 {
				t.Fatalf("a cluster of %d", len(c))
			}
			for i, p := range c {
				if p.Start < 0 || p.Start >= p.End || p.End > n || i > 0 && comparePhrases(c[i-1], p) >= 0 {
					t.Fatalf("phrases %v in a text of %d", c, n)
				}
			}
		}
		again, _ := x.Clusters(context.Background(), Input{Text: text})
		if diff := cmp.Diff(clusters, again); diff != "" {
			t.Fatalf("two runs differ: %s", diff)
		}
	})
}

func BenchmarkClusters(b *testing.B) {
	x := reading(b)
	text := strings.Repeat("Emma Stone met David Hart on Monday. She thanked him, and he promised that the company would pay. ", 20)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := x.Clusters(context.Background(), Input{Text: text}); err != nil {
			b.Fatal(err)
		}
	}
}
