package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/ontology"
)

// Entities have the name that the article gives them, and the canonical one of the thing
// that it stands for.
func TestIdentity(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // "class, name, canonical" of the offices' organisations, by name
	}{
		{"a country in full", "Ana Ruiz, ambassador of the United States, came.", "Place, United States, United States"},
		{"its short form", "Ana Ruiz, ambassador of the U.S., came.", "Place, U.S., United States"},
		{"its other name", "Ana Ruiz, president of Burma, came.", "Place, Burma, Myanmar"},
		{"its adjective alone", "British Prime Minister Nora Hale came.", "Place, United Kingdom, United Kingdom"},
		{"accents and apostrophes", "Ana Ruiz, president of Côte d’Ivoire, came.", "Place, Côte d'Ivoire, Ivory Coast"},
		{"a bloc", "Ana Ruiz, ambassador of the EU, came.", "Organization, EU, European Union"},
		{"a town is no state", "Ana Ruiz, mayor of New York, came.", "Place, New York, "},
		{"a body", "Ana Ruiz, director of the Harbour Trust, came.", "Organization, Harbour Trust, "},

		// Georgia.
		{"beside its capital", "Levan Maisuradze, president of Georgia, spoke in Tbilisi.", "Place, Georgia, Georgia (country)"},
		{"without a clue", "Levan Maisuradze, president of Georgia, spoke.", "Place, Georgia, Georgia (country)"},
		{"with a governor", "Ana Ruiz, governor of Georgia, spoke.", "Place, Georgia, Georgia (state)"},
		{"beside other states", "Ana Ruiz, treasurer of Georgia, went to Ohio and Alabama.", "Place, Georgia, Georgia (state)"},
		{"beside other countries", "Ana Ruiz, treasurer of Georgia, went to Armenia and the United States.", "Place, Georgia, Georgia (country)"},

		// Parties are one country's.
		{"at home", "Ana Ruiz, chairwoman of the Republican Party, spoke in Ohio.", "Organization, Republican Party, Republican Party"},
		{"by its short name", "Republican leader Nora Hale spoke in Ohio.", "Organization, Republican, Republican Party"},
		{"elsewhere", "Republican leader Nora Hale spoke in France.", "Organization, Republican, "},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, r := range extracted(t, c.text) {
				if e := r.Object.Entity; r.Predicate == "holds-office" && e != nil {
					got = e.Class + ", " + e.Name + ", " + e.Canonical
					if e.Canonical != "" && e.Local {
						t.Errorf("%s is local", e.Name)
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func extracted(t *testing.T, text string) []ontology.Reading {
	t.Helper()
	x, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	readings, err := x.Extract(t.Context(), Input{Text: text, Date: "2026-01-29"})
	if err != nil {
		t.Fatal(err)
	}
	return readings
}
