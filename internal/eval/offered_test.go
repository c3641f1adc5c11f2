package eval

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestMissingKind(t *testing.T) {
	const sentence = "The Department of Commerce in Oslo asked both sides to stop selling grain to the two ports at once."
	for _, tt := range []struct {
		name, end string
		unread    bool
		want      string
	}{
		{"a number", "1200", false, "value"},
		{"a date", "2026-03-02", false, "value"},
		{"a share", "+4.4%", false, "value"},
		{"a name", "Department of Commerce", false, "name"},
		{"a phrase", "both sides", false, "phrase"},
		{"a clause", "both sides to stop selling grain to the two ports", false, "clause"},
		{"said elsewhere", "Harbour Board of Tromvik", false, "article-wide"},
		{"half said elsewhere", "Oslo conference", false, "name"},
		{"of a heading", "Department of Commerce", true, "unread"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := missingKind(tt.end, newEnd(tt.end), newEnd(sentence), tt.unread); got != tt.want {
				t.Errorf("missingKind(%q) = %q, want %q", tt.end, got, tt.want)
			}
		})
	}
}

// TestOffered holds what a sentence offers of statements that it could be annotated with.
func TestOffered(t *testing.T) {
	const text = "Bo Chen, president of Nordhaven, met Mary Lee, mayor of Port Ellery, on Monday.\n\nTrade fell."
	line := func(s, p, o string) string {
		return `{"s": "` + s + `", "p": "` + p + `", "o": "` + o + `", "start": 0, "end": 79}` + "\n"
	}
	for _, tt := range []struct {
		name, line      string
		lenient, strict Reach
		missed          []string
	}{
		{"in these words", line("Bo Chen", "holds-office", "Nordhaven"), Reach{true, true, true}, Reach{true, true, true}, nil},
		{"half of the words", line("Bo Chen", "holds-office", "Nordhaven city"), Reach{true, true, true}, Reach{}, nil},
		{"symmetric", line("Mary Lee", "met-with", "Bo Chen"), Reach{true, true, true}, Reach{true, true, true}, nil},
		{"object elsewhere", line("Bo Chen", "visited", "Tromvik"), Reach{}, Reach{}, []string{"object, article-wide"}},
		{"both elsewhere", line("Lena Brandvik", "visited", "Tromvik"), Reach{}, Reach{}, []string{"subject, article-wide", "object, article-wide"}},
		{"no such day", line("Bo Chen", "born-on", "1990-01-01"), Reach{}, Reach{}, []string{"object, value"}},
		{"with itself", line("Bo Chen", "met-with", "Bo Chen"), Reach{Ends: true}, Reach{Ends: true}, []string{"no pair"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := fstest.MapFS{
				"a1.txt":       {Data: []byte(text)},
				"a1.meta.json": {Data: []byte(`{"id": "a1", "date": "2026-03-03"}`)},
				"a1.jsonl":     {Data: []byte(tt.line)},
			}
			gold, err := ReadFile(folder, "a1")
			if err != nil {
				t.Fatal(err)
			}
			found, err := ArticleOffers(folder, extractor(t))(t.Context(), "a1", gold)
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != 1 {
				t.Fatalf("%d statements, want 1", len(found))
			}
			if diff := cmp.Diff([]Reach{tt.lenient, tt.strict}, []Reach{found[0].Lenient, found[0].Strict}); diff != "" {
				t.Errorf("lenient, strict (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.missed, found[0].Missed()); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOfferReport(t *testing.T) {
	var r OfferReport
	r.Add([]Offered{
		{Article: "a1", Statement: Statement{P: "owns"}, Lenient: Reach{true, true, true}, Strict: Reach{true, true, false}},
		{Article: "a1", Statement: Statement{P: "owns"}, Subject: "name", Object: "phrase"},
		{Article: "b2", Statement: Statement{P: "won"}, Object: "phrase"},
	})
	want := []OfferRow{
		{"predicate", "owns", OfferCounts{2, 1, 1}},
		{"predicate", "won", OfferCounts{1, 0, 0}},
		{"total", "strict", OfferCounts{3, 1, 0}},
		{"total", "lenient", OfferCounts{3, 1, 1}},
	}
	if diff := cmp.Diff(want, r.Rows("predicate")); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	var missed []string
	for _, m := range r.Missed() {
		missed = append(missed, m.Name)
	}
	if diff := cmp.Diff([]string{"object, phrase", "subject, name"}, missed); diff != "" {
		t.Errorf("missed (-want +got):\n%s", diff)
	}
}
