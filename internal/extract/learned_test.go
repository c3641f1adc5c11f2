package extract_test

import (
	"strings"
	"testing"

	"kg/internal/extract"
	"kg/internal/ontology"
	"kg/internal/relate"
)

// TestLearned holds what the model's guesses become where their words tell more.
func TestLearned(t *testing.T) {
	x := newExtractor(t, relate.Load)
	for _, c := range []struct {
		name, text string
		wrong      func(r ontology.Reading) bool
	}{
		{"a maximum penalty is not yet one",
			"Dana Field, 41, of Denver, pleaded guilty to wire fraud, which carries a maximum penalty of 20 years in prison.",
			func(r ontology.Reading) bool { return r.Predicate == "sentenced-to" && r.Status == "asserted" }},
		{"a name is not what its own phrase calls it",
			"Sherpa mountaineer Tashi Lama died on Sunday. The army sent two Chinook (CH-47D) helicopters; the deployment of two Chinook helicopters was extended.",
			func(r ontology.Reading) bool {
				return r.Predicate == "is-a" && r.Subject.Name == "Sherpa" || r.Predicate == "also-known-as" && len(r.Object.String()) > 10
			}},
		{"who is acquitted is not convicted",
			"Gerald Vik was found not guilty of money laundering. Paul Reed was cleared of fraud. The jury found Mark Dunn not guilty of murder.",
			func(r ontology.Reading) bool {
				return r.Predicate == "convicted-of" && (r.Subject.Name == "Paul Reed" || r.Subject.Name == "Mark Dunn" || r.Object.String() == "money laundering")
			}},
		{"the number of a name counts nothing",
			"The government of Guangdong adopted the 15th Five-Year Plan, and voters went to one of the more than 8,000 polling stations in Weihai.",
			func(r ontology.Reading) bool { return r.Predicate == "indicator" && r.Object.String() != "8000" }},
		{"who replaced somebody is not replaced by them",
			"Aaron Brown replaced Mary Lee as mayor.",
			func(r ontology.Reading) bool { return r.Predicate == "succeeds" && r.Subject.Name == "Mary Lee" }},
		{"a role that stands for its body is not said twice",
			"National Security Advisor Jane Sorel met today in Oslo with Defence Minister Karl Vik.",
			func(r ontology.Reading) bool {
				for _, q := range r.Qualifiers {
					if q.Key == "role" && strings.EqualFold(q.Value.String(), r.Object.String()) {
						return true
					}
				}
				return false
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			readings, err := x.Extract(t.Context(), extract.Input{Text: c.text, Date: "2026-02-03"})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range readings {
				if c.wrong(r) {
					t.Errorf("%s %s %s %v %s", r.Subject.Name, r.Predicate, r.Object, r.Qualifiers, r.Status)
				}
			}
		})
	}
	t.Run("a penalty that was given is one", func(t *testing.T) {
		readings, err := x.Extract(t.Context(), extract.Input{Text: "Dana Field was sentenced to 20 years in prison on Monday.", Date: "2026-02-03"})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range readings {
			if r.Predicate == "sentenced-to" && r.Status == "asserted" {
				return
			}
		}
		t.Errorf("no sentence in %v", readings)
	})
}
