package relate

import (
	"context"
	"errors"
	"fmt"

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
	Pairs      []Pair
	Features   []uint16 // rows of the features of all pairs, pair by pair
}

// Candidate is what may be an end of a relation: words [First, Last) of a sentence
// around Head. Sentence or First is -1 for a candidate that the text does not name.
type Candidate struct {
	Sentence, First, Last, Head int
	Kind, Part                  int // see [Schema]
}

func (c *Candidate) named() bool { return c.Sentence >= 0 && c.First >= 0 }

// Pair is an ordered pair of candidates; the next Features of [Input.Features] are its
// own.
type Pair struct{ Subject, Object, Features int }

// Output has the scores of all pairs.
type Output struct {
	head          *head
	relations     int
	probabilities []float32    // a row for each pair
	hidden        encoder.Rows // what status is decided on
}

// Probability has for each relation how likely it is that it holds for a pair.
func (o *Output) Probability(pair int) []float32 {
	at := pair * o.relations
	return o.probabilities[at : at+o.relations : at+o.relations]
}

// Status gives, for a pair that is taken to state something, the likeliest status and
// the logits of all.
func (o *Output) Status(pair int) (best int, logits []float32) {
	m := o.head.status
	row := o.hidden.Slice(pair, pair+1)
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
	features := 0
	for i, p := range in.Pairs {
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
	rows              encoder.Rows
	vectors           []float32 // of a window's pieces
	ends              []float32 // candidates
	subjects, objects []float32 // candidates as each end of a pair
	wide              []float32
	features, product []float32 // of one pair
	z, both           []float32 // of a block of pairs
}

func room(b *[]float32, n int) []float32 {
	if cap(*b) < n {
		*b = make([]float32, n)
	}
	return (*b)[:n]
}

// Score gives the probability of each relation for each pair.
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
	} else {
		m.head.meetKinds(in, s)
	}
	return m.pairs(ctx, in, s)
}

// encode leaves in s.rows, for each candidate, the vectors of its first, last and head
// word. Windows without candidates are not read.
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
	for w, candidates := range byWindow {
		if len(candidates) == 0 {
			continue
		}
		vectors, err := m.encoder.Encode(ctx, s.vectors, windows[w], &s.encoder)
		if err != nil {
			return err
		}
		s.vectors = vectors
		for _, i := range candidates {
			c := &in.Candidates[i]
			for k, word := range [...]int{c.First, c.Last - 1, c.Head} {
				copy(span[k*width:], vectors[spots[c.Sentence][word].Place()*width:][:width])
			}
			s.rows.Set(i, span)
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
// object, from the vectors in s.rows.
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
		for k := range row {
			row[k] = max(row[k]+kind[k]+part[k], 0)
		}
		s.rows.SetPositive(i, row)
	}
	encoder.Multiply(room(&s.subjects, all), h.hidden, &s.rows, h.subject)
	encoder.Multiply(room(&s.objects, all), h.hidden, &s.rows, h.object)
}

// meetKinds does the same where only the kinds of candidates are known.
func (h *head) meetKinds(in Input, s *scratch) {
	subjects := room(&s.subjects, len(in.Candidates)*h.hidden)
	objects := room(&s.objects, len(in.Candidates)*h.hidden)
	for i := range in.Candidates {
		kind := h.kind[in.Candidates[i].Kind*h.hidden:][:h.hidden]
		copy(subjects[i*h.hidden:], kind)
		copy(objects[i*h.hidden:], kind)
	}
}

// pairBlock is how many pairs pass the layers together.
const pairBlock = 96

func (m *Model) pairs(ctx context.Context, in Input, s *scratch) (*Output, error) {
	h := &m.head
	out := &Output{head: h, relations: len(m.relations), probabilities: make([]float32, len(in.Pairs)*len(m.relations))}
	out.hidden.Resize(len(in.Pairs), h.hidden)
	room(&s.z, pairBlock*max(h.hidden, h.scores.Width()))
	features := in.Features
	for start := 0; start < len(in.Pairs); start += pairBlock {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		block := in.Pairs[start:min(start+pairBlock, len(in.Pairs))]
		features = h.join(block, features, s)
		hidden := out.hidden.Slice(start, start+len(block))
		h.decide(block, &hidden, s)
		encoder.Multiply(s.z[:cap(s.z)], h.scores.Width(), &hidden, h.scores)
		for k := range block {
			copy(out.Probability(start+k), s.z[:cap(s.z)][k*h.scores.Width():])
		}
	}
	encoder.Sigmoid(out.probabilities)
	return out, nil
}

// join leaves in s.z what a block's pairs are: their features, their ends and, under an
// encoder, how the ends go together. It gives the features of the pairs that follow.
func (h *head) join(block []Pair, features []uint16, s *scratch) []uint16 {
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
	for k, p := range block {
		row := z[k*width:][:width]
		subject, object := s.subjects[p.Subject*width:][:width], s.objects[p.Object*width:][:width]
		for i := range row {
			row[i] = row[i] + subject[i] + object[i]
		}
	}
	if h.both == nil {
		return features
	}
	s.rows.Resize(n, width)
	product := room(&s.product, width)
	for k, p := range block {
		subject, object := s.ends[p.Subject*width:][:width], s.ends[p.Object*width:][:width]
		for i := range product {
			product[i] = float32(subject[i] * object[i])
		}
		s.rows.SetPositive(k, product)
	}
	both := room(&s.both, encoder.RoundRows(n)*width)
	encoder.Multiply(both, width, &s.rows, h.both)
	for i := range z[:n*width] {
		z[i] += both[i]
	}
	return features
}

// decide sets hidden from s.z.
func (h *head) decide(block []Pair, hidden *encoder.Rows, s *scratch) {
	width := h.hidden
	s.rows.Resize(len(block), width)
	for k := range block {
		s.rows.SetPositive(k, s.z[k*width:][:width])
	}
	z := room(&s.z, encoder.RoundRows(len(block))*width)
	encoder.Multiply(z, width, &s.rows, h.last)
	for k := range block {
		hidden.SetPositive(k, z[k*width:][:width])
	}
}
