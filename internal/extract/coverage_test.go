package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCover holds why sentences give no statement, with the model and by rules alone. A
// case is about its last sentence; "" means that it has a statement or no named subject.
func TestCover(t *testing.T) {
	learned, err := learnedExtractor()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text    string
		minConfidence float64
		learned       string
		rules         string
	}{
		{"a statement", "Erik Berg met Mayor Carl Lund in Oslo.", 0, "", ""},
		{"no named subject", "It rained.", 0, "", ""},
		{"a people", "Norwegians slept.", 0, "", ""},
		{"less sure than asked for", "Erik Berg met Mayor Carl Lund in Oslo.", 1, "hidden", "hidden"},
		{"not", "Erik Berg did not meet Carl Lund in Oslo.", 0, "denied", "denied"},
		{"never", "Ivan Novak never signed the Bergen Treaty.", 0, "denied", "denied"},
		{"if", "If Chad signs the Bergen Treaty, trade will grow.", 0, "conditional", "conditional"},
		{"a quotation", `"We will win," said Maria Lopez.`, 0, "quoted", "quoted"},
		{"no object", "Anna Falk slept.", 0, "no object", "no object"},
		{"a pronoun", "Anna Falk, mayor of Bergen, met Carl Lund in Oslo.\n\nShe slept.", 0, "no object", "no object"},
		{"no relation", "Anna Falk polished the old spoons.", 0, "no relation", "no relation"},
		{"said again", "Erik Berg met Carl Lund.\n\nErik Berg met Carl Lund.", 0, "repeated", "repeated"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := [2]string{}
			for i, x := range []*Extractor{learned, rules} {
				_, cov, err := x.Cover(t.Context(), Input{Text: tt.text, Date: "2026-03-03"}, tt.minConfidence)
				if err != nil {
					t.Fatal(err)
				}
				if n := len(cov.Silent); n > 0 && cov.Silent[n-1].End == len(tt.text) {
					got[i] = cov.Silent[n-1].Reason.String()
				}
			}
			if diff := cmp.Diff([2]string{tt.learned, tt.rules}, got); diff != "" {
				t.Errorf("with the model, by rules (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCoverReads holds that Cover reads what Extract does.
func TestCoverReads(t *testing.T) {
	x, err := learnedExtractor()
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Text: "Erik Berg, mayor of Bergen, met Carl Lund. He did not visit Oslo. Chad exported tea to Kenya.", Date: "2026-03-03"}
	want, err := x.Extract(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	got, cov, err := x.Cover(t.Context(), in, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("readings (-Extract +Cover):\n%s", diff)
	}
	if cov.Named != 3 {
		t.Errorf("%d sentences with a named subject, want 3", cov.Named)
	}
}
