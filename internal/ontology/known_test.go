package ontology

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKnown(t *testing.T) {
	o, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want  string // the names known, or "" for none
		names string // separated by semicolons
	}{
		// Countries.
		{"United States", "USA; U.S.A.; US; U.S.; America; United States; the United States; United States of America; usa"},
		{"United Kingdom", "UK; U.K.; Britain; Great Britain; United Kingdom; the UK"},
		{"China", "China; PRC; P.R.C.; People's Republic of China; People’s Republic of China; mainland China"},
		{"Taiwan", "Taiwan; Republic of China"},
		{"South Korea", "South Korea; Republic of Korea; ROK; R.O.K."},
		{"North Korea", "North Korea; DPRK; Democratic People's Republic of Korea"},
		{"Russia", "Russia; Russian Federation; the Russian Federation"},
		{"United Arab Emirates", "UAE; U.A.E.; the Emirates; United Arab Emirates"},
		{"Democratic Republic of the Congo", "DRC; D.R.C.; DR Congo; Democratic Republic of Congo; Zaire"},
		{"Republic of the Congo", "Republic of the Congo; Republic of Congo; Congo-Brazzaville"},
		{"Czech Republic", "Czech Republic; Czechia"},
		{"Myanmar", "Burma; Myanmar; Republic of the Union of Myanmar"},
		{"Netherlands", "Holland; Netherlands; the Netherlands; Kingdom of the Netherlands"},
		{"Ivory Coast", "Ivory Coast; Côte d'Ivoire; Côte d’Ivoire; Cote d'Ivoire"},
		{"Turkey", "Turkey; Türkiye; Turkiye"},
		{"Brazil", "Federative Republic of Brazil"},
		{"São Tomé and Príncipe", "Sao Tome and Principe"},
		{"Hong Kong SAR", "Hong Kong; Hong Kong SAR; HKSAR"},

		// States, and what shares its name with one.
		{"Ohio", "Ohio; OH"},
		{"Georgia (country) | Georgia (state)", "Georgia"},
		{"Georgia (state)", "Ga.; Georgia state; Georgia (state)"},
		{"Georgia (country)", "Georgia (country)"},
		{"New York (state)", "N.Y.; New York State; New York (state)"},
		{"Washington (state)", "Wash.; Washington state"},
		{"", "New York; Washington"}, // the towns, as far as a name says

		// Blocs and parties.
		{"European Union", "EU; E.U.; European Union; the EU"},
		{"United Nations", "UN; U.N.; United Nations"},
		{"Republican Party", "Republican; Republicans; Republican Party; GOP"},
		{"Labour Party", "Labour; Labour Party"},
		{"", "Greens; Green Party"}, // every country has one

		{"", "Congo; Korea; Harbour Board; us all; !!!; "},
	} {
		for name := range strings.SplitSeq(c.names, ";") {
			name = strings.TrimSpace(name)
			var got []string
			for _, k := range o.Known(name) {
				got = append(got, k.Name)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " | ")); diff != "" {
				t.Errorf("%q (-want +got):\n%s", name, diff)
			}
		}
	}
	if got := new(Ontology).Known("France"); got != nil {
		t.Errorf("without word lists: %v", got)
	}
}

// What a name stands for is known by its own name, and names a class of the ontology.
func TestKnownIsStable(t *testing.T) {
	o, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for key, all := range o.gazetteer() {
		for _, k := range all {
			if o.Class(k.Class) == nil {
				t.Errorf("%s: no class %q", key, k.Class)
			}
			if diff := cmp.Diff([]Known{k}, o.Known(k.Name)); diff != "" {
				t.Errorf("%s is %s, which is (-want +got):\n%s", key, k.Name, diff)
			}
		}
	}
}
