package nlp

import "fmt"

// block is a maxout layer of three pieces with its layer norm.
type block struct {
	weights matrix    // to 3 * len(gain) pre-activations, piece by piece
	offset  []float32 // added to the pre-activations
	gain    []float32
	bias    []float32
}

const maxoutPieces = 3

func decodeBlock(s sections, name string) (b block, err error) {
	if b.weights, err = s.matrix(name + ".W"); err != nil {
		return b, err
	}
	if b.weights.out%maxoutPieces != 0 {
		return b, fmt.Errorf("section %q has %d columns: %w", name, b.weights.out, ErrModel)
	}
	width := b.weights.out / maxoutPieces
	if b.offset, err = s.floats(name+".b", b.weights.out); err != nil {
		return b, err
	}
	if b.gain, err = s.floats(name+".gain", width); err != nil {
		return b, err
	}
	b.bias, err = s.floats(name+".bias", width)
	return b, err
}

// apply runs rows of src, srcStep apart, through the block into rows of dst, and adds
// the rows of residual unless it is nil. dst and residual have rows of b.width().
func (b *block) apply(dst, src []float32, srcStep int, residual []float32, rows int, sums []float32) {
	width, step := b.width(), b.weights.width()
	for from := 0; from < rows; from += blockRows {
		count := min(blockRows, rows-from)
		multiply(sums, step, src[from*srcStep:], srcStep, count, &b.weights)
		for r := range count {
			at := (from + r) * width
			var rest []float32
			if residual != nil {
				rest = residual[at : at+width]
			}
			maxoutNorm(dst[at:at+width], sums[r*step:(r+1)*step], rest, b)
		}
	}
}

func (b *block) width() int { return len(b.gain) }

// blockRows is how many rows a block takes at once: their pre-activations (108 KiB)
// stay in the second-level cache.
const blockRows = 96

// tok2vec turns tokens into vectors that know their neighbours: hash embeddings of a
// token's attributes, mixed, then layers that each look one token to the left and right.
type tok2vec struct {
	tables []hashTable
	mixer  block
	layers []block
}

func decodeTok2vec(s sections, prefix string) (*tok2vec, error) {
	t := &tok2vec{}
	var err error
	if t.mixer, err = decodeBlock(s, prefix+".block0"); err != nil {
		return nil, err
	}
	width := t.mixer.width()
	if t.tables, err = decodeTables(s, prefix, width); err != nil {
		return nil, err
	}
	if t.mixer.weights.in != len(t.tables)*width {
		return nil, fmt.Errorf("%q mixes %d numbers of %d tables: %w", prefix, t.mixer.weights.in, len(t.tables), ErrModel)
	}
	for k := 1; ; k++ {
		name := fmt.Sprintf("%s.block%d", prefix, k)
		if _, ok := s[name+".W"]; !ok {
			break
		}
		b, err := decodeBlock(s, name)
		if err != nil {
			return nil, err
		}
		if b.width() != width || b.weights.in != window*width {
			return nil, fmt.Errorf("layer %q has the wrong shape: %w", name, ErrModel)
		}
		t.layers = append(t.layers, b)
	}
	return t, nil
}

// window is the number of tokens that a layer sees: one, and one on either side.
const window = 3

// width is the length of a token's vector.
func (t *tok2vec) width() int { return t.mixer.width() }

// depth is the number of layers, and so of neighbours on either side that reach a
// token's vector.
func (t *tok2vec) depth() int { return len(t.layers) }

// encoderScratch holds the rows of one run of tokens on their way through the layers.
type encoderScratch struct {
	rows [2][]float32
	sums []float32
}

// encode gives the vectors of count tokens from token start on; mixed gives the mixer's
// output for a token of the document, which has n tokens. The document stands between
// rows of zeros, depth on either side, which go through the layers like tokens; so a
// token's vector depends on no more than depth neighbours and on the document's ends.
// The result has room for roundRows(count) rows and is valid until scratch is used again.
func (t *tok2vec) encode(mixed func(i int) []float32, n, start, count int, scratch *encoderScratch) []float32 {
	width, margin := t.width(), t.depth()
	scratch.fit(t, count)
	in, out := scratch.rows[0], scratch.rows[1]
	for r := range count + 2*margin {
		row := in[r*width : (r+1)*width]
		if i := start - margin + r; i >= 0 && i < n {
			copy(row, mixed(i))
		} else {
			clear(row)
		}
	}
	for l := range t.layers {
		rows := count + 2*(margin-l-1)
		t.layers[l].apply(out, in, width, in[width:], rows, scratch.sums)
		in, out = out, in
	}
	return in[:roundRows(count)*width]
}

func (s *encoderScratch) fit(t *tok2vec, count int) {
	size := (roundRows(count+2*t.depth()) + rowsAtOnce + window) * t.width()
	for i := range s.rows {
		if len(s.rows[i]) < size {
			s.rows[i] = make([]float32, size)
		}
	}
	if size := roundRows(blockRows) * t.layers[0].weights.width(); len(s.sums) < size {
		s.sums = make([]float32, size)
	}
}
