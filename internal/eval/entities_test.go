package eval

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"kg/internal/nlp/en"
)

func TestReadEntities(t *testing.T) {
	const conll = "#doc 7\n0\t``\tO\n1\tAnn\tB-Peop\n2\tFalk\tI-Peop\n3\t's\tO\n4\tfirm\tO\n5\t,\tO\n6\tNordCo\tB-Org\n7\t,\tO\n8\tleft\tO\n9\tOslo\tB-Loc\n10\tBergen\tB-Loc\n11\t.\tO\n12\t''\tO\n"
	fsys := fstest.MapFS{
		"dev.txt":               {Data: []byte(conll)},
		"bad.txt":               {Data: []byte("Ann\tB-Peop\n")},
		"re3d/a/documents.json": {Data: []byte(`{"_id":"d1","text":"Ann left Oslo."}` + "\n")},
		"re3d/a/entities.json": {Data: []byte(`{"documentId":"d1","begin":0,"end":3,"type":"Person"}` + "\n" +
			`{"documentId":"d1","begin":9,"end":13,"type":"Location"}` + "\n\n" + `{"documentId":"d1","begin":4,"end":8,"type":"Weapon"}` + "\n" +
			`{"documentId":"d9","begin":0,"end":3,"type":"Person"}` + "\n")},
		"broken/documents.json": {Data: []byte("{")},
		"empty/README.md":       {},
	}
	for _, tt := range []struct {
		name string
		want []EntityText
		err  string
	}{
		{"dev.txt", []EntityText{{"conll04-7", "“Ann Falk's firm, NordCo, left Oslo Bergen.”", []EntitySpan{
			{1, 9, Person}, {18, 24, Organisation}, {31, 35, Place}, {36, 42, Place}}}}, ""},
		{"re3d", []EntityText{{"d1", "Ann left Oslo.", []EntitySpan{{0, 3, Person}, {9, 13, Place}}}}, ""},
		{"re3d/a", []EntityText{{"d1", "Ann left Oslo.", []EntitySpan{{0, 3, Person}, {9, 13, Place}}}}, ""},
		{"bad.txt", nil, "bad.txt:1: "},
		{"broken", nil, "broken/documents.json:1: "},
		{"empty", nil, ErrNoEntitySet.Error()},
		{"missing", nil, "file does not exist"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadEntities(fsys, tt.name)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error %v, want %q in it", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestScoreEntities(t *testing.T) {
	texts := []EntityText{{Text: "a", Gold: []EntitySpan{{0, 3, Person}, {0, 3, Person}, {5, 8, Place}}}}
	system := func(context.Context, string) ([]EntitySpan, error) {
		return []EntitySpan{{0, 3, Person}, {5, 8, Organisation}, {0, 2, Person}}, nil
	}
	total, byClass, err := ScoreEntities(t.Context(), texts, system)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Counts{Gold: 2, System: 3, Right: 1}); total != want {
		t.Errorf("total %v, want %v", total, want)
	}
	want := map[EntityClass]Counts{Person: {1, 2, 1}, Place: {1, 0, 0}, Organisation: {0, 1, 0}}
	if diff := cmp.Diff(want, byClass); diff != "" {
		t.Errorf("by class (-want +got):\n%s", diff)
	}
	broken := errors.New("broken")
	if _, _, err := ScoreEntities(t.Context(), texts, func(context.Context, string) ([]EntitySpan, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("error %v, want the system's", err)
	}
}

// TestMendedNames holds by how much extraction's names are better than the parser's.
func TestMendedNames(t *testing.T) {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: no annotated names")
	}
	pipe, err := en.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := extractor(t)
	for _, set := range []string{"conll04/dev.txt", "re3d"} {
		t.Run(set, func(t *testing.T) {
			texts, err := ReadEntities(os.DirFS(shared), "data/"+set)
			if err != nil {
				t.Skip(err)
			}
			f1 := func(system EntitySystem) float64 {
				total, _, err := ScoreEntities(t.Context(), texts, system)
				if err != nil {
					t.Fatal(err)
				}
				_, _, f := total.PRF()
				return f
			}
			parser, mended := f1(ParserEntities(pipe)), f1(MentionEntities(x))
			t.Logf("parser %.3f, mended %.3f", parser, mended)
			if mended < parser+0.06 {
				t.Errorf("names as mended %.3f, want 0.06 over the parser's %.3f", mended, parser)
			}
		})
	}
}

func FuzzReadCoNLL04(f *testing.F) {
	f.Add("#doc 1\n0\tAnn\tB-Peop\n1\t,\tO\n2\tBo\tI-Peop\n")
	f.Add("#doc\n\t\t\n0\t``\tI-Loc\n")
	f.Fuzz(func(t *testing.T, text string) {
		texts, err := readCoNLL04(strings.NewReader(text), "f")
		if err != nil {
			return
		}
		for _, tx := range texts {
			n, last := utf8.RuneCountInString(tx.Text), 0
			for _, sp := range tx.Gold {
				if sp.Start < last || sp.Start > sp.End || sp.End > n {
					t.Fatalf("spans %v in a text of %d", tx.Gold, n)
				}
				last = sp.End
			}
		}
	})
}
