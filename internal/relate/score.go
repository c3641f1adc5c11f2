package relate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"kg/internal/encoder"
)

// ErrInput is wrapped by errors about input whose parts do not fit each other.
var ErrInput = errors.New("bad input to the relation model")

// Input is an article as the model sees it. The fast model reads neither words nor the
// places of candidates.
type Input struct {
	Title      []string   // words
	Sentences  [][]string // words
	Candidates []Candidate
	Joints     []Word // that join the ends of pairs
	Pairs      []Pair
	Features   []uint16 // rows of the features of all pairs, pair by pair
	Least      float64  // the lowest probability that the caller looks at
}

// Candidate is what may be an end of a relation: words [First, Last) of a sentence
// around Head. Sentence or First is -1 for a candidate that the text does not name.
type Candidate struct {
	Sentence, First, Last, Head int
	Kind, Part                  int // see [Schema]
}

func (c *Candidate) named() bool { return c.Sentence >= 0 && c.First >= 0 }

// words are those whose vectors stand for a named candidate.
func (c *Candidate) words() [3]int { return [3]int{c.First, c.Last - 1, c.Head} }

// Word is a word of a sentence.
type Word struct{ Sentence, Word int }

// Pair is an ordered pair of candidates; the next Features of [Input.Features] are its
// own. Joint is an index of [Input.Joints], -1 where no word joins the two.
type Pair struct{ Subject, Object, Joint, Features int }

// Output has the scores of all pairs that may be looked at.
type Output struct {
	head          *head
	relations     int
	place         []int32      // of each pair among those that are kept, or -1
	probabilities []float32    // a row for each pair that is kept
	hidden        encoder.Rows // what status is decided on, likewise
}

// Probability has for each relation how likely it is that it holds for a pair; nil where
// all are clearly below [Input.Least].
func (o *Output) Probability(pair int) []float32 {
	if o.place[pair] < 0 {
		return nil
	}
	at := int(o.place[pair]) * o.relations
	return o.probabilities[at : at+o.relations : at+o.relations]
}

// Status gives, for a pair that has probabilities, the likeliest status and the logits of
// all.
func (o *Output) Status(pair int) (best int, logits []float32) {
	m := o.head.status
	at := int(o.place[pair])
	row := o.hidden.Slice(at, at+1)
	logits = make([]float32, encoder.RoundRows(1)*m.Width())
	encoder.Multiply(logits, m.Width(), &row, m)
	logits = logits[:m.Out:m.Out]
	for i, x := range logits {
		if x > logits[best] {
			best = i
		}
	}
	return best, logits
}

func (m *Model) check(in Input) error {
	for i := range in.Candidates {
		c := &in.Candidates[i]
		if uint(c.Kind) >= uint(m.kinds) || uint(c.Part) >= uint(m.parts) {
			return fmt.Errorf("candidate %d of kind %d, part %d: there are %d and %d: %w", i, c.Kind, c.Part, m.kinds, m.parts, ErrInput)
		}
		if m.encoder == nil || !c.named() {
			continue
		}
		if c.Sentence >= len(in.Sentences) {
			return fmt.Errorf("candidate %d in sentence %d of %d: %w", i, c.Sentence, len(in.Sentences), ErrInput)
		}
		if n := len(in.Sentences[c.Sentence]); c.First >= c.Last || c.Last > n || uint(c.Head) >= uint(n) {
			return fmt.Errorf("candidate %d is words %d to %d around %d of %d: %w", i, c.First, c.Last, c.Head, n, ErrInput)
		}
	}
	for i, j := range in.Joints {
		if uint(j.Sentence) >= uint(len(in.Sentences)) || uint(j.Word) >= uint(len(in.Sentences[j.Sentence])) {
			return fmt.Errorf("joint %d is word %d of sentence %d of %d: %w", i, j.Word, j.Sentence, len(in.Sentences), ErrInput)
		}
	}
	features := 0
	for i, p := range in.Pairs {
		if p.Joint < -1 || p.Joint >= len(in.Joints) {
			return fmt.Errorf("pair %d is joined by word %d of %d: %w", i, p.Joint, len(in.Joints), ErrInput)
		}
		if n := uint(len(in.Candidates)); uint(p.Subject) >= n || uint(p.Object) >= n || p.Features < 0 {
			return fmt.Errorf("pair %d of candidates %d and %d of %d with %d features: %w", i, p.Subject, p.Object, n, p.Features, ErrInput)
		}
		features += p.Features
	}
	if features != len(in.Features) {
		return fmt.Errorf("%d features, the pairs have %d: %w", len(in.Features), features, ErrInput)
	}
	for i, row := range in.Features {
		if int(row) >= m.featureRows {
			return fmt.Errorf("feature %d is row %d of %d: %w", i, row, m.featureRows, ErrInput)
		}
	}
	return nil
}

