package extract

import (
	"math"
	"slices"
)

// personal tells the sex that a pronoun of the third person asks for.
var personal = map[string]byte{
	"he": 'm', "him": 'm', "his": 'm', "himself": 'm',
	"she": 'f', "her": 'f', "hers": 'f', "herself": 'f',
}

// resolver walks through an article and says whom its pronouns stand for.
type resolver struct {
	referrer
	weights *weights

	refs        map[*entity]*referent
	found       []*antecedent        // persons so far, in text order
	last        map[byte]*antecedent // the last pronoun of a sex
	things      []*thing
	lastThing   map[plurality]*referent
	firstPerson *entity
	mainPerson  *entity
	noted       []*antecedent            // nouns and pronouns, for clusters
	watch       func(*anaphor, []option) // sees what each pronoun is chosen from; may be nil
}

func newResolver(art *article, w *weights) *resolver {
	r := &resolver{referrer: referrer{article: art}, weights: w, refs: map[*entity]*referent{}, last: map[byte]*antecedent{}, lastThing: map[plurality]*referent{}}
	for _, e := range art.ents {
		if e.same != nil || e.class != "Person" || len(e.mentions) == 0 {
			continue
		}
		if r.firstPerson == nil {
			r.firstPerson = e
		}
		if r.mainPerson == nil || len(e.mentions) > len(r.mainPerson.mentions) {
			r.mainPerson = e
		}
	}
	return r
}

// referent is who the entity is, made on first sight.
func (r *resolver) referent(e *entity) *referent {
	e = e.root()
	ref := r.refs[e]
	if ref == nil {
		ref = &referent{ent: e, gender: genderOf(e)}
		r.refs[e] = ref
	}
	return ref
}

// nameAntecedent makes an antecedent of a name that could be a person's.
func (r *resolver) nameAntecedent(m *mention) *antecedent {
	e := m.ent.root()
	if m.class == "Group" || m.demonym != "" || e.kind != "" || e.class != "Person" && m.impersonal() {
		return nil
	}
	a := &antecedent{sent: m.sent, first: m.first, last: m.last, head: m.head, ref: r.referent(e)}
	if m.last-m.first == 1 {
		a.form = singleName
	}
	return a
}

// impersonal says that a name that is taken for no person's is none indeed: it has an
// article or the head noun of a body or place. Others may be persons that the recogniser
// missed.
func (m *mention) impersonal() bool {
	s := m.sent
	if w := s.word(m.first - 1); w == "the" || w == "a" || w == "an" {
		return true
	}
	for i := m.first; i < m.last; i++ {
		if s.art.headClass(s.lower(i)) != "" || s.lower(i) == "of" {
			return true
		}
	}
	return m.last-m.first > 1 && acronym(m.text())
}

// agedPerson finds the "old" of "the 45-year-old", which stands for a person as a pronoun
// does.
func (s *sentence) agedPerson(i int) bool {
	return s.word(i) == "old" && s.word(i-1) == "-" && s.word(i-2) == "year" && s.word(i-3) == "-" && s.word(i-5) == "the" && s.argRoleOf(i) <= prepRole
}

// anaphorAt is the pronoun of the third person singular at token i, or what stands for
// one, if there is one.
func (s *sentence) anaphorAt(i int) *anaphor {
	sex := personal[s.lower(i)]
	if sex == 0 && !s.agedPerson(i) || s.mentionAt(i) != nil {
		return nil
	}
	return &anaphor{sent: s, at: i, sex: sex, role: s.argRoleOf(i)}
}

// option is an antecedent that a pronoun may stand for.
type option struct {
	*antecedent
	tie tie
}

// maxBack is how many antecedents before a pronoun are looked at.
const maxBack = 40

