package nlp

import "fmt"

// linear is a layer y = W·x + b.
type linear struct {
	weights matrix
	bias    []float32
}

func decodeLinear(s sections, name string) (l linear, err error) {
	if l.weights, err = s.matrix(name + ".W"); err != nil {
		return l, err
	}
	l.bias, err = s.floats(name+".b", l.weights.out)
	return l, err
}

// step is the distance between the rows that apply writes.
func (l *linear) step() int { return l.weights.width() }

// apply runs rows of src through the layer; both slices have room for roundRows(rows).
func (l *linear) apply(dst, src []float32, rows int) {
	multiply(dst, l.step(), src, l.weights.in, rows, &l.weights)
	for r := range rows {
		row := dst[r*l.step():][:len(l.bias)]
		for i, b := range l.bias {
			row[i] += b
		}
	}
}

// tagger gives a token's vector the fine-grained part of speech that scores highest.
type tagger struct {
	scores linear
	labels []string
}

func decodeTagger(s sections) (*tagger, error) {
	t := &tagger{}
	var err error
	if t.scores, err = decodeLinear(s, "tagger"); err != nil {
		return nil, err
	}
	if t.labels, err = s.lines("tagger.labels"); err != nil {
		return nil, err
	}
	if len(t.labels) != t.scores.weights.out {
		return nil, fmt.Errorf("tagger has %d labels for %d scores: %w", len(t.labels), t.scores.weights.out, ErrModel)
	}
	return t, nil
}

// tag sets the Tag of tokens from their vectors; scores is room for their scores.
func (t *tagger) tag(tokens []Token, vectors, scores []float32) {
	t.scores.apply(scores, vectors, len(tokens))
	for i := range tokens {
		row := scores[i*t.scores.step():][:len(t.labels)]
		tokens[i].Tag = t.labels[argmax(row)]
	}
}

// argmax is the index of the first largest number.
func argmax(row []float32) int {
	best := 0
	for i, x := range row {
		if x > row[best] {
			best = i
		}
	}
	return best
}
