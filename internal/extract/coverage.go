package extract

import (
	"context"
	"math"

	"kg/internal/ontology"
)

// Reason is why a sentence gave no statement. Of several the one holds that came nearest
// to a statement, which is the first of these.
type Reason uint8

const (
	Hidden      Reason = iota // its statements are less sure than asked for
	Repeated                  // what it says is quoted from another sentence
	Denied                    // it says that something is not so, or did not come about
	Conditional               // it says what could be, or asks
	Unfit                     // its ends are not what the relation joins, or one is a part of the other
	Doubted                   // its likeliest statement is not sure enough to be one
	Quoted                    // it is a quotation, or reports what somebody says, and no more is made of it
	NoObject                  // nothing beside the subject is offered as an end
	NoRelation                // no relation fits what it offers

	reasons
)

var reasonNames = [reasons]string{"hidden", "repeated", "denied", "conditional", "unfit", "doubted", "quoted", "no object", "no relation"}

func (r Reason) String() string { return reasonNames[r] }

// Silence is a sentence whose subject is a name, or stands for one, and that gave no
// statement.
type Silence struct {
	Start, End int // code points of the article
	Subject    string
	Reason     Reason
	Guess      *Guess // what it came nearest to, if anything
}

// Guess is a statement that is not made.
type Guess struct {
	Subject, Predicate, Object string
	Confidence                 float64
}

// Coverage is how many sentences of an article have a named subject, and which of them
// gave no statement, in text order.
type Coverage struct {
	Named  int
	Silent []Silence
}

// CoverageCounts sums up coverages; the zero value is ready.
type CoverageCounts struct {
	Named  int
	Silent [reasons]int // indexed by Reason
}

// Add counts the sentences of an article.
func (c *CoverageCounts) Add(cov *Coverage) {
	c.Named += cov.Named
	for i := range cov.Silent {
		c.Silent[cov.Silent[i].Reason]++
	}
}

// Sum adds the counts of others.
func (c *CoverageCounts) Sum(d CoverageCounts) {
	c.Named += d.Named
	for r, n := range d.Silent {
		c.Silent[r] += n
	}
}

// Total is how many sentences gave no statement.
func (c *CoverageCounts) Total() int {
	sum := 0
	for _, n := range c.Silent {
		sum += n
	}
	return sum
}

// Cover is Extract, less the readings below the least confidence, and says which sentences
// gave nothing.
func (x *Extractor) Cover(ctx context.Context, in Input, least float64) ([]ontology.Reading, Coverage, error) {
	art, readings, err := x.read(ctx, in)
	if err != nil {
		return nil, Coverage{}, err
	}
	sure := []ontology.Reading{}
	stated := map[int]bool{} // by the sentence's start
	for i := range readings {
		if r := &readings[i]; r.Confidence >= least {
			sure = append(sure, *r)
			stated[r.Start] = true
		}
	}
	return sure, art.coverage(stated, least), nil
}

// losses are what became of statements that are not made, by their sentence.
type losses struct {
	best   map[*sentence]loss
	frames []lostFrame
}

// loss is a statement that a sentence came near to. Its relation is "" where there is none.
type loss struct {
	reason     Reason
	subj, obj  arg
	pred       string
	confidence float64
}

// lostFrame is a verb that rules pass over. Its ends are read when somebody asks: to read
// them makes entities, which are to come from what is stated alone.
type lostFrame struct {
	sent   *sentence
	verb   int
	rules  []frame
	reason Reason
}

func (l *losses) add(s *sentence, n loss) {
	old, ok := l.best[s]
	if ok && (old.reason < n.reason || old.reason == n.reason && old.confidence >= n.confidence) {
		return
	}
	if l.best == nil {
		l.best = map[*sentence]loss{}
	}
	l.best[s] = n
}

// lost notes that a guess comes to nothing in its sentence, and in those that repeat it.
func (g *guess) lost(reason Reason, confidence float64) {
	subj, obj := g.ends()
	g.sent.art.lost.add(g.sent, loss{reason, subj, obj, g.pred, confidence})
	for _, h := range g.repeats {
		if h.sent == g.sent {
			continue
		}
		subj, obj := h.ends()
		n := loss{reason, subj, obj, h.pred, confidence}
		if !h.told() {
			n.reason, n.confidence = Doubted, min(h.p, confidence)
		}
		g.sent.art.lost.add(h.sent, n)
	}
}