// options are the antecedents that nothing bars: those before, and names that follow in
// the sentence.
func (r *resolver) options(p *anaphor) []option {
	var out []option
	seen := map[*referent]bool{}
	speaker := p.speaker()
	add := func(a *antecedent) {
		if speaker != nil && a.ref.ent == speaker || p.sex != 0 && a.ref.gender.sex != 0 && a.ref.gender.sex != p.sex && a.ref.gender.sure == byWord || p.barred(a) {
			return
		}
		out = append(out, option{a, r.tie(p, a, len(seen))})
		seen[a.ref] = true
	}
	for n := len(r.found) - 1; n >= 0 && n >= len(r.found)-maxBack; n-- {
		add(r.found[n])
	}
	clear(seen)
	for _, m := range p.sent.mentions {
		if m.first > p.at {
			if a := r.nameAntecedent(m); a != nil {
				add(a)
			}
		}
	}
	if len(out) == 0 && p.sent.index+1 < len(r.sents) {
		for _, m := range r.sents[p.sent.index+1].mentions {
			if a := r.nameAntecedent(m); a != nil {
				add(a)
			}
		}
	}
	return agreeing(p, out)
}

// speaker is who says the pronoun within a quotation: one who speaks of himself says "I".
func (p *anaphor) speaker() *entity {
	if !p.sent.inQuotes(p.at) {
		return nil
	}
	if e := p.sent.quoter(); e != nil {
		return e.root()
	}
	return nil
}

// agreeing leaves out those whose given name is of the other sex where somebody unnamed is
// surely of the pronoun's: "Peter saw a woman. She waved."
func agreeing(p *anaphor, opts []option) []option {
	at := func(o option) bool {
		return o.ref.ent == nil && o.ref.gender == (gender{p.sex, byWord}) && p.reach(o.antecedent).coarse() < 4
	}
	if !slices.ContainsFunc(opts, at) {
		return opts
	}
	return slices.DeleteFunc(opts, func(o option) bool {
		g := o.ref.gender
		return g.sex != 0 && g.sex != p.sex && g.sure >= byGivenName
	})
}

// choose gives the most likely referent of the options, or nil where "none of them" is
// likelier. A referent's worth is that of all of its mentions together.
func (w *weights) choose(opts []option) *referent {
	var order []*referent
	worth := map[*referent]float64{}
	for i := range opts {
		ref := opts[i].ref
		if _, ok := worth[ref]; !ok {
			order = append(order, ref)
		}
		worth[ref] += math.Exp(w.score(&opts[i].tie))
	}
	var best *referent
	most := math.Exp(w.none)
	for _, ref := range order {
		if worth[ref] > most {
			best, most = ref, worth[ref]
		}
	}
	return best
}

// reflexive is who "himself" at token i stands for: the subject of its clause.
func (r *resolver) reflexive(p *anaphor) *referent {
	for _, k := range p.sent.subjects(p.sent.clauseOf(p.at), 0) {
		for _, a := range slices.Backward(r.found) {
			if a.sent == p.sent && k >= a.first && k < a.last {
				return a.ref
			}
		}
	}
	return nil
}

// person resolves the pronoun p and remembers it.
func (r *resolver) person(p *anaphor) *referent {
	var ref *referent
	if w := p.sent.lower(p.at); w == "himself" || w == "herself" {
		ref = r.reflexive(p)
	}
	if ref == nil {
		opts := r.options(p)
		if r.watch != nil {
			r.watch(p, opts)
		}
		ref = r.weights.choose(opts)
	}
	a := &antecedent{sent: p.sent, first: p.at, last: p.at + 1, head: p.at, form: pronounForm, ref: ref}
	if p.sex == 0 {
		a.first -= 5
	}
	r.last[p.sex] = a
	if ref == nil {
		return nil
	}
	if p.sex != 0 && ref.gender.sure < byWord && ref.gender.sex != p.sex {
		ref.gender = gender{p.sex, byGivenName}
	}
	r.remember(a)
	r.noted = append(r.noted, a)
	return ref
}

func (r *resolver) remember(a *antecedent) {
	a.ref.mentions = append(a.ref.mentions, a)
	r.found = append(r.found, a)
}

