package extract

import (
	"strings"
)

// Features of a pair of candidates are hashed into this many rows.
const featureRows = 1 << 16

// feature is the hash of a feature's parts.
type feature uint64

// Odd numbers that spread bits: FNV's prime for bytes, the golden ratio for whole parts.
const (
	fnvOffset feature = 14695981039346656037
	fnvPrime  feature = 1099511628211
	golden    feature = 0x9e3779b97f4a7c15
)

func newFeature(template byte) feature { return fnvOffset.join(feature(template)) }

// hashText is the FNV-1a hash of a text.
func hashText(s string) feature {
	f := fnvOffset
	for i := 0; i < len(s); i++ {
		f = (f ^ feature(s[i])) * fnvPrime
	}
	return f
}

func (f feature) text(s string) feature { return f.join(hashText(s)) }

func (f feature) number(n int) feature { return f.join(feature(n)) }

// join adds a part, whose place counts.
func (f feature) join(g feature) feature {
	f = (f ^ g) * golden
	return f ^ f>>32
}

// row is one of featureRows.
func (f feature) row() uint16 { return uint16(f * golden >> 48) }

// Templates of features. A new one goes to the end: the weights are trained on these.
const (
	tmplKinds byte = iota + 1
	tmplPath
	tmplPathWords
	tmplTop
	tmplSubjDep
	tmplObjDep
	tmplSubjHead
	tmplObjHead
	tmplPreps
	tmplOrder
	tmplBetweenCount
	tmplBetween
	tmplBetweenWord
	tmplAround
	tmplSubjWord
	tmplObjWord
	tmplWords
	tmplSentence
	tmplMood
	tmplRule
	tmplObjWide
	tmplSubjWide
	tmplValue
	tmplVerbPair
	tmplWordPair
	tmplFamily
	tmplTitle
	tmplChildren
)

// hashes are those of what the parser says of a token.
type hashes struct{ lemma, lower, dep, pos feature }

// traits are what a candidate brings into every pair, hashed once.
type traits struct {
	kind   feature // kind, class, part, what the gazetteer knows
	dep    feature
	prep   feature // the preposition that brings it, if any
	head   feature // lemma of the token that it hangs on
	word   feature // its head noun
	place  feature // dep and prep
	around feature // the words before and after it

	key       int32 // the same for candidates that are written alike
	asSubject uint16
	asObject  uint16
	value     uint16 // of an amount
}

// pairs walks over the ordered pairs of a sentence's candidates.
type pairs struct {
	*sentence
	list    []candidate
	traits  []traits
	words   []hashes            // of the sentence's tokens, and last that of all others
	between []uint16            // the rows of each token between two ends, for either order; see gaps
	gaps    []bool              // tokens that count there
	names   [][2]int            // the tokens of each name
	votes   map[[2]int32][]vote // by the keys of the ends: what rules found
	moods   map[int][]uint16    // rows of a verb
	tops    map[int][]uint16    // rows of a turning point's children
}

// vote is a relation that a rule found between two ends.
type vote struct {
	pred string
	hash feature
}

func newPairs(s *sentence, list []candidate) *pairs {
	p := &pairs{sentence: s, list: list, traits: make([]traits, len(list)), moods: map[int][]uint16{}, tops: map[int][]uint16{}}
	p.hashWords()
	keys := map[string]int32{}
	for i := range list {
		p.traits[i] = p.traitsOf(&list[i])
		p.traits[i].key = keyOf(keys, list[i].arg)
		if c := &list[i]; c.kind == nameCandidate {
			p.names = append(p.names, [2]int{c.first, c.last})
		}
	}
	for k := range s.art.facts {
		f := &s.art.facts[k]
		if f.sent != s {
			continue
		}
		if p.votes == nil {
			p.votes = map[[2]int32][]vote{}
		}
		key := [2]int32{keyOf(keys, f.subj), keyOf(keys, f.obj)}
		p.votes[key] = append(p.votes[key], vote{f.pred, hashText(f.pred)})
	}
	return p
}

// keyOf numbers ends: those that are written alike have one number, whether they are
// entities or not.
func keyOf(keys map[string]int32, a arg) int32 {
	name := strings.ToLower(endName(a))
	key, ok := keys[name]
	if !ok {
		key = int32(len(keys))
		keys[name] = key
	}
	return key
}

