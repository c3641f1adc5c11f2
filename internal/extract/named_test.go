package extract

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMentions(t *testing.T) {
	x := reading(t)
	for _, tt := range []struct{ name, text, want string }{
		// Titles
		{"title trimmed", "Foreign Minister Emma Falk spoke in Bergen.", "Emma Falk:Person; Bergen:Place"},
		{"title inside of a name", "James Earl Falk met Martin Luther King Jr. in Oslo.", "James Earl Falk:Person; Martin Luther King Jr.:Person; Oslo:Place"},
		{"rank after a body", "The fire is out, said Coast Guard Lt. Steve Hart.", "Coast Guard:Organization; Steve Hart:Person"},

		// What the recogniser glues
		{"place and person", "The Minister for the Middle East Tobias Falk spoke.", "Middle East:Place; Tobias Falk:Person"},
		{"dateline of a wire", "LD2504174394 Moscow PRAVDA on Monday.", "Moscow:Place; PRAVDA:Organization"},

		// An acronym tells where a name starts
		{"commas inside", "The Soil, Water, and Forest Institute (SWFI) opened.", "Soil, Water, and Forest Institute:Organization; SWFI:Organization"},
		{"part of a body", "Emma Falk of the Coast Division's Ship Crime and Wreck Agency (SCWA) left.", "Emma Falk:Person; Coast Division:Organization; Ship Crime and Wreck Agency:Organization; SCWA:Organization"},
		{"no acronym of it", "Emma Falk and Tobias Ek (NHLBI) met.", "Emma Falk:Person; Tobias Ek:Person; NHLBI:Thing"},

		// Known names
		{"armed group", "Daesh has claimed the attack near Aleppo.", "Daesh:Organization; Aleppo:Place"},

		// Particles, whatever the recogniser takes them for
		{"two particles", "European Commission President Ursula van der Falk spoke.", "European Commission:Organization; Ursula van der Falk:Person"},
		{"a van", "In Oslo van drivers met Emma Falk.", "Oslo:Place; Emma Falk:Person"},

		// Numbers that names start with
		{"ordinal and number", "Weihai adopted the 15th Five-Year Plan on Monday.", "Weihai:Place; 15th Five-Year Plan:Work"},
		{"a number of something", "Emma Falk bought five Harley motorcycles.", "Emma Falk:Person; Harley:Organization"},

		// A headline
		{"headline", "Storm hits Oslo\n\nEmma Falk was rescued on Monday.", "Oslo:Place; Emma Falk:Person"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			mentions, err := x.Mentions(context.Background(), Input{Text: tt.text})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range mentions {
				got = append(got, string([]rune(tt.text)[m.Start:m.End])+":"+m.Class)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("mentions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseNames(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       map[string]bool
	}{
		{"two to a line", "New Bergen; Oslo\nRome\n", map[string]bool{"New Bergen": true, "Oslo": true, "Rome": true}},
		{"comments and gaps", "# towns\n;; Oslo ;\n\n", map[string]bool{"Oslo": true}},
		{"empty", "", map[string]bool{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parseNames(tt.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