// personNoun makes an antecedent of a noun for one person whom no name goes with:
// "a woman", "his wife".
func (r *resolver) personNoun(s *sentence, i int) *antecedent {
	if s.tag(i) != "NN" || s.phraseClass(i) != "Person" && genderedWords()[s.lower(i)] == 0 {
		return nil
	}
	switch s.dep(i) {
	case "compound", "attr", "appos", "amod", "nmod", "oprd":
		return nil
	}
	if s.apposed(i) != nil || s.titles[i] != nil || s.mentionAt(i+1) != nil && s.mentionAt(i+1).first == i+1 {
		return nil
	}
	first, _ := s.base(i)
	if k := s.child(i, "det", "poss"); k >= 0 && k < first {
		first, _ = s.subtree(k)
	}
	ref := &referent{}
	if e := s.ref(i); e != nil {
		ref = r.referent(e)
	} else if sex := genderedWords()[s.lower(i)]; sex != 0 {
		ref.gender = gender{sex, byWord}
	}
	return &antecedent{sent: s, first: first, last: i + 1, head: i, form: nounForm, ref: ref}
}

// resolve walks through the article.
func (r *resolver) resolve() {
	for _, s := range r.sents {
		r.readSentence(s)
	}
}

func (r *resolver) readSentence(s *sentence) {
	for i := s.first; i < s.last; i++ {
		if m := s.mentionAt(i); m != nil {
			if i == m.head {
				r.readName(s, m)
			}
			continue
		}
		if e := r.referAt(s, i); e != nil {
			s.refs[i-s.first] = e
		}
		if t := r.thingAt(s, i); t != nil {
			r.rememberThing(t)
		}
	}
}

// readName takes up a name for what is to come.
func (r *resolver) readName(s *sentence, m *mention) {
	r.named(s, m)
	if a := r.nameAntecedent(m); a != nil {
		r.remember(a)
	}
	if t := r.thingAt(s, m.head); t != nil {
		r.rememberThing(t)
		if list := r.listAt(s, m.head); list != nil {
			r.rememberThing(list)
		}
	}
}

// referAt resolves token i, if it refers.
func (r *resolver) referAt(s *sentence, i int) *entity {
	if p := s.anaphorAt(i); p != nil {
		return r.person(p).entity()
	}
	w := s.lower(i)
	if n := impersonal[w]; n != 0 && s.pos(i) != "NOUN" {
		return r.note(s, i, r.thing(&anaphor{sent: s, at: i, role: s.argRoleOf(i)}, n))
	}
	switch w {
	case "i", "me", "my", "mine", "myself":
		return r.note(s, i, r.speaking(s, i))
	}
	if s.pos(i) != "NOUN" && s.pos(i) != "PROPN" {
		return nil
	}
	e := r.noun(s, i)
	if e != nil {
		s.refs[i-s.first] = e
	}
	if a := r.personNoun(s, i); a != nil {
		r.remember(a)
		r.noted = append(r.noted, a)
	} else if e != nil {
		r.noted = append(r.noted, &antecedent{sent: s, first: i, last: i + 1, head: i, form: nounForm, ref: r.referent(e)})
	}
	return e
}

// entity is whom the referent names, nil for nobody or somebody unnamed.
func (ref *referent) entity() *entity {
	if ref == nil {
		return nil
	}
	return ref.ent
}

// note keeps what the pronoun at i stands for.
func (r *resolver) note(s *sentence, i int, ref *referent) *entity {
	if ref == nil {
		return nil
	}
	r.noted = append(r.noted, &antecedent{sent: s, first: i, last: i + 1, head: i, form: pronounForm, ref: ref})
	return ref.ent
}

// speaking is who says "I" at token i of a quotation.
func (r *resolver) speaking(s *sentence, i int) *referent {
	if !s.inQuotes(i) {
		return nil
	}
	if e := s.quoter(); e != nil && e.root().class == "Person" {
		return r.referent(e)
	}
	return nil
}