func (p *pairs) hashWords() {
	n := p.last - p.first
	p.words, p.between, p.gaps = make([]hashes, n+1), make([]uint16, 2*n), make([]bool, n)
	for k := range p.words {
		i := p.first + k
		p.words[k] = hashes{lemma: hashText(p.lemma(i)), lower: hashText(p.lower(i)), dep: hashText(p.dep(i)), pos: hashText(p.pos(i))}
	}
	for k := range p.gaps {
		for order := range 2 {
			p.between[2*k+order] = newFeature(tmplBetweenWord).number(order).join(p.words[k].lemma).row()
		}
		switch p.pos(p.first + k) {
		case "VERB", "NOUN", "ADP", "PUNCT", "ADJ":
			p.gaps[k] = true
		}
	}
}

// hashed has the hashes of token i, or of "" outside of the sentence.
func (p *pairs) hashed(i int) *hashes {
	if !p.has(i) {
		return &p.words[len(p.words)-1]
	}
	return &p.words[i-p.first]
}

func (p *pairs) traitsOf(c *candidate) traits {
	t := traits{kind: newFeature(0).number(int(c.kind)).text(c.class).text(c.part)}
	if c.ent != nil && c.ent.root().kind != "" {
		t.kind = t.kind.text(c.ent.root().kind)
	}
	if c.kind == articleCandidate {
		name := strings.ToLower(c.name())
		t.word = newFeature(0).text(name[strings.LastIndexByte(name, ' ')+1:])
	} else {
		p.place(c, &t)
	}
	t.place = newFeature(0).join(t.dep).join(t.prep)
	t.asSubject = newFeature(tmplSubjHead).join(t.head).join(t.place).row()
	t.asObject = newFeature(tmplObjHead).join(t.head).join(t.place).row()
	if a := c.amount; a != nil {
		t.value = newFeature(tmplValue).text(a.currency).text(a.unit).join(t.head).row()
	}
	return t
}

// place sets the traits of a candidate that stands in the sentence.
func (p *pairs) place(c *candidate, t *traits) {
	if c.amount != nil {
		t.kind = t.kind.text(c.amount.bound)
		if c.amount.time {
			t.kind = t.kind.number(1)
		}
	}
	t.dep = p.hashed(c.head).dep
	if h := p.sentence.head(c.head); h >= 0 {
		t.head = p.hashed(h).lemma
		if p.pos(h) == "ADP" {
			t.prep = p.hashed(h).lower
			if g := p.sentence.head(h); g >= 0 {
				t.head = p.hashed(g).lemma.number(1)
			}
		}
	}
	t.word = p.hashed(c.last - 1).lemma
	if c.kind != nameCandidate {
		t.word = p.hashed(c.head).lemma
	}
	t.around = newFeature(tmplAround).join(p.hashed(c.first - 1).lower).join(p.hashed(c.last).lower)
}

// allowed says that a pair may state anything: a value is no subject, and nothing
// stands in relation to itself.
func (p *pairs) allowed(i, j int) bool {
	a, b := &p.list[i], &p.list[j]
	switch {
	case i == j || a.kind.value() || a.kind == clauseCandidate || a.kind == aliasCandidate || a.part == "date":
		return false
	case b.kind == aliasCandidate:
		return a.kind == nameCandidate && p.traits[i].key != p.traits[j].key
	case a.kind == articleCandidate && b.kind == articleCandidate:
		return a.part == "event" && b.class == "Place" || a.class == "Person" && b.part == "event"
	case a.kind == articleCandidate:
		return a.tells(b.kind)
	case b.kind == articleCandidate:
		return a.toldOf(b.part)
	case b.kind == roleCandidate && (a.kind == phraseCandidate || a.kind == roleCandidate):
		return false // roles are those of persons whom a name or reference stands for
	}
	if a.first < b.last && b.first < a.last {
		// One inside of the other: only a name or a number in a phrase tells something of it.
		return a.kind == nameCandidate || b.kind == nameCandidate || b.kind == insideCandidate || b.kind.value()
	}
	return p.traits[i].key != p.traits[j].key
}

// tells says that the article's topic c may be the subject of what a sentence says with
// an end of a kind. Where annotated statements are hardly ever made so, the pair is left
// out: one in a hundred of them is lost, and with it three pairs in ten.
func (c *candidate) tells(kind candidateKind) bool {
	switch kind {
	case phraseCandidate, roleCandidate, insideCandidate, clauseCandidate:
	default:
		return true
	}
	switch c.part {
	case "side event", "noun", "place":
		return false
	case "event", "topic":
		return kind != clauseCandidate
	}
	return true
}

