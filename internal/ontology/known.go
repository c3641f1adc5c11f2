package ontology

import (
	"slices"
	"strings"
)

// Known is a thing that the word lists know by all of its names, so that it is the same
// thing whichever of them an article uses.
type Known struct {
	Name  string // the one to show, told apart from its namesakes: "Georgia (state)"
	Class string
	Kind  string // "country", "state", "bloc" or "party"
	Of    string // the country of a state or of a party
}

// Known is what a name stands for: a country, a state, a bloc of states or a party. It
// is nothing for most names, and several things for "Georgia". Case, dots and a leading
// "the" do not count.
func (o *Ontology) Known(name string) []Known {
	if o.known == nil {
		return nil
	}
	return o.known()[knownKey(name)]
}

func knownKey(name string) string { return strings.TrimPrefix(Slug(name), "the-") }

// index is what Known looks names up in.
type index map[string][]Known

func (x index) add(name string, k Known) {
	if key := knownKey(name); !slices.Contains(x[key], k) {
		x[key] = append(x[key], k)
	}
}

// gazetteer indexes the lists that name one thing by several names.
func (o *Ontology) gazetteer() map[string][]Known {
	x := index{}
	namesakes := map[string]bool{} // states that have the name of a country
	for _, short := range o.Words("state-abbreviations").All() {
		state := o.Words("state-abbreviations").Of(short)
		namesakes[state] = o.Words("countries").Has(state)
	}
	o.addCountries(x, "countries", namesakes)
	o.addCountries(x, "formal-names", namesakes)
	o.addStates(x, namesakes)
	for _, name := range o.Words("blocs").All() {
		x.add(name, Known{o.Words("blocs").Of(name), "Organization", "bloc", ""})
	}
	for _, name := range o.Words("parties").All() {
		party := o.Words("parties").Of(name)
		if country := o.Words("party-countries").Of(party); country != "" {
			k := Known{party, "Organization", "party", country}
			x.add(name, k)
			x.add(party, k)
		}
	}
	return x
}

// addCountries adds a list of names of countries.
func (o *Ontology) addCountries(x index, list string, namesakes map[string]bool) {
	for _, name := range o.Words(list).All() {
		country := o.Words(list).Of(name)
		k := Known{country, "Place", "country", ""}
		if shown := o.Words("shown-names").Of(country); shown != "" {
			k.Name = shown
		} else if namesakes[country] {
			k.Name += " (country)"
		}
		x.add(name, k)
		x.add(k.Name, k)
	}
}

// addStates adds the states with their abbreviations. A state that is listed as
// "Washington state", or by its abbreviation alone, shares its name with a town or a
// country, and the bare name says nothing of the state unless it is a country's.
func (o *Ontology) addStates(x index, namesakes map[string]bool) {
	states, short := o.Words("states"), o.Words("state-abbreviations")
	for _, name := range states.All() {
		if bare, ok := strings.CutSuffix(name, " state"); ok {
			x.addQualified(bare, states.Of(name))
		} else {
			x.add(name, Known{name, "Place", "state", states.Of(name)})
		}
	}
	for _, abbreviation := range short.All() {
		name := short.Of(abbreviation)
		if states.Has(name) {
			x.add(abbreviation, Known{name, "Place", "state", states.Of(name)})
			continue
		}
		k := x.addQualified(name, "United States")
		x.add(abbreviation, k)
		if namesakes[name] {
			x.add(name, k)
		}
	}
}

// addQualified adds a state whose bare name would be another thing's.
func (x index) addQualified(bare, country string) Known {
	k := Known{bare + " (state)", "Place", "state", country}
	x.add(k.Name, k) // the key of "Washington state", too
	return k
}
