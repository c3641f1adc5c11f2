package extract

import (
	"strings"

	"kg/internal/ontology"
)

// identify says of each entity what the gazetteer knows it as, so that it is the same
// thing in every article, whichever of its names an article prefers.
func (art *article) identify() {
	named := art.namedCountries()
	for _, e := range art.ents {
		if e.same != nil {
			continue
		}
		e.known = ontology.Known{}
		if known := art.ont.Known(e.gazetteerName(art.gaz)); len(known) > 0 {
			if k := art.meant(e, known, named); e.mayBe(k, named) {
				e.known = k
			}
		}
	}
}

// gazetteerName is the name to look an entity up by. A state's abbreviation says more
// than the name that it stands for, which may be a town's ("N.Y.") or a country's
// ("Ga.").
func (e *entity) gazetteerName(gaz *gazetteer) string {
	if e.class != "Place" {
		return e.name
	}
	short := ""
	for _, m := range e.mentions {
		switch text := m.text(); {
		case gaz.abbrev[text] == e.name:
			short = text
		case text == e.name && gaz.country[text] == "":
			return e.name // the town, as far as is known
		}
	}
	if short != "" {
		return short
	}
	return e.name
}

// mayBe says that an entity may be the thing that its name stands for.
func (e *entity) mayBe(k ontology.Known, named map[string]bool) bool {
	switch k.Kind {
	case "country", "state":
		return e.class == "Place" || k.Kind == "country" && (e.class == "Organization" || e.class == "Thing")
	case "party": // other countries have parties of the name
		return (e.class == "Organization" || e.class == "Thing") && (named[k.Of] || len(named) == 0)
	}
	return e.class == "Organization" || e.class == "Thing" || e.class == "Place"
}

// namedCountries are the countries that an article is about: it names them, or a state
// or the capital of theirs. Names that may be another country's state do not count.
func (art *article) namedCountries() map[string]bool {
	named := map[string]bool{}
	for _, e := range art.ents {
		if e.same != nil || len(e.mentions) == 0 {
			continue
		}
		known := art.ont.Known(e.gazetteerName(art.gaz))
		switch {
		case len(known) == 1 && e.class == "Place" && known[0].Kind == "state":
			named[known[0].Of] = true
		case len(known) == 1 && e.class == "Place" && known[0].Kind == "country":
			named[known[0].Name] = true
		case len(known) == 0 && art.gaz.capital[e.name] != "":
			named[art.gaz.capital[e.name]] = true
		}
	}
	return named
}

// meant chooses between namesakes, a country and another country's state: an article
// that names that other country and no third one, or words of a state's government
// beside the name, means the state.
func (art *article) meant(e *entity, known []ontology.Known, named map[string]bool) ontology.Known {
	best := known[0]
	for _, k := range known[1:] {
		if k.Kind != "state" || best.Kind != "country" {
			continue
		}
		if own := art.gaz.country[e.name]; own != "" && named[own] {
			continue // its capital is named
		}
		if named[k.Of] && len(named) == 1 || e.besideStateWords() {
			best = k
		}
	}
	return best
}

// besideStateWords says that a sentence that names the entity speaks of what states of a
// federation have, and countries seldom do.
func (e *entity) besideStateWords() bool {
	for _, m := range e.mentions {
		for i := m.sent.first; i < m.sent.last; i++ {
			switch strings.TrimSuffix(m.sent.lower(i), ".") {
			case "governor", "gov", "gubernatorial", "county", "statehouse", "statewide", "electoral":
				return true
			}
		}
	}
	return false
}
