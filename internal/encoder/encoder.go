package encoder

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Norm is the gain and bias of a layer norm.
type Norm struct{ Gain, Bias []float32 }

// Layer is one layer: attention and the two linear layers behind it, each followed by
// a norm over its sum with its input.
type Layer struct {
	QKV, Out *Matrix // queries, keys and values side by side; what joins the heads
	Norm1    Norm
	Up, Down *Matrix
	Norm2    Norm
}

// Encoder is a network with its weights. It is safe for concurrent use.
type Encoder struct {
	Words     *Table
	Positions []float32 // WindowSize rows
	Norm      Norm
	Heads     int
	Layers    []Layer
}

// headWidth is the width of a head, one panel.
const headWidth = panelWidth

// Width is the length of a piece's vector.
func (e *Encoder) Width() int { return e.Words.Width }

// Check says whether all parts fit each other.
func (e *Encoder) Check() error {
	w := e.Width()
	if w != e.Heads*headWidth || len(e.Positions) != WindowSize*w {
		return fmt.Errorf("encoder %d wide, %d heads, %d numbers of positions: %w", w, e.Heads, len(e.Positions), ErrShape)
	}
	norms := []Norm{e.Norm}
	for i, l := range e.Layers {
		norms = append(norms, l.Norm1, l.Norm2)
		inner := l.Up.Out
		fits := l.QKV.In == w && l.QKV.Out == 3*w && l.Out.In == w && l.Out.Out == w
		if !fits || l.Up.In != w || l.Down.In != inner || l.Down.Out != w || inner%panelWidth != 0 {
			return fmt.Errorf("layer %d: %w", i, ErrShape)
		}
	}
	for i, n := range norms {
		if len(n.Gain) != w || len(n.Bias) != w {
			return fmt.Errorf("norm %d: %w", i, ErrShape)
		}
	}
	return nil
}

// Scratch is the memory that encoding needs, used again by each window. The zero value
// works; it serves one goroutine at a time.
type Scratch struct {
	rows, queries, weights Rows
	qkv, mixed, inner      []float32
	logits                 []float32
	keys, values           Matrix
}

// ffnRows is how many rows pass the wide layers together: their 1,536 numbers each stay
// in the second-level cache.
const ffnRows = 8 * rowsAtOnce

func floats(b *[]float32, n int) []float32 {
	if cap(*b) < n {
		*b = make([]float32, n)
	}
	return (*b)[:n]
}

// Encode sets vectors to those of a window's pieces, each of the encoder's Width, and
// returns it; it is made anew where it is too short. The window has at most WindowSize
// pieces. Only the vectors at the given places, which ascend, mean anything: of the others
// the last layer is left out.
func (e *Encoder) Encode(ctx context.Context, vectors []float32, window []uint16, places []int, s *Scratch) ([]float32, error) {
	n, w := len(window), e.Width()
	if n == 0 || n > WindowSize {
		return nil, fmt.Errorf("encode %d pieces: from 1 to %d fit", n, WindowSize)
	}
	for k, place := range places {
		if place < 0 || place >= n || k > 0 && place <= places[k-1] {
			return nil, fmt.Errorf("encode places %v of %d pieces", places, n)
		}
	}
	x := floats(&vectors, RoundRows(n)*w)
	for i, id := range window {
		if int(id) >= e.Words.Rows() {
			return nil, fmt.Errorf("encode piece %d: there are %d", id, e.Words.Rows())
		}
		row := x[i*w : (i+1)*w]
		e.Words.Sum(row, window[i:i+1])
		addNorm(row, e.Positions[i*w:(i+1)*w], e.Norm.Gain, e.Norm.Bias)
	}
	if len(places) == 0 {
		return x[:n*w], nil
	}
	for i := range e.Layers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l := &e.Layers[i]
		e.offer(l, x, n, s)
		if i < len(e.Layers)-1 {
			e.attend(l, x, n, n, s)
			e.feed(l, x, n, s)
			continue
		}
		// No piece will look at those that are left out.
		for k, place := range places {
			copy(x[k*w:(k+1)*w], x[place*w:])
		}
		s.rows.quantise(x, len(places), w)
		e.attend(l, x, len(places), n, s)
		e.feed(l, x, len(places), s)
		for k, place := range slices.Backward(places) {
			copy(x[place*w:(place+1)*w], x[k*w:])
		}
	}
	return x[:n*w], nil
}