// toldOf says the same of c as the subject and a part that is the article's as the object.
func (c *candidate) toldOf(part string) bool {
	switch c.kind {
	case phraseCandidate, roleCandidate, insideCandidate:
	default:
		return true
	}
	switch part {
	case "event", "country", "topic", "subject":
		return true
	}
	return c.class == "Event"
}

// features appends the rows of the features of pair (i, j).
func (p *pairs) features(rows []uint16, i, j int) []uint16 {
	s, o := &p.traits[i], &p.traits[j]
	kinds := p.kinds(i, j)
	rows = append(rows,
		newFeature(tmplKinds).join(kinds).row(),
		newFeature(tmplSubjWord).join(s.word).join(o.kind).row(),
		newFeature(tmplObjWord).join(s.kind).join(o.word).row(),
		newFeature(tmplWords).join(s.word).join(o.word).row(),
		newFeature(tmplSubjDep).join(s.place).join(o.kind).row(),
		newFeature(tmplObjDep).join(o.place).join(s.kind).row(),
		s.asSubject,
		o.asObject,
		newFeature(tmplPreps).join(s.place).join(o.place).row(),
		newFeature(tmplVerbPair).join(s.head).join(o.head).row(),
		newFeature(tmplSentence).number(min(p.index, 3)).join(kinds).row(),
	)
	for _, v := range p.rules(i, j) {
		rule := newFeature(tmplRule).join(v.hash)
		rows = append(rows, rule.row(), rule.number(1).join(o.kind).row())
	}
	if p.list[j].amount != nil {
		rows = append(rows, o.value)
	}
	if p.list[i].kind == articleCandidate || p.list[j].kind == articleCandidate {
		return p.wideFeatures(rows, i, j)
	}
	return p.pathFeatures(p.spanFeatures(rows, i, j), i, j)
}

// kinds is what the two ends are.
func (p *pairs) kinds(i, j int) feature {
	return newFeature(0).join(p.traits[i].kind).join(p.traits[j].kind)
}

// rules are what rules found between two candidates.
func (p *pairs) rules(i, j int) []vote {
	if p.votes == nil {
		return nil
	}
	return p.votes[[2]int32{p.traits[i].key, p.traits[j].key}]
}

// wideFeatures tell of the end that stands in the sentence and of its verb.
func (p *pairs) wideFeatures(rows []uint16, i, j int) []uint16 {
	here, there, template := j, i, tmplSubjWide
	if p.list[j].kind == articleCandidate {
		here, there, template = i, j, tmplObjWide
	}
	c := &p.list[here]
	if c.kind == articleCandidate {
		return rows
	}
	v := p.verbAbove(c.head)
	if v < 0 {
		v = p.root()
	}
	own, other := &p.traits[here], p.traits[there].kind
	wide := newFeature(template).join(other)
	rows = append(rows,
		wide.join(p.hashed(v).lemma).row(),
		wide.join(p.hashed(v).lemma).join(p.hashed(c.head).dep).row(),
		wide.number(1).join(own.prep).join(own.word).row(),
		wide.number(2).join(own.around).row(),
	)
	return append(rows, p.mood(v)...)
}

// spanFeatures tell of the order of the ends and the words between and around them.
func (p *pairs) spanFeatures(rows []uint16, i, j int) []uint16 {
	a, b := &p.list[i], &p.list[j]
	s, o := &p.traits[i], &p.traits[j]
	left, right, order := a, b, 0
	if b.first < a.first {
		left, right, order = b, a, 1
	}
	kinds := p.kinds(i, j)
	gap := right.first - left.last
	between := 0
	for _, name := range p.names {
		if name[0] >= left.last && name[1] <= right.first {
			between++
		}
	}
	rows = append(rows,
		newFeature(tmplOrder).number(order).number(bucket(gap)).join(kinds).row(),
		newFeature(tmplBetweenCount).number(min(between, 4)).number(order).join(kinds).row(),
		newFeature(tmplAround).number(1).join(s.around).join(o.kind).row(),
		newFeature(tmplAround).number(2).join(o.around).join(s.kind).row(),
		newFeature(tmplAround).number(3).join(p.hashed(left.last).lower).join(p.hashed(right.first-1).lower).number(order).row(),
		newFeature(tmplAround).number(4).join(p.hashed(left.first-1).lower).join(p.hashed(right.last).lower).number(order).row(),
	)
	if gap >= 0 && gap <= 4 {
		f := newFeature(tmplBetween).number(order)
		for k := left.last; k < right.first; k++ {
			f = f.join(p.hashed(k).lower)
		}
		rows = append(rows, f.row(), f.join(kinds).row())
	}
	for k := left.last - p.first; k < min(right.first, left.last+maxBetween)-p.first; k++ {
		if p.gaps[k] {
			rows = append(rows, p.between[2*k+order])
		}
	}
	return rows
}

