package link

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/internal/ontology"
)

// Result is what is decided about two graphs.
type Result struct {
	Links []Link  // by subject, then object
	Apart []Apart // what may be the same, and is not linked; by label
}

// Link says that an entity of the first graph and one of the second are the same.
type Link struct {
	Subject, Object *Entity
	Predicate       quad.IRI // owl:sameAs for an identifier, skos:closeMatch for a name
	Evidence        Evidence
}

// Evidence is why two entities may be the same.
type Evidence struct {
	Kind  Kind
	Value string // the identifier, or the folded name
	From  string // what the first graph has: the kind of identifier, "label" or "alias"
	To    string
}

// Kind is a kind of evidence.
type Kind string

const (
	Identifier  Kind = "identifier"
	Name        Kind = "name"
	SameArticle Kind = "article" // one name in one article that both graphs were read from
)

// Reason says the evidence in words.
func (e Evidence) Reason() string {
	switch e.Kind {
	case Identifier:
		return "same identifier " + e.Value
	case SameArticle:
		return fmt.Sprintf("same name %q in the same article", e.Value)
	}
	if e.From == e.To {
		return fmt.Sprintf("same class and %s %q", e.From, e.Value)
	}
	return fmt.Sprintf("same class and name %q (%s, %s)", e.Value, e.From, e.To)
}

// Apart is a group of entities that share evidence, with the reason why none of them
// was chosen.
type Apart struct {
	From, To []*Entity
	Evidence Evidence
	Why      string
}

// Match decides which entities of a and b are the same. It links entities with one
// identifier, and entities of one class that have one name, one to one. Whatever has
// two possible partners, or evidence against the pair, stays apart.
//
// Blocking (sharedIDs, sameArticle, sharedNames) finds the pairs to look at, each with
// its evidence for and against; judging (oneToOne) decides on them, and is the place
// for a judge that weighs.
func Match(a, b *Graph) *Result {
	m := &matcher{taken: map[*Entity]*Entity{}, result: &Result{}}
	m.oneToOne(sharedIDs(a, b))
	m.oneToOne(sameArticle(a, b))
	surroundings := []map[string]*Entity{a.places(), b.places()}
	m.oneToOne(sharedNames(group(a, surroundings), group(b, surroundings)))
	m.sort()
	return m.result
}

// pair is a candidate: two entities with evidence that they are the same, and what
// speaks against it.
type pair struct {
	a, b     *Entity
	evidence Evidence
	against  string // "" where nothing does
	others   [][2]*Entity
}

type matcher struct {
	taken  map[*Entity]*Entity // partners, in both directions
	result *Result
}

// oneToOne links the pairs whose two ends have no other partner, and those of a cluster
// that labels alone settle. A pair with something against it is listed, and is no
// partner.
func (m *matcher) oneToOne(pairs []pair) {
	partners := map[*Entity]map[*Entity]bool{}
	note := func(e, with *Entity) {
		if partners[e] == nil {
			partners[e] = map[*Entity]bool{}
		}
		partners[e][with] = true
	}
	open := pairs[:0:0]
	for _, p := range pairs {
		if m.linked(p.a) && m.linked(p.b) {
			continue // better evidence has settled both, with each other or not
		}
		switch {
		case p.against != "":
			m.apart(p, p.against)
		case m.taken[p.a] == p.a || m.taken[p.b] == p.b:
			m.apart(p, "better evidence leaves open which it is")
		case m.taken[p.a] != nil || m.taken[p.b] != nil:
			m.apart(p, "one of them is linked to another by better evidence")
		default:
			note(p.a, p.b)
			note(p.b, p.a)
			open = append(open, p)
		}
	}
	for _, cluster := range clusters(open) {
		p := cluster[0]
		if len(partners[p.a]) == 1 && len(partners[p.b]) == 1 {
			m.link(p)
		} else if settled := byLabel(cluster); settled != nil {
			for _, p := range settled {
				m.link(p)
			}
		} else {
			m.ambiguous(cluster)
		}
	}
}

// linked says that e has its partner; one that an ambiguity spent has not.
func (m *matcher) linked(e *Entity) bool { return m.taken[e] != nil && m.taken[e] != e }