// offer starts a layer: it leaves the keys and values of n pieces in s.qkv and the pieces
// themselves, quantised, in s.rows.
func (e *Encoder) offer(l *Layer, x []float32, n int, s *Scratch) {
	w := e.Width()
	qkv := floats(&s.qkv, RoundRows(n)*3*w)
	s.rows.quantise(x, n, w)
	m := l.QKV.outputs(w, 3*w)
	Multiply(qkv[w:], 3*w, &s.rows, &m)
}

// attend lets the pieces of s.rows, which are the first of x, look at the n pieces that
// were offered.
func (e *Encoder) attend(l *Layer, x []float32, pieces, n int, s *Scratch) {
	w := e.Width()
	m := l.QKV.outputs(0, w)
	Multiply(s.qkv, 3*w, &s.rows, &m)
	mixed := floats(&s.mixed, RoundRows(pieces)*w)
	for h := range e.Heads {
		e.head(mixed[h*headWidth:], s.qkv[h*headWidth:], pieces, n, s)
	}
	s.rows.quantise(mixed, pieces, w)
	Multiply(mixed, w, &s.rows, l.Out)
	for i := range pieces {
		addNorm(x[i*w:(i+1)*w], mixed[i*w:(i+1)*w], l.Norm1.Gain, l.Norm1.Bias)
	}
}

// queryScale makes powers of two of the softmax's powers of e.
var queryScale = float32(log2E / math.Sqrt(headWidth))

// head mixes, for the first pieces, the values of n pieces in one head by how well keys and
// queries agree: both products are of whole numbers too.
func (e *Encoder) head(mixed, qkv []float32, pieces, n int, s *Scratch) {
	w := e.Width()
	s.queries.Resize(pieces, headWidth)
	for i := range pieces {
		s.queries.Set(i, qkv[i*3*w:][:headWidth])
		s.queries.scale[i] *= queryScale
	}
	s.keys.resize(headWidth, n)
	packRows(&s.keys, qkv[w:], 3*w)
	wide := s.keys.Width()
	logits := floats(&s.logits, RoundRows(pieces)*wide)
	Multiply(logits, wide, &s.queries, &s.keys)

	depth := wide // as many inputs, so that whole registers are filled
	s.weights.Resize(pieces, depth)
	for i := range pieces {
		total := softmax(s.weights.row(i), logits[i*wide:][:n])
		s.weights.scale[i], s.weights.zero[i] = 1/float32(total), 0
	}
	s.values.resize(depth, headWidth)
	packColumns(&s.values, qkv[2*w:], 3*w, n)
	Multiply(mixed, w, &s.weights, &s.values)
}

// resize makes room for weights to be packed.
func (m *Matrix) resize(in, out int) {
	m.In, m.Out = in, out
	width := m.Width()
	if cap(m.weights) < in*width {
		m.weights = make([]int8, in*width)
	}
	if cap(m.scale) < width {
		m.scale, m.bias, m.sums = make([]float32, width), make([]float32, width), make([]int32, width)
	}
	m.weights, m.scale, m.bias, m.sums = m.weights[:in*width], m.scale[:width], m.bias[:width], m.sums[:width]
}

// feed is the second half of a layer.
func (e *Encoder) feed(l *Layer, x []float32, n int, s *Scratch) {
	w, in := e.Width(), l.Up.Out
	inner := floats(&s.inner, ffnRows*in)
	out := floats(&s.mixed, RoundRows(n)*w)
	for start := 0; start < n; start += ffnRows {
		rows := min(ffnRows, n-start)
		part := x[start*w:]
		s.rows.quantise(part, rows, w)
		Multiply(inner, in, &s.rows, l.Up)
		gelu(inner[:rows*in])
		s.rows.quantise(inner, rows, in)
		Multiply(out, w, &s.rows, l.Down)
		for i := range rows {
			addNorm(part[i*w:(i+1)*w], out[i*w:(i+1)*w], l.Norm2.Gain, l.Norm2.Bias)
		}
	}
}

// quantise sets the first n rows of x.
func (r *Rows) quantise(x []float32, n, width int) {
	r.Resize(n, width)
	for i := range n {
		r.Set(i, x[i*width:(i+1)*width])
	}
}
