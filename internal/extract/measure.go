package extract

import (
	"sort"
	"strings"
)

// currency is the currency of a sum of the owner's. A bare name is that of the owner's
// country, where it has no meaning by default, else that of the article's country where
// just one of those that have a currency so called is in question.
func (s *sentence) currency(a *amount, owner arg) string {
	if a.bare == "" {
		return a.currency
	}
	if owner.ent != nil && a.currency == "" {
		if code := currencyTable().abroad[a.bare][s.art.countryOf(owner.ent.root().name)]; code != "" {
			return code
		}
	}
	index := s.art.told()
	code, ok := index.currency[a.bare]
	if !ok {
		code = s.art.bareCurrency(a.bare, a.currency)
		index.currency[a.bare] = code
	}
	return code
}

// bareCurrency reads the bare name by the countries that the article names; the
// default stays where it names the default's country, two others or none.
func (art *article) bareCurrency(name, otherwise string) string {
	abroad := currencyTable().abroad[name]
	count := art.countryCounts()
	if otherwise == "USD" && count["United States"] > 0 {
		return otherwise
	}
	found, mentions := "", 0
	for country, code := range abroad {
		n := count[country]
		if n == 0 {
			continue
		}
		if found != "" && code != found {
			return otherwise
		}
		found, mentions = code, mentions+n
	}
	if found == "" || otherwise != "" && mentions < 2 {
		return otherwise
	}
	return found
}

// countryCounts is how often the article's names say each country: by its name, its
// adjective, or that of one of its states, also within longer names.
func (art *article) countryCounts() map[string]int {
	count := map[string]int{}
	for _, e := range art.ents {
		if e.same != nil {
			continue // its mentions are those of the entity that it is
		}
		for _, m := range e.mentions {
			if country := art.countryOf(m.text()); country != "" {
				count[country]++
				continue
			}
			for word := range strings.FieldsSeq(m.text()) {
				if country := art.countryOf(word); country != "" {
					count[country]++
				}
			}
		}
	}
	return count
}

// countryOf is the country that a name, an adjective or a state's name says, or "".
func (art *article) countryOf(name string) string {
	for _, names := range []map[string]string{art.gaz.country, art.gaz.demonym, art.gaz.state} {
		if country := names[name]; country != "" {
			return country
		}
	}
	return ""
}

// placeInQuestion is the place that "the province", "its" or a left-out subject
// stands for at token k: the place that the article is mostly about, of the kind that
// the noun says.
func (s *sentence) placeInQuestion(k int) arg {
	place := s.art.mainPlace(func(e *entity) bool { return fitsPlaceNoun(e, s.word(k)) })
	if place == nil {
		return arg{}
	}
	return arg{ent: place, as: place.name}
}

// fitsPlaceNoun says that a noun could refer to the place.
func fitsPlaceNoun(e *entity, noun string) bool {
	switch noun {
	case "country", "nation", "republic", "kingdom":
		return e.kind == "country"
	case "province", "city", "municipality", "island", "county", "town":
		return e.kind != "country" && e.kind != "region"
	}
	return true
}

// distinction is what tells two facts with the same ends apart: of figures all that
// qualifies them, of trade the period.
func (f *fact) distinction() string {
	if f.pred != "indicator" && tradePreposition[f.pred] == "" {
		return ""
	}
	var b strings.Builder
	for _, q := range f.quals {
		if f.pred == "indicator" || q.key == "period" {
			b.WriteString("|" + q.key + "=" + q.arg.key())
		}
	}
	return b.String()
}

// titleWeight is how many mentions a mention in the title is worth.
const titleWeight = 3

// mainPlace is the place named most often, if it is named at least twice and oftener
// than the next.
func (art *article) mainPlace(fits func(e *entity) bool) *entity {
	type counted struct {
		e *entity
		n int
	}
	var places []counted
	for _, e := range art.ents {
		if e.same != nil || e.class != "Place" || e.local || !fits(e) {
			continue
		}
		n := 0
		for _, m := range e.mentions {
			if m.demonym == "" {
				n++
			}
		}
		if n > 0 && strings.Contains(art.in.Title, e.name) {
			n += titleWeight
		}
		places = append(places, counted{e, n})
	}
	sort.SliceStable(places, func(i, j int) bool { return places[i].n > places[j].n })
	switch {
	case len(places) == 0 || places[0].n < 2:
		return nil
	case len(places) > 1 && places[1].n == places[0].n:
		return nil
	}
	return places[0].e
}

// periodMemory is how many sentences back a period of figures is carried.
const periodMemory = 4

// periodAround is the month, year or span that the figures of the sentence count for:
// named in it, or in one shortly before that gives figures too.
func (s *sentence) periodAround(near int) string {
	if p := s.ownPeriod(near); p != "" {
		return p
	}
	for n := 1; n <= periodMemory && s.index-n >= 0; n++ {
		prev := s.art.sents[s.index-n]
		if len(prev.values().amounts) == 0 && prev.para != s.para {
			continue
		}
		if p := prev.ownPeriod(prev.last); p != "" {
			return p
		}
	}
	return ""
}

// ownPeriod is the sentence's period nearest to token near, the one before it
// winning.
func (s *sentence) ownPeriod(near int) string {
	best, bestDistance := "", 0
	dates := s.values().dates
	for i := range dates {
		d := &dates[i]
		switch s.datePreposition(d) {
		case "since", "until", "before", "after", "than", "from", "with", "to":
			if d.kind != partOfYear {
				continue
			}
		}
		value := s.resolve(d)
		if value == "" || len(value) == len("2006-01-02") {
			continue
		}
		distance := d.first - near
		if distance < 0 {
			distance = -distance
		}
		if best == "" || distance < bestDistance {
			best, bestDistance = value, distance
		}
	}
	return best
}