// byLabel gives the pairs of a cluster that have one label, if they join each of its
// entities to just one: "EU" and "European Union", each an alias of the other, in two
// graphs. Where one is left over it gives none.
func byLabel(cluster []pair) []pair {
	var settled []pair
	ends, all := map[*Entity]bool{}, map[*Entity]bool{}
	for _, p := range cluster {
		all[p.a], all[p.b] = true, true
		if p.evidence.Kind != Name || labels(p.evidence) < 2 {
			continue
		}
		if ends[p.a] || ends[p.b] {
			return nil
		}
		ends[p.a], ends[p.b] = true, true
		settled = append(settled, p)
	}
	if len(ends) < len(all) {
		return nil
	}
	return settled
}

// clusters puts pairs that share an entity together, in the order of their first.
func clusters(pairs []pair) [][]pair {
	parent := map[*Entity]*Entity{}
	root := func(e *Entity) *Entity {
		for parent[e] != nil {
			if above := parent[parent[e]]; above != nil {
				parent[e] = above // halves the way for the next
			}
			e = parent[e]
		}
		return e
	}
	for _, p := range pairs {
		if x, y := root(p.a), root(p.b); x != y {
			parent[y] = x
		}
	}
	at := map[*Entity]int{}
	var out [][]pair
	for _, p := range pairs {
		r := root(p.a)
		i, ok := at[r]
		if !ok {
			i = len(out)
			at[r] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], p)
	}
	return out
}

func (m *matcher) link(p pair) {
	predicate := quad.IRI(skosNS + "closeMatch")
	if p.evidence.Kind == Identifier {
		predicate = owlNS + "sameAs"
	}
	for _, ends := range append([][2]*Entity{{p.a, p.b}}, p.others...) {
		m.result.Links = append(m.result.Links, Link{ends[0], ends[1], predicate, p.evidence})
	}
	m.taken[p.a], m.taken[p.b] = p.b, p.a
}

func (m *matcher) apart(p pair, why string) {
	m.result.Apart = append(m.result.Apart, Apart{[]*Entity{p.a}, []*Entity{p.b}, p.evidence, why})
}

// ambiguous lists a cluster in which some end has several partners. Its members are
// spent: other evidence must not pick one of them by accident.
func (m *matcher) ambiguous(cluster []pair) {
	from, to := map[*Entity]bool{}, map[*Entity]bool{}
	for _, p := range cluster {
		from[p.a], to[p.b] = true, true
		if m.taken[p.a] == nil {
			m.taken[p.a] = p.a
		}
		if m.taken[p.b] == nil {
			m.taken[p.b] = p.b
		}
	}
	why := fmt.Sprintf("%d and %d entities share it", len(from), len(to))
	m.result.Apart = append(m.result.Apart, Apart{byIRI(from), byIRI(to), cluster[0].evidence, why})
}

func byIRI(set map[*Entity]bool) []*Entity {
	return slices.SortedFunc(maps.Keys(set), func(x, y *Entity) int { return cmp.Compare(x.IRI, y.IRI) })
}

func (m *matcher) sort() {
	slices.SortFunc(m.result.Links, func(x, y Link) int {
		return cmp.Or(cmp.Compare(x.Subject.IRI, y.Subject.IRI), cmp.Compare(x.Object.IRI, y.Object.IRI))
	})
	slices.SortStableFunc(m.result.Apart, func(x, y Apart) int {
		return cmp.Or(cmp.Compare(x.From[0].Label, y.From[0].Label), cmp.Compare(x.From[0].IRI, y.From[0].IRI), cmp.Compare(x.To[0].IRI, y.To[0].IRI))
	})
}

// sameArticle pairs what is one article's own in two graphs read from that article.
func sameArticle(a, b *Graph) []pair {
	here := map[string]*Entity{}
	for _, e := range a.Entities {
		if place := a.localPlace(e); place != "" {
			here[place] = e
		}
	}
	var pairs []pair
	for _, e := range b.Entities {
		place := b.localPlace(e)
		if x := here[place]; place != "" && x != nil && shareClass(x, e) && ontology.NameKey(x.Label) == ontology.NameKey(e.Label) {
			pairs = append(pairs, pair{a: x, b: e, evidence: Evidence{SameArticle, ontology.NameKey(x.Label), "label", "label"}})
		}
	}
	return pairs
}