// told says that the guess's sentence says it by itself: it has both ends, and they are
// not merely two names of one thing, which every sentence with one of them repeats.
func (g *guess) told() bool {
	switch {
	case g.pred == "also-known-as":
		return false
	case g.rule != nil:
		return true
	}
	return g.p >= minConfidence && g.subj.kind != articleCandidate && g.obj.kind != articleCandidate
}

// reason is why nothing is said by the clause of a claim.
func (c claim) reason() Reason {
	if c == open {
		return Conditional
	}
	return Denied
}

// passOver notes that rules do not read the verb at i.
func (s *sentence) passOver(i int, reason Reason, rules ...frame) {
	s.art.lost.frames = append(s.art.lost.frames, lostFrame{s, i, rules, reason})
}

// loss is what a rule would have made of the verb, if it has both ends.
func (l *lostFrame) loss() (loss, bool) {
	for _, f := range l.rules {
		if subjects, objects := l.sent.verbEnds(l.verb, f); len(subjects) > 0 && len(objects) > 0 {
			return loss{l.reason, subjects[0], objects[0], f.Relation, f.Confidence}, true
		}
	}
	return loss{}, false
}

// coverage asks of each sentence with a named subject that is not stated what became of
// it. It must come after readings: it makes entities.
func (art *article) coverage(stated map[int]bool, least float64) Coverage {
	for i := range art.facts {
		f := &art.facts[i]
		if f.pred == "also-known-as" && f.confidence >= least {
			continue // no sentence's own news
		}
		n := loss{Repeated, f.subj, f.obj, f.pred, f.confidence}
		if f.confidence < least {
			n.reason = Hidden
		}
		art.lost.add(f.sent, n)
	}
	for i := range art.lost.frames {
		if n, ok := art.lost.frames[i].loss(); ok {
			art.lost.add(art.lost.frames[i].sent, n)
		}
	}
	var out Coverage
	for _, s := range art.sents {
		i, e := s.namedSubject()
		if e == nil {
			continue
		}
		out.Named++
		if stated[s.start] {
			continue
		}
		n, ok := art.lost.best[s]
		if !ok {
			n.reason = s.silence(i)
		}
		if n.reason == Repeated && n.confidence < least {
			n.reason = Hidden // the other sentence's statement
		}
		out.Silent = append(out.Silent, Silence{s.start, s.end, e.name, n.reason, n.guess()})
	}
	return out
}

func (n *loss) guess() *Guess {
	if n.pred == "" {
		return nil
	}
	return &Guess{endName(n.subj), n.pred, endName(n.obj), math.Round(n.confidence*1000) / 1000}
}

// namedSubject is the first subject of a verb that is a name or stands for one: its token
// and what it names, or nil.
func (s *sentence) namedSubject() (int, *entity) {
	for i := s.first; i < s.last; i++ {
		if d := s.dep(i); d != "nsubj" && d != "nsubjpass" {
			continue
		}
		if m := s.mentionAt(i); m != nil && m.class != "Group" {
			return i, m.ent.root()
		}
		if e := s.ref(i); e != nil && len(e.root().mentions) > 0 {
			return i, e.root()
		}
	}
	return -1, nil
}

// silence is why nothing at all was found in the sentence, whose named subject is token i.
func (s *sentence) silence(i int) Reason {
	quoted := 0
	for k := s.first; k < s.last; k++ {
		if s.inQuotes(k) {
			quoted++
		}
	}
	switch {
	case 2*quoted > s.last-s.first, s.saying(s.head(i)), s.saying(s.root()):
		return Quoted
	case !s.offersPair():
		return NoObject
	}
	return NoRelation
}

// offersPair says that two ends that stand in the sentence may be asked for a relation.
func (s *sentence) offersPair() bool {
	list := s.candidates()
	p := newPairs(s, list)
	for i := range list {
		for j := range list {
			if list[i].kind != articleCandidate && list[j].kind != articleCandidate && p.allowed(i, j) {
				return true
			}
		}
	}
	return false
}