// scratch is memory that scoring needs, used again by each article.
type scratch struct {
	encoder           encoder.Scratch
	rows, jointRows   encoder.Rows
	hidden            encoder.Rows // of a block of pairs
	places            []int        // of a window's pieces that matter
	vectors           []float32    // of a window's pieces
	ends              []float32    // candidates
	subjects, objects []float32    // candidates as each end of a pair
	joints            []float32    // joints as they come into a pair
	wide              []float32
	features, product []float32 // of one pair
	z, both           []float32 // of a block of pairs
}

func room(b *[]float32, n int) []float32 {
	if cap(*b) < n {
		*b = make([]float32, max(n, 2*cap(*b)))
	}
	return (*b)[:n]
}

// Score gives the probability of each relation for each pair for which one may be as high
// as [Input.Least]. Its errors wrap [ErrInput] or are those of ctx.
func (m *Model) Score(ctx context.Context, in Input) (*Output, error) {
	if err := m.check(in); err != nil {
		return nil, err
	}
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	if m.encoder != nil {
		if err := m.encode(ctx, in, s); err != nil {
			return nil, fmt.Errorf("encode article: %w", err)
		}
		m.head.meet(in, s)
	}
	return m.pairs(ctx, in, s)
}

// encode leaves in s.rows, for each candidate, the vectors of its first, last and head
// word, and in s.jointRows the vector of each joint. Windows without either are not read.
func (m *Model) encode(ctx context.Context, in Input, s *scratch) error {
	windows, spots := encoder.Pack(m.vocabulary, m.title(in), in.Sentences)
	width := m.encoder.Width()
	s.rows.Resize(len(in.Candidates), 3*width)
	span := room(&s.wide, 3*width)
	clear(span)
	byWindow := make([][]int, len(windows)) // candidates; all words of a sentence are in one window
	for i := range in.Candidates {
		if c := &in.Candidates[i]; c.named() {
			w := spots[c.Sentence][c.First].Window()
			byWindow[w] = append(byWindow[w], i)
		} else {
			s.rows.Set(i, span)
		}
	}
	s.jointRows.Resize(len(in.Joints), width)
	joints := make([][]int, len(windows))
	for i, j := range in.Joints {
		w := spots[j.Sentence][j.Word].Window()
		joints[w] = append(joints[w], i)
	}
	for w, candidates := range byWindow {
		if len(candidates) == 0 && len(joints[w]) == 0 {
			continue
		}
		places := s.places[:0]
		for _, i := range candidates {
			for _, word := range in.Candidates[i].words() {
				places = append(places, spots[in.Candidates[i].Sentence][word].Place())
			}
		}
		for _, i := range joints[w] {
			places = append(places, spots[in.Joints[i].Sentence][in.Joints[i].Word].Place())
		}
		slices.Sort(places)
		s.places = slices.Compact(places)
		vectors, err := m.encoder.Encode(ctx, s.vectors, windows[w], s.places, &s.encoder)
		if err != nil {
			return err
		}
		s.vectors = vectors
		for _, i := range candidates {
			c := &in.Candidates[i]
			for k, word := range c.words() {
				copy(span[k*width:], vectors[spots[c.Sentence][word].Place()*width:][:width])
			}
			s.rows.Set(i, span)
		}
		for _, i := range joints[w] {
			j := in.Joints[i]
			s.jointRows.Set(i, vectors[spots[j.Sentence][j.Word].Place()*width:][:width])
		}
	}
	return nil
}

// title is what the windows start with.
func (m *Model) title(in Input) []string {
	if !m.titles {
		return nil
	}
	return in.Title
}

// meet makes of each candidate what it brings into a pair as its subject and as its
// object, and of each joint what it brings, from the vectors in s.rows and s.jointRows.
func (h *head) meet(in Input, s *scratch) {
	n := len(in.Candidates)
	all := encoder.RoundRows(n) * h.hidden
	ends := room(&s.ends, all)
	encoder.Multiply(ends, h.hidden, &s.rows, h.span)
	s.rows.Resize(n, h.hidden)
	for i := range in.Candidates {
		c := &in.Candidates[i]
		row := ends[i*h.hidden:][:h.hidden]
		kind, part := h.kind[c.Kind*h.hidden:][:h.hidden], h.part[c.Part*h.hidden:][:h.hidden]
		encoder.Add(row, kind)
		encoder.Add(row, part)
		for k, x := range row {
			row[k] = max(x, 0)
		}
		s.rows.SetPositive(i, row)
	}
	encoder.Multiply(room(&s.subjects, all), h.hidden, &s.rows, h.subject)
	encoder.Multiply(room(&s.objects, all), h.hidden, &s.rows, h.object)
	encoder.Multiply(room(&s.joints, encoder.RoundRows(len(in.Joints))*h.hidden), h.hidden, &s.jointRows, h.joint)
}

