package nlp

import (
	"context"
	"slices"
)

// wordVectors are the mixers' outputs for a word: they depend on its text, its norm and
// whether a space follows, not on its neighbours.
type wordVectors [encoderCount][]float32

// The two encoders of the pipeline.
const (
	sharedEncoder = iota // read by the tagger and the parser
	entityEncoder        // read by the recognizer
	encoderCount
)

// wordCacheSize is the number of words whose vectors are kept, under 1 KiB each.
const wordCacheSize = 1 << 14

// mixer computes word vectors, a batch at a time.
type mixer struct {
	encoders *[encoderCount]*tok2vec
	norms    *norms
	words    *cache[wordVectors]

	key     []byte
	pending map[string]*wordVectors // words of the batch
	batch   []pendingWord
	input   []float32
	sums    []float32
	output  []float32
}

type pendingWord struct {
	key     string
	attrs   [attrCount]uint64
	vectors *wordVectors
}

// vectors gives the word vectors of every token.
func (m *mixer) vectors(ctx context.Context, tokens []Token) ([]*wordVectors, error) {
	out := make([]*wordVectors, len(tokens))
	for i := range tokens {
		tok := &tokens[i]
		m.key = appendWordKey(m.key[:0], tok)
		if out[i] = m.words.get(sharedString(m.key)); out[i] != nil {
			continue
		}
		if out[i] = m.pending[sharedString(m.key)]; out[i] != nil {
			continue
		}
		out[i] = new(wordVectors)
		m.pending[string(m.key)] = out[i]
		m.batch = append(m.batch, pendingWord{string(m.key), m.norms.attrs(tok), out[i]})
		if len(m.batch) == blockRows {
			m.flush()
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
		}
	}
	m.flush()
	return out, nil
}

// appendWordKey writes what the vectors of a token depend on. No text holds the byte
// 0xff, for it is valid UTF-8.
func appendWordKey(key []byte, tok *Token) []byte {
	key = append(key, tok.Text...)
	if tok.Space {
		key = append(key, ' ')
	}
	key = append(key, 0xff)
	return append(key, tok.Norm...)
}

// flush computes the vectors of the batch.
func (m *mixer) flush() {
	for e, t := range m.encoders {
		m.mix(e, t)
	}
	for _, w := range m.batch {
		m.words.put(w.key, w.vectors)
	}
	m.batch = m.batch[:0]
	clear(m.pending)
}

func (m *mixer) mix(encoder int, t *tok2vec) {
	width, in := t.width(), t.mixer.weights.in
	m.input = grown(m.input, roundRows(len(m.batch))*in)
	m.sums = grown(m.sums, roundRows(blockRows)*t.mixer.weights.width())
	m.output = grown(m.output, len(m.batch)*width)
	for r, w := range m.batch {
		for k := range t.tables {
			t.tables[k].embed(m.input[r*in+k*width:][:width], w.attrs[t.tables[k].attr])
		}
	}
	t.mixer.apply(m.output, m.input, in, nil, len(m.batch), m.sums)
	for r, w := range m.batch {
		w.vectors[encoder] = slices.Clone(m.output[r*width : (r+1)*width])
	}
}

// grown gives a slice of at least n numbers, s itself where it is long enough.
func grown(s []float32, n int) []float32 {
	if len(s) >= n {
		return s
	}
	return make([]float32, n)
}
