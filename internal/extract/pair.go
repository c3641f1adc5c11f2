package extract

import (
	"strings"
)

// Features of a pair of candidates are hashed into this many rows.
const featureRows = 1 << 16

// feature is an FNV-1a hash over the parts of a feature, folded at the end.
type feature uint64

const (
	fnvOffset feature = 14695981039346656037
	fnvPrime  feature = 1099511628211
)

func newFeature(template byte) feature { return (fnvOffset ^ feature(template)) * fnvPrime }

func (f feature) text(s string) feature {
	for i := 0; i < len(s); i++ {
		f = (f ^ feature(s[i])) * fnvPrime
	}
	return (f ^ 0xff) * fnvPrime
}

func (f feature) number(n int) feature {
	f = (f ^ feature(n&0xff)) * fnvPrime
	return (f ^ feature(n>>8&0xff)) * fnvPrime
}

func (f feature) join(g feature) feature {
	for range 8 {
		f = (f ^ g&0xff) * fnvPrime
		g >>= 8
	}
	return f
}

func (f feature) row() uint32 { return uint32((f ^ f>>29 ^ f>>43) % featureRows) }

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

// traits are what a candidate brings into every pair, hashed once.
type traits struct {
	kind feature // kind, class, part, what the gazetteer knows
	dep  feature
	head feature // lemma of the token that it hangs on
	prep feature // the preposition that brings it, if any
	word feature // its head noun
}

// pairs walks over the ordered pairs of a sentence's candidates.
type pairs struct {
	*sentence
	list   []candidate
	traits []traits
	votes  map[[2]string][]string // by the keys of the ends: predicates that rules found
	buf    []uint32
}

func newPairs(s *sentence, list []candidate) *pairs {
	p := &pairs{sentence: s, list: list, traits: make([]traits, len(list)), votes: map[[2]string][]string{}}
	for i := range list {
		p.traits[i] = p.traitsOf(&list[i])
	}
	for k := range s.art.facts {
		f := &s.art.facts[k]
		if f.sent == s {
			key := [2]string{endKey(f.subj), endKey(f.obj)}
			p.votes[key] = append(p.votes[key], f.pred)
		}
	}
	return p
}

// endKey is equal for ends that are written alike, whether they are entities or not.
func endKey(a arg) string {
	if a.ent != nil {
		return strings.ToLower(a.ent.root().name)
	}
	return strings.ToLower(a.lit)
}

func (p *pairs) traitsOf(c *candidate) traits {
	t := traits{kind: newFeature(0).number(int(c.kind)).text(c.class).text(c.part)}
	if c.ent != nil && c.ent.root().kind != "" {
		t.kind = t.kind.text(c.ent.root().kind)
	}
	if c.kind == articleCandidate {
		name := strings.ToLower(c.name())
		t.word = newFeature(0).text(name[strings.LastIndexByte(name, ' ')+1:])
		return t
	}
	if c.amount != nil {
		t.kind = t.kind.text(c.amount.bound)
		if c.amount.time {
			t.kind = t.kind.number(1)
		}
	}
	t.dep = newFeature(0).text(p.dep(c.head))
	if h := p.sentence.head(c.head); h >= 0 {
		t.head = newFeature(0).text(p.lemma(h))
		if p.pos(h) == "ADP" {
			t.prep = newFeature(0).text(p.lower(h))
			if g := p.sentence.head(h); g >= 0 {
				t.head = newFeature(0).text(p.lemma(g)).number(1)
			}
		}
	}
	t.word = newFeature(0).text(p.lemma(c.last - 1))
	if c.kind != nameCandidate {
		t.word = newFeature(0).text(p.lemma(c.head))
	}
	return t
}

// allowed says that a pair may state anything: a value is no subject, and nothing
// stands in relation to itself.
func (p *pairs) allowed(i, j int) bool {
	a, b := &p.list[i], &p.list[j]
	switch {
	case i == j || a.kind.value() || a.kind == clauseCandidate || a.kind == aliasCandidate || a.part == "date":
		return false
	case b.kind == aliasCandidate:
		return a.kind == nameCandidate && endKey(a.arg) != endKey(b.arg)
	case a.kind == articleCandidate && b.kind == articleCandidate:
		return (a.part == "event" || b.part == "event") && b.part != "date"
	case a.kind == articleCandidate || b.kind == articleCandidate:
		return true
	}
	if a.first < b.last && b.first < a.last {
		// One inside of the other: only a name or a number in a phrase tells something of it.
		return a.kind == nameCandidate || b.kind == nameCandidate || b.kind == insideCandidate || b.kind.value()
	}
	return endKey(a.arg) != endKey(b.arg)
}