// maxBetween bounds the words between two ends that count.
const maxBetween = 12

func bucket(n int) int {
	switch {
	case n < 0:
		return 7
	case n < 3:
		return n
	case n < 6:
		return 3
	case n < 11:
		return 4
	case n < 21:
		return 5
	}
	return 6
}

// maxPath bounds the path between two ends in the tree.
const maxPath = 12

// pathFeatures tell of the way through the tree from one end to the other.
func (p *pairs) pathFeatures(rows []uint16, i, j int) []uint16 {
	from, to := p.list[i].head, p.list[j].head
	up, down, top := p.meeting(from, to)
	s, o := &p.traits[i], &p.traits[j]
	kinds := p.kinds(i, j)
	path, words := newFeature(tmplPath), newFeature(tmplPathWords)
	verbs := 0
	step := func(k, direction int) {
		w := p.hashed(k)
		path = path.join(w.dep).number(direction)
		if k != from && k != to {
			words = words.join(w.lemma)
			verbs += p.verbCount(k)
		}
	}
	for k, n := from, 0; n < up; k, n = p.sentence.head(k), n+1 {
		step(k, 1)
	}
	if top >= 0 {
		words = words.join(p.hashed(top).lemma).number(2)
		path = path.join(p.hashed(top).pos)
		verbs += p.verbCount(top)
	}
	for k, n := to, 0; n < down; k, n = p.sentence.head(k), n+1 {
		step(k, 3)
	}
	rows = append(rows, path.row(), path.join(kinds).row(), words.row(), words.join(path).row(),
		newFeature(tmplFamily).number(min(verbs, 3)).number(min(up+down, 8)).join(kinds).row())
	if top < 0 {
		return rows
	}
	lemma := newFeature(tmplTop).join(p.hashed(top).lemma)
	rows = append(rows, lemma.row(), lemma.join(kinds).row(), lemma.join(s.dep).join(o.place).row())
	rows = append(rows, p.below(top)...)
	v := top
	if !p.verbal(v) {
		if v = p.verbAbove(top); v < 0 {
			return rows
		}
		rows = append(rows, newFeature(tmplTitle).join(p.hashed(v).lemma).join(kinds).row())
	}
	return append(rows, p.mood(v)...)
}

func (p *pairs) verbCount(i int) int {
	if p.pos(i) == "VERB" {
		return 1
	}
	return 0
}

// below are the rows of what hangs on the turning point of a path.
func (p *pairs) below(top int) []uint16 {
	rows, ok := p.tops[top]
	if ok {
		return rows
	}
	f := newFeature(tmplChildren).join(p.hashed(top).lemma)
	for _, k := range p.children(top) {
		switch p.dep(k) {
		case "prt", "dobj", "prep", "xcomp", "attr", "acomp":
			rows = append(rows, f.join(p.hashed(k).lemma).join(p.hashed(k).dep).row())
		}
	}
	p.tops[top] = rows
	return rows
}

// mood is the rows of modality, negation and quotation around the verb v.
func (p *pairs) mood(v int) []uint16 {
	rows, ok := p.moods[v]
	if ok {
		return rows
	}
	f := newFeature(tmplMood)
	for _, k := range p.children(v) {
		switch p.dep(k) {
		case "aux", "auxpass":
			rows = append(rows, f.join(p.hashed(k).lower).row())
		case "neg":
			rows = append(rows, f.text("not").row())
		case "mark":
			rows = append(rows, f.join(p.hashed(k).lower).number(1).row())
		}
	}
	if p.inQuotes(v) {
		rows = append(rows, f.number(2).row())
	}
	rows = append(rows, f.text(p.tag(v)).row())
	p.moods[v] = rows
	return rows
}

// meeting is the way from token i up to the lowest token above both and down to j: how
// many tokens are left on the way up, how many are entered on the way down, and the
// turning point, -1 where there is none within bounds.
func (s *sentence) meeting(i, j int) (up, down, top int) {
	for b := j; b >= 0 && down < maxPath; b, down = s.head(b), down+1 {
		up = 0
		for a := i; a >= 0 && up < maxPath; a, up = s.head(a), up+1 {
			if a == b {
				return up, down, a
			}
		}
	}
	return 0, 0, -1
}