// ends are what the two candidates of a pair bring into it. Without an encoder only their
// kinds are known.
func (h *head) ends(in *Input, p *Pair, s *scratch) (subject, object []float32) {
	from, to, a, b := s.subjects, s.objects, p.Subject, p.Object
	if h.both == nil {
		from, to, a, b = h.kind, h.kind, in.Candidates[a].Kind, in.Candidates[b].Kind
	}
	return from[a*h.hidden:][:h.hidden], to[b*h.hidden:][:h.hidden]
}

// pairBlock is how many pairs pass the layers together.
const pairBlock = 96

func (m *Model) pairs(ctx context.Context, in Input, s *scratch) (*Output, error) {
	h := &m.head
	out := &Output{head: h, relations: len(m.relations), place: make([]int32, len(in.Pairs))}
	least := leastScore(in.Least)
	features := in.Features
	for start := 0; start < len(in.Pairs); start += pairBlock {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		block := in.Pairs[start:min(start+pairBlock, len(in.Pairs))]
		features = h.join(&in, block, features, s)
		h.decide(block, s)
		width := h.scores.Width()
		scores := room(&s.z, encoder.RoundRows(len(block))*width)
		encoder.Multiply(scores, width, &s.hidden, h.scores)
		for k := range block {
			out.keep(start+k, scores[k*width:][:out.relations], least, &s.hidden, k)
		}
	}
	encoder.Sigmoid(out.probabilities)
	return out, nil
}

// keep takes the scores of a pair and row k of hidden, unless all scores are too low.
func (o *Output) keep(pair int, scores []float32, least float32, hidden *encoder.Rows, k int) {
	for _, x := range scores {
		if !(x < least) { // what is no number is kept
			o.place[pair] = int32(len(o.probabilities) / o.relations)
			o.probabilities = append(o.probabilities, scores...)
			o.hidden.Append(hidden, k)
			return
		}
	}
	o.place[pair] = -1
}

// leastScore is a score whose sigmoid is surely below a probability: by a margin that is
// far wider than the error of [encoder.Sigmoid] for what lies between the bounds.
func leastScore(p float64) float32 {
	const margin, low, high = 1e-3, 1e-6, 0.99
	if p < low {
		return float32(math.Inf(-1))
	}
	p = min(p, high)
	return float32(math.Log(p/(1-p)) - margin)
}

// join leaves in s.z what a block's pairs are: their features, their ends and, under an
// encoder, how the ends go together. It gives the features of the pairs that follow.
func (h *head) join(in *Input, block []Pair, features []uint16, s *scratch) []uint16 {
	n, width := len(block), h.hidden
	sparse := room(&s.features, h.features.Width)
	s.rows.Resize(n, len(sparse))
	for k, p := range block {
		h.features.Sum(sparse, features[:p.Features])
		features = features[p.Features:]
		s.rows.SetPositive(k, sparse)
	}
	z := room(&s.z, encoder.RoundRows(n)*width)
	encoder.Multiply(z, width, &s.rows, h.fromFeatures)
	for k := range block {
		row := z[k*width:][:width]
		subject, object := h.ends(in, &block[k], s)
		encoder.Add(row, subject)
		encoder.Add(row, object)
	}
	if h.both == nil {
		return features
	}
	s.rows.Resize(n, width)
	product := room(&s.product, width)
	for k, p := range block {
		encoder.Times(product, s.ends[p.Subject*width:][:width], s.ends[p.Object*width:][:width])
		s.rows.SetPositive(k, product)
	}
	both := room(&s.both, encoder.RoundRows(n)*width)
	encoder.Multiply(both, width, &s.rows, h.both)
	encoder.Add(z[:n*width], both[:n*width])
	for k, p := range block {
		if p.Joint >= 0 {
			encoder.Add(z[k*width:][:width], s.joints[p.Joint*width:][:width])
		}
	}
	return features
}

// decide sets s.hidden from s.z.
func (h *head) decide(block []Pair, s *scratch) {
	width := h.hidden
	s.rows.Resize(len(block), width)
	for k := range block {
		s.rows.SetPositive(k, s.z[k*width:][:width])
	}
	z := room(&s.z, encoder.RoundRows(len(block))*width)
	encoder.Multiply(z, width, &s.rows, h.last)
	s.hidden.Resize(len(block), width)
	for k := range block {
		s.hidden.SetPositive(k, z[k*width:][:width])
	}
}
