package nlp

import (
	"context"
	"fmt"
	"strings"
)

// recognizer finds the named entities, token by token from the left, by the scheme
// BILUO: an entity begins, goes on and ends, or is a single token; other tokens are
// outside.
type recognizer struct {
	model   *transitionModel
	actions []entityAction
}

type entityAction struct {
	kind  byte // one of B I L U O
	label string
}

// slots of the recognizer's state.
const (
	slotToken = iota
	slotEntityStart
	slotTokenBefore // within an entity
	recognizerSlots
)

func decodeRecognizer(s sections) (*recognizer, error) {
	names, err := s.lines("ner.actions")
	if err != nil {
		return nil, err
	}
	r := &recognizer{}
	outside := false
	for _, name := range names {
		kind, label, _ := strings.Cut(name, "-")
		if len(kind) != 1 || !strings.Contains("BILUO", kind) {
			return nil, fmt.Errorf("entity action %q: %w", name, ErrModel)
		}
		outside = outside || kind == "O"
		r.actions = append(r.actions, entityAction{kind[0], label})
	}
	if !outside {
		return nil, fmt.Errorf("no action leaves a token outside: %w", ErrModel)
	}
	r.model, err = decodeTransitionModel(s, "ner", recognizerSlots, len(names))
	return r, err
}

// recognition is the state between two runs of tokens.
type recognition struct {
	r       *recognizer
	tokens  []Token
	ents    []Span
	open    int    // first token of the open entity, -1 if none
	label   string // of the open entity
	scratch *recognizerScratch
}

type recognizerScratch struct {
	products []float32 // of one run of tokens
	state    stateScratch
	slots    [recognizerSlots][]float32
	start    []float32 // what the open entity's first token adds
	before   []float32 // what the token before the next run adds
}

func (r *recognizer) begin(tokens []Token, scratch *recognizerScratch) *recognition {
	if scratch.state.sums == nil {
		scratch.state = newStateScratch(r.model)
		scratch.start = make([]float32, r.model.per())
		scratch.before = make([]float32, r.model.per())
	}
	return &recognition{r: r, tokens: tokens, open: -1, scratch: scratch}
}

// run decides for count tokens from token first on; inputs are the rows of the model's
// input for them, with room for roundRows(count).
func (d *recognition) run(ctx context.Context, first, count int, inputs []float32) error {
	m, s := d.r.model, d.scratch
	step := m.lower.width()
	if size := roundRows(count) * step; len(s.products) < size {
		s.products = make([]float32, size)
	}
	multiply(s.products, step, inputs, m.lower.in, count, &m.lower)
	slot := func(k, f int) []float32 { return s.products[k*step+f*m.per():][:m.per()] }
	for k := range count {
		s.slots = [recognizerSlots][]float32{slot(k, slotToken), m.padding(slotEntityStart), m.padding(slotTokenBefore)}
		if d.open >= 0 {
			s.slots[slotEntityStart] = s.start
			s.slots[slotTokenBefore] = s.before
			if k > 0 {
				s.slots[slotTokenBefore] = slot(k-1, slotTokenBefore)
			}
		}
		action := d.best(m.score(s.slots[:], &s.state), first+k)
		if action.kind == 'B' {
			copy(s.start, slot(k, slotEntityStart))
		}
		d.apply(action, first+k)
	}
	copy(s.before, slot(count-1, slotTokenBefore))
	return context.Cause(ctx)
}

// best is the valid action with the highest score, the first of equals. An entity does
// not begin with white space, nor go over the end of a sentence.
func (d *recognition) best(scores []float32, i int) entityAction {
	isOpen := d.open >= 0
	end := i+1 == len(d.tokens)
	ends := end || d.tokens[i+1].SentStart
	space := isSpaceText(d.tokens[i].Text)
	best := -1
	for a, action := range d.r.actions {
		var ok bool
		switch action.kind {
		case 'B':
			ok = !isOpen && !ends && !space
		case 'I':
			ok = isOpen && !ends && action.label == d.label
		case 'L':
			ok = isOpen && action.label == d.label
		case 'U':
			ok = !isOpen && !space && action.label != ""
		case 'O':
			ok = !isOpen
		}
		if ok && (best < 0 || scores[a] > scores[best]) {
			best = a
		}
	}
	return d.r.actions[best]
}

func (d *recognition) apply(action entityAction, i int) {
	switch action.kind {
	case 'B':
		d.open, d.label = i, action.label
	case 'L':
		d.ents = append(d.ents, Span{Start: d.open, End: i + 1, Label: d.label})
		d.open = -1
	case 'U':
		d.ents = append(d.ents, Span{Start: i, End: i + 1, Label: action.label})
	}
}
