package extract

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/ontology"
)

// The article that the project was asked for gives its offices, elections, membership
// and trade as its annotators wrote them down.
func TestGuangdong(t *testing.T) {
	shared := os.Getenv("KG_SHARED")
	if shared == "" {
		t.Skip("KG_SHARED is not set: the annotated article is there")
	}
	path := filepath.Join(shared, "data", "gold", "guangdong-2026-01-29")
	text, err := os.ReadFile(path + ".txt")
	if err != nil {
		t.Skip(err)
	}
	x, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	readings, err := x.Extract(context.Background(), Input{Text: string(text), Date: "2026-01-29"})
	if err != nil {
		t.Fatal(err)
	}
	ont, _ := ontology.Default()
	checkReadings(t, ont, string(text), readings)
	var got []string
	for _, r := range readings {
		l := newLine("", &r)
		got = append(got, keyFacts(l.S, l.P, l.O, l.Q))
	}
	for _, want := range annotated(t, path+".jsonl") {
		if !slices.Contains(got, want) {
			t.Errorf("not found: %s\nhave:\n%s", want, strings.Join(got, "\n"))
		}
	}
}

// keyFacts shows a statement of one of the relations under test with the qualifiers
// that count, "" for any other.
func keyFacts(s, p, o string, q map[string]string) string {
	out := []string{s, p, o}
	switch p {
	case "holds-office", "elected-to":
		out = append(out, q["role"])
	case "trades-with":
		out = append(out, q["amount"], q["currency"], q["change"], q["period"])
	case "member-of":
	default:
		return ""
	}
	return strings.ReplaceAll(strings.Join(out, " | "), "’", "'")
}

func annotated(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var l struct {
			S, P string
			O    any
			Q    map[string]any
		}
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		o, _ := l.O.(string)
		q := map[string]string{}
		for k, v := range l.Q {
			q[k], _ = v.(string)
		}
		if fact := keyFacts(l.S, l.P, o, q); fact != "" {
			out = append(out, fact)
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d annotated statements in %s", len(out), path)
	}
	return out
}

// Extraction gives the same readings whoever else is at it.
func TestExtractConcurrently(t *testing.T) {
	x, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Text: "Zhou Mingde, mayor of Weihai, met Ama Boateng, Ghana's foreign minister, in Accra on Monday.", Date: "2026-01-29"}
	want, err := x.Extract(context.Background(), in)
	if err != nil || len(want) == 0 {
		t.Fatalf("%d readings, error %v", len(want), err)
	}
	results := make(chan []ontology.Reading)
	for range 4 {
		go func() {
			got, _ := x.Extract(context.Background(), in)
			results <- got
		}()
	}
	for range 4 {
		if diff := cmp.Diff(want, <-results); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