// features are the rows of the features of pair (i, j). The slice is used again by the
// next call.
func (p *pairs) features(i, j int) []uint32 {
	p.buf = p.buf[:0]
	a, b := &p.list[i], &p.list[j]
	s, o := &p.traits[i], &p.traits[j]
	put := func(f feature) { p.buf = append(p.buf, f.row()) }

	kinds := newFeature(tmplKinds).join(s.kind).join(o.kind)
	put(kinds)
	put(newFeature(tmplSubjWord).join(s.word).join(o.kind))
	put(newFeature(tmplObjWord).join(s.kind).join(o.word))
	put(newFeature(tmplWords).join(s.word).join(o.word))
	put(newFeature(tmplSubjDep).join(s.dep).join(s.prep).join(o.kind))
	put(newFeature(tmplObjDep).join(o.dep).join(o.prep).join(s.kind))
	put(newFeature(tmplSubjHead).join(s.head).join(s.dep).join(s.prep))
	put(newFeature(tmplObjHead).join(o.head).join(o.dep).join(o.prep))
	put(newFeature(tmplPreps).join(s.dep).join(s.prep).join(o.dep).join(o.prep))
	put(newFeature(tmplVerbPair).join(s.head).join(o.head))
	put(newFeature(tmplSentence).number(min(p.index, 3)).join(s.kind).join(o.kind))
	for _, pred := range p.votes[[2]string{endKey(a.arg), endKey(b.arg)}] {
		put(newFeature(tmplRule).text(pred))
		put(newFeature(tmplRule).text(pred).number(1).join(o.kind))
	}
	if b.amount != nil {
		put(newFeature(tmplValue).text(b.amount.currency).text(b.amount.unit).join(o.head))
	}
	wide := a.kind == articleCandidate || b.kind == articleCandidate
	if wide {
		p.wideFeatures(put, i, j)
		return p.buf
	}
	p.spanFeatures(put, i, j)
	p.pathFeatures(put, i, j)
	return p.buf
}

// wideFeatures tell of the end that stands in the sentence and of its verb.
func (p *pairs) wideFeatures(put func(feature), i, j int) {
	a, b := &p.list[i], &p.list[j]
	s, o := &p.traits[i], &p.traits[j]
	c, template, other := b, tmplSubjWide, s
	if b.kind == articleCandidate {
		c, template, other = a, tmplObjWide, o
	}
	if c.kind == articleCandidate {
		return
	}
	v := p.verbAbove(c.head)
	if v < 0 {
		v = p.root()
	}
	verb := newFeature(template).text(p.lemma(v))
	put(verb.join(other.kind))
	put(verb.text(p.dep(c.head)).join(other.kind))
	put(newFeature(template).number(1).join(p.traits[pick(c == b, j, i)].prep).join(p.traits[pick(c == b, j, i)].word).join(other.kind))
	put(newFeature(template).number(2).text(p.word(c.first - 1)).text(p.word(c.last)).join(other.kind))
	p.mood(put, v)
}

func pick(first bool, i, j int) int {
	if first {
		return i
	}
	return j
}

