package extract

import "kg/internal/ontology"

// gazetteer knows the countries and the states of large ones: what their names, the
// adjectives and the capitals stand for. Keys are names as written.
type gazetteer struct {
	country map[string]string // "U.S." -> "United States"
	demonym map[string]string // "French" -> "France"
	state   map[string]string // "Ohio" -> "United States"
	abbrev  map[string]string // "Calif." -> "California"
	capital map[string]string // "Paris" -> "France"
	region  map[string]bool   // "Africa"
	party   map[string]string // "Republican" -> "Republican Party"
}

func newGazetteer(ont *ontology.Ontology) *gazetteer {
	g := &gazetteer{
		country: meanings(ont, "countries"), demonym: meanings(ont, "demonyms"), state: meanings(ont, "states"),
		abbrev: meanings(ont, "state-abbreviations"), capital: meanings(ont, "capitals"), party: meanings(ont, "parties"),
		region: map[string]bool{},
	}
	for _, w := range ont.Words("regions").All() {
		g.region[w] = true
	}
	return g
}

func meanings(ont *ontology.Ontology, list string) map[string]string {
	words := ont.Words(list)
	m := make(map[string]string, len(words.All()))
	for _, w := range words.All() {
		m[w] = words.Of(w)
	}
	return m
}

// kind is "country", "state", "region" or "" for a place's name.
func (g *gazetteer) kind(name string) string {
	switch {
	case g.country[name] != "":
		return "country"
	case g.state[name] != "" || g.abbrev[name] != "":
		return "state"
	case g.region[name]:
		return "region"
	}
	return ""
}