// localPlace is what stands below the base in the IRI of an article's own entity, with
// the hash of the article's text; "" where either is unknown.
func (g *Graph) localPlace(e *Entity) string {
	if !e.Local {
		return ""
	}
	article, local, _ := strings.Cut(string(e.IRI), localPart)
	_, id, ok := strings.Cut(article, articlePath)
	hash := g.articles[id]
	if !ok || hash == "" {
		return ""
	}
	return id + " " + hash + " " + local
}

// sharedIDs pairs entities with one identifier, and one that names the other itself.
func sharedIDs(a, b *Graph) []pair {
	var pairs []pair
	index := map[ID][]*Entity{}
	for _, e := range b.Entities {
		for _, id := range e.allIDs() {
			index[id] = append(index[id], e)
		}
	}
	for _, x := range a.Entities {
		for _, id := range x.allIDs() {
			for _, y := range index[id] {
				if x.IRI == y.IRI {
					continue
				}
				p := pair{a: x, b: y, evidence: Evidence{Identifier, id.String(), id.Kind, id.Kind}, against: contradiction(x, y)}
				switch {
				case p.against != "":
				case len(x.Classes) > 0 && len(y.Classes) > 0 && !shareClass(x, y):
					p.against = fmt.Sprintf("one is %s, the other %s", strings.Join(x.Classes, " and "), strings.Join(y.Classes, " and "))
				}
				if n := len(pairs); n > 0 && pairs[n-1].a == x && pairs[n-1].b == y {
					continue // one identifier is reason enough
				}
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// allIDs are the identifiers, and the entity's own IRI, which the other graph may name.
func (e *Entity) allIDs() []ID {
	return append(e.IDs[:len(e.IDs):len(e.IDs)], ID{"iri", string(e.IRI)})
}

func shareClass(x, y *Entity) bool {
	return slices.ContainsFunc(x.Classes, func(class string) bool { return slices.Contains(y.Classes, class) })
}

// contradiction says what tells x and y apart, or "".
func contradiction(x, y *Entity) string {
	for _, id := range x.IDs {
		if !id.isSingle() || slices.Contains(y.IDs, id) {
			continue
		}
		for _, other := range y.IDs {
			if other.Kind == id.Kind && !slices.Contains(x.IDs, other) {
				return fmt.Sprintf("their identifiers differ: %s and %s", id, other)
			}
		}
	}
	switch {
	case !agree(x.born, y.born):
		return fmt.Sprintf("born %s and %s", day(x.born[0]), day(y.born[0]))
	case !agree(x.died, y.died):
		return fmt.Sprintf("died %s and %s", day(x.died[0]), day(y.died[0]))
	}
	return ""
}

// day is a date without its time.
func day(date string) string {
	date, _, _ = strings.Cut(strings.TrimPrefix(date, "+"), "T")
	// Wikidata writes the first of January for a day that is not known.
	return strings.TrimSuffix(strings.TrimSuffix(date, "-01-01"), "-00-00")
}

// agree says that a date of each may be one day, each as precise as it is. Unknown
// ones may be any.
func agree(xs, ys []string) bool {
	for _, x := range xs {
		for _, y := range ys {
			if x, y := day(x), day(y); strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
				return true
			}
		}
	}
	return len(xs) == 0 || len(ys) == 0
}

// unit is one entity, or several of one graph that stand for one: a body that each
// article has as its own, with one name and one jurisdiction.
type unit struct {
	*Entity
	more  []*Entity
	where map[string]bool // folded names and identifiers of what it is within, as far as both graphs know
}

// places are the places of a graph by those names that only one of them has.
func (g *Graph) places() map[string]*Entity {
	out := map[string]*Entity{}
	several := map[string]bool{}
	for _, e := range g.Entities {
		if !slices.Contains(e.Classes, "Place") {
			continue
		}
		for key := range e.keys {
			if out[key] != nil {
				several[key] = true
			}
			out[key] = e
		}
	}
	maps.DeleteFunc(out, func(key string, _ *Entity) bool { return several[key] })
	return out
}

// surrounded adds to what e is within what either graph knows of that: one says that
// Foshan lies in Guangdong, the other that Guangdong lies in China.
func surrounded(e *Entity, graphs []map[string]*Entity) map[string]bool {
	where := maps.Clone(e.where)
	for key := range e.where {
		for _, places := range graphs {
			if place := places[key]; place != nil && place != e {
				maps.Copy(where, place.where)
			}
		}
	}
	return where
}

// group makes units, by the IRI of their first member.
func group(g *Graph, surroundings []map[string]*Entity) []unit {
	var units []unit
	at := map[string]int{}
	for _, e := range g.Entities {
		u := unit{Entity: e, where: surrounded(e, surroundings)}
		if !e.Local || !slices.Contains(e.Classes, "Organization") || len(e.where) == 0 {
			units = append(units, u)
			continue
		}
		key := ontology.NameKey(e.Label) + "\n" + strings.Join(slices.Sorted(maps.Keys(e.where)), "\n")
		if i, ok := at[key]; ok {
			units[i].more = append(units[i].more, e)
			continue
		}
		at[key] = len(units)
		units = append(units, u)
	}
	return units
}

// sharedNames pairs units of one class with one name.
func sharedNames(a, b []unit) []pair {
	type block struct{ class, key string }
	index := map[block][]unit{}
	for _, y := range b {
		for _, key := range y.linkableKeys() {
			for _, class := range y.Classes {
				index[block{class, key}] = append(index[block{class, key}], y)
			}
		}
	}
	var pairs []pair
	for _, x := range a {
		found := map[*Entity]int{} // partner to its pair
		for _, key := range x.linkableKeys() {
			for _, class := range x.Classes {
				for _, y := range index[block{class, key}] {
					p, ok := namePair(x, y, class, key)
					if !ok {
						continue
					}
					i, known := found[y.Entity]
					if !known {
						found[y.Entity] = len(pairs)
						pairs = append(pairs, p)
					} else if better(p, pairs[i]) {
						pairs[i] = p
					}
				}
			}
		}
	}
	return pairs
}

// better prefers a pair with nothing against it, then one of labels.
func better(p, q pair) bool {
	if (p.against == "") != (q.against == "") {
		return p.against == ""
	}
	return labels(p.evidence) > labels(q.evidence)
}

func labels(e Evidence) (n int) {
	for _, field := range []string{e.From, e.To} {
		if field == "label" {
			n++
		}
	}
	return n
}

// linkableKeys are the folded names by which an entity may be linked, sorted. What is
// one article's own has none, unless it is a body.
func (e *Entity) linkableKeys() []string {
	person := slices.Contains(e.Classes, "Person")
	if e.Local && !slices.Contains(e.Classes, "Organization") {
		return nil
	}
	var keys []string
	for key := range e.keys {
		if !person || namesPerson(key) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// namePair makes a candidate of two units with one name, and says what is against it.
func namePair(x, y unit, class, key string) (pair, bool) {
	if x.IRI == y.IRI {
		return pair{}, false
	}
	from, to := x.keys[key], y.keys[key]
	p := pair{a: x.Entity, b: y.Entity, evidence: Evidence{Name, key, field(from), field(to)}}
	near := overlap(x.where, y.where)
	switch {
	case contradiction(x.Entity, y.Entity) != "":
		p.against = contradiction(x.Entity, y.Entity)
	case class != "Person" && x.placed && y.placed && !near:
		p.against = "they lie or act in different places"
	case class == "Organization" && (x.Local || y.Local || isBareBody(key)) && !near:
		p.against = "a body of this name is known only with its jurisdiction"
	case !from.label && !to.label && (isAcronym(from.text) || isAcronym(to.text)):
		p.against = "only an acronym is shared"
	}
	for _, other := range x.more {
		p.others = append(p.others, [2]*Entity{other, y.Entity})
	}
	for _, other := range y.more {
		p.others = append(p.others, [2]*Entity{x.Entity, other})
	}
	return p, true
}

func field(n name) string {
	if n.label {
		return "label"
	}
	return "alias"
}

func overlap(x, y map[string]bool) bool {
	for key := range x {
		if y[key] {
			return true
		}
	}
	return false
}