// spanFeatures tell of the order of the ends and the words between and around them.
func (p *pairs) spanFeatures(put func(feature), i, j int) {
	a, b := &p.list[i], &p.list[j]
	s, o := &p.traits[i], &p.traits[j]
	left, right, order := a, b, 0
	if b.first < a.first {
		left, right, order = b, a, 1
	}
	gap := right.first - left.last
	put(newFeature(tmplOrder).number(order).number(bucket(gap)).join(s.kind).join(o.kind))
	between := 0
	for k := range p.list {
		c := &p.list[k]
		if c.kind != articleCandidate && c.kind == nameCandidate && c.first >= left.last && c.last <= right.first {
			between++
		}
	}
	put(newFeature(tmplBetweenCount).number(min(between, 4)).number(order).join(s.kind).join(o.kind))
	if gap >= 0 && gap <= 4 {
		f := newFeature(tmplBetween).number(order)
		for k := left.last; k < right.first; k++ {
			f = f.text(p.lower(k))
		}
		put(f)
		put(f.join(s.kind).join(o.kind))
	}
	for k := left.last; k < min(right.first, left.last+12); k++ {
		switch p.pos(k) {
		case "VERB", "NOUN", "ADP", "PUNCT", "ADJ":
			put(newFeature(tmplBetweenWord).number(order).text(p.lemma(k)))
		}
	}
	put(newFeature(tmplAround).number(1).text(p.word(a.first - 1)).text(p.word(a.last)).join(o.kind))
	put(newFeature(tmplAround).number(2).text(p.word(b.first - 1)).text(p.word(b.last)).join(s.kind))
	put(newFeature(tmplAround).number(3).text(p.word(left.last)).text(p.word(right.first - 1)).number(order))
	put(newFeature(tmplAround).number(4).text(p.word(left.first - 1)).text(p.word(right.last)).number(order))
}

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
func (p *pairs) pathFeatures(put func(feature), i, j int) {
	up, down, top := treePath(p.sentence, p.list[i].head, p.list[j].head)
	s, o := &p.traits[i], &p.traits[j]
	path, words := newFeature(tmplPath), newFeature(tmplPathWords)
	verbs := 0
	for _, k := range up {
		path = path.text(p.dep(k)).number(1)
		if k != p.list[i].head {
			words = words.text(p.lemma(k))
			verbs += p.verbCount(k)
		}
	}
	if top >= 0 {
		words = words.text(p.lemma(top)).number(2)
		path = path.text(p.pos(top))
		verbs += p.verbCount(top)
	}
	for k := len(down) - 1; k >= 0; k-- {
		path = path.text(p.dep(down[k])).number(3)
		if down[k] != p.list[j].head {
			words = words.text(p.lemma(down[k]))
			verbs += p.verbCount(down[k])
		}
	}
	put(path)
	put(path.join(s.kind).join(o.kind))
	put(words)
	put(words.join(path))
	put(newFeature(tmplFamily).number(min(verbs, 3)).number(min(len(up)+len(down), 8)).join(s.kind).join(o.kind))
	if top < 0 {
		return
	}
	lemma := newFeature(tmplTop).text(p.lemma(top))
	put(lemma)
	put(lemma.join(s.kind).join(o.kind))
	put(lemma.join(s.dep).join(o.dep).join(o.prep))
	for _, k := range p.children(top) {
		switch p.dep(k) {
		case "prt", "dobj", "prep", "xcomp", "attr", "acomp":
			put(newFeature(tmplChildren).text(p.lemma(top)).text(p.lemma(k)).text(p.dep(k)))
		}
	}
	v := top
	if !p.verbal(v) {
		if v = p.verbAbove(top); v < 0 {
			return
		}
		put(newFeature(tmplTitle).text(p.lemma(v)).join(s.kind).join(o.kind))
	}
	p.mood(put, v)
}

func (p *pairs) verbCount(i int) int {
	if p.pos(i) == "VERB" {
		return 1
	}
	return 0
}

// mood tells of modality, negation and quotation around the verb v.
func (p *pairs) mood(put func(feature), v int) {
	f := newFeature(tmplMood)
	for _, k := range p.children(v) {
		switch p.dep(k) {
		case "aux", "auxpass":
			put(f.text(p.lower(k)))
		case "neg":
			put(f.text("not"))
		case "mark":
			put(f.text(p.lower(k)).number(1))
		}
	}
	if p.inQuotes(v) {
		put(f.number(2))
	}
	put(f.text(p.tag(v)))
}

// treePath is the way from token i up to the lowest token above both and down to j:
// the tokens left on the way up, those entered on the way down (from j upwards), and
// the turning point, -1 where there is none within bounds.
func treePath(s *sentence, i, j int) (up, down []int, top int) {
	depth := map[int]int{}
	for k, n := i, 0; k >= 0 && n < maxPath; k, n = s.head(k), n+1 {
		depth[k] = n
	}
	for k, n := j, 0; k >= 0 && n < maxPath; k, n = s.head(k), n+1 {
		d, ok := depth[k]
		if !ok {
			down = append(down, k)
			continue
		}
		for u := i; d > 0; u, d = s.head(u), d-1 {
			up = append(up, u)
		}
		return up, down, k
	}
	return nil, nil, -1
}
