package extract

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/relate"
)

// learnedExtractor reads with rules and the model of relations, as users do.
var learnedExtractor = sync.OnceValues(func() (*Extractor, error) {
	rules, err := englishExtractor()
	if err != nil {
		return nil, err
	}
	x, err := New(rules.nlp, rules.ont)
	if err != nil {
		return nil, err
	}
	model, err := relate.Load(Schema())
	if err != nil {
		return nil, err
	}
	return x, x.UseModel(model)
})

// TestClaims holds that nothing is asserted that a sentence denies, leaves open or puts
// ahead, and that what it does assert stays. A case names one relation, the start of
// what is wanted of it after "subject | relation | object", or "" for no statement.
func TestClaims(t *testing.T) {
	x, err := learnedExtractor()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, relation, want string }{
		// Denied by the article
		{"not", "Erik Berg did not meet Mayor Carl Lund in Oslo.", "met-with", ""},
		{"never", "Kenya never exported tea to Chad.", "exports-to", ""},
		{"never, in a claim", "Paul Weber claims he was never a member of Nordbank.", "member-of", ""},
		{"refused", "Ivan Novak refused to sign the Bergen Treaty.", "signed", ""},
		{"failed", "Anna Falk failed to win the Bergen seat.", "won", ""},
		{"declined an offer", "Maria Lopez declined an offer to become finance minister of Chile.", "holds-office", ""},
		{"cancelled", "Pope Francis cancelled a planned visit to Rome.", "visited", ""},
		{"without", "Without meeting Carl Lund, Erik Berg left Oslo.", "met-with", ""},
		{"unable", "Erik Berg was unable to visit Chad.", "visited", ""},
		{"prevented from", "Erik Berg was prevented from visiting Chad.", "visited", ""},
		{"not true that", "It is not true that Ahmed Said resigned from the Harbour Trust.", "resigned-from", ""},
		{"unlikely", "Chad is unlikely to join the African Union.", "member-of", ""},

		{"has yet to", "Erik Berg has yet to visit Chad.", "visited", ""},
		{"no longer", "Erik Berg no longer works for Nordbank.", "works-for", ""},
		{"nearly", "Carl Lund was nearly elected president of Chad.", "elected-to", ""},

		// Denied by somebody
		{"denied that", "Jonas Adeyo denied that he had met William Ruto.", "met-with", "denied"},
		{"denied that, of another", "The minister denied that Greece had signed the Oslo Accord.", "signed", "denied"},
		{"rejected reports", "Emma Hart rejected reports that she had met Vladimir Putin.", "met-with", "denied"},
		{"rumours proved false", "Rumours that Lena Vogt was appointed director of Nordbank proved false.", "appointed-to", ""},

		// Left open
		{"had X been", "Had Carla Bruni been elected mayor of Turin, she would have closed the port.", "elected-to", ""},
		{"if", "If Ghana signs the Lome Treaty, tariffs will fall.", "signed", ""},
		{"could", "Turkey could join the European Union.", "member-of", ""},
		{"might", "Olaf Berg might be appointed chairman of Nordbank.", "appointed-to", ""},
		{"would have", "Without the storm Erik Berg would have met Carl Lund.", "met-with", ""},
		{"would have been", "With more votes Olaf Berg would have been appointed chairman of Nordbank.", "appointed-to", ""},
		{"question", "Did Erik Berg meet Carl Lund in Oslo?", "met-with", ""},
		{"urged", "Hilary Stone urged Chad to sign the Bergen Treaty.", "signed", ""},
		{"called on", "The United Nations called on Libya to join the Geneva Convention.", "member-of", ""},

		{"were X to", "Were Erik Berg to resign from Nordbank, Anna Falk would replace him.", "resigned-from", ""},

		// Hearsay
		{"is thought to", "Carl Lund is thought to have visited Chad.", "visited", "alleged"},
		{"is accused of", "Erik Berg is accused of killing Anna Falk.", "killed", "alleged"},

		// Ahead
		{"will", "Angela Stark will travel to Kenya on Friday.", "visited", "planned"},
		{"plans to", "Angela Stark plans to visit Kenya in May.", "visited", "planned"},
		{"looks forward to", "King Harald looks forward to welcoming Joe Biden in Oslo.", "met-with", "planned"},
		{"expected to", "Joe Biden is expected to meet Mario Conte in Rome.", "met-with", "planned"},
		{"due to", "Prime Minister Jonas Dahl is due to meet Mario Conte on Monday.", "met-with", "planned"},
		{"offered to", "Norway offered to join the Baltic Alliance.", "member-of", "planned"},
		{"threatened to", "Iran threatened to attack Israel.", "attacked", "planned"},

		// Asserted all the same
		{"question that takes it as given", "Why did Erik Berg meet Carl Lund in Oslo?", "met-with", "asserted"},
		{"not only", "Erik Berg not only met Carl Lund but thanked him.", "met-with", "asserted"},
		{"confirmed that", "Jonas Adeyo confirmed that he had met William Ruto.", "met-with", "asserted"},
		{"not fail", "Ivan Novak did not fail to sign the Bergen Treaty.", "signed", "asserted"},
		{"not A but B", "Ivan Novak did not attend the dinner but visited Chad.", "visited", "asserted"},
		{"refusal in a relative clause", "Ahmed Said, who refused to sign the Bergen Treaty, visited Chad on Monday.", "visited", "asserted"},
		{"title beside a negation", "French President Luc Morel did not attend the dinner.", "holds-office", "asserted"},
		{"apposition beside a refusal", "Luc Morel, president of Nordbank, declined to comment.", "holds-office", "asserted"},
		{"persuaded", "Hilary Stone persuaded Chad to sign the Bergen Treaty.", "signed", "asserted"},
		{"and declined", "Hilary Stone visited Chad and declined to comment.", "visited", "asserted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			readings, err := x.Extract(context.Background(), Input{Text: tt.text, Date: "2026-01-29"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range readings {
				if r.Predicate == tt.relation {
					got = append(got, r.Status)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(slices.Compact(got), " ")); diff != "" {
				t.Errorf("%s: status of %s (-want +got):\n%s", tt.text, tt.relation, diff)
			}
		})
	}
}

// TestPassingCounts holds that a count of what a deed took in passing is not sure.
func TestPassingCounts(t *testing.T) {
	x, err := learnedExtractor()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text string
		sure       bool
	}{
		{"released", "The Oslo Police released two photographs on Monday.", false},
		{"met", "Ivan Novak met 3 Russians in Bergen.", false},
		{"won seats", "The Harbour Party won 114 seats in the election.", true},
		{"employs", "Nordbank employs 340 people in Bergen.", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			readings, err := x.Extract(context.Background(), Input{Text: tt.text})
			if err != nil {
				t.Fatal(err)
			}
			sure := false
			for _, r := range readings {
				sure = sure || r.Predicate == "indicator" && r.Confidence > passingBelief
			}
			if sure != tt.sure {
				t.Errorf("%s: an indicator that is sure: %t, want %t", tt.text, sure, tt.sure)
			}
		})
	}
}
