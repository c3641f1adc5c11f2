package nlp

import "fmt"

// transitionModel scores the actions of a transition system in a state that a few
// tokens describe (slots). The first layer is linear in the slots' tokens, so its
// products are computed once for each token and slot, and added up in each state.
type transitionModel struct {
	project linear    // a token's vector to the model's input
	lower   matrix    // input to slots * 2 * hidden, slot by slot, piece by piece
	slots   []matrix  // the columns of lower that belong to each slot
	pad     []float32 // what a slot without a token adds, slots * 2 * hidden
	offset  []float32 // 2 * hidden
	upper   linear    // hidden to one score an action
	hidden  int
}

// statePieces is the number of maxout pieces of a state's hidden layer.
const statePieces = 2

func decodeTransitionModel(s sections, prefix string, slots, actions int) (*transitionModel, error) {
	m := &transitionModel{}
	var err error
	if m.project, err = decodeLinear(s, prefix+".project"); err != nil {
		return nil, err
	}
	if m.lower, err = s.matrix(prefix + ".lower.W"); err != nil {
		return nil, err
	}
	if m.upper, err = decodeLinear(s, prefix+".upper"); err != nil {
		return nil, err
	}
	m.hidden = m.upper.weights.in
	per := statePieces * m.hidden
	if per%panelWidth != 0 || m.lower.out != slots*per || m.lower.in != m.project.weights.out || m.project.weights.out%panelWidth != 0 || m.upper.weights.out != actions {
		return nil, fmt.Errorf("layers of %q do not fit each other: %w", prefix, ErrModel)
	}
	size := m.lower.in * per
	for f := range slots {
		m.slots = append(m.slots, matrix{in: m.lower.in, out: per, packed: m.lower.packed[f*size : (f+1)*size]})
	}
	if m.pad, err = s.floats(prefix+".lower.pad", slots*per); err != nil {
		return nil, err
	}
	m.offset, err = s.floats(prefix+".lower.b", per)
	return m, err
}

// per is the number of values that one slot adds to a state.
func (m *transitionModel) per() int { return statePieces * m.hidden }

// padding is what slot f adds when no token fills it.
func (m *transitionModel) padding(f int) []float32 { return m.pad[f*m.per() : (f+1)*m.per()] }

// stateScratch holds the sums of one state.
type stateScratch struct {
	sums, scores []float32
}

func newStateScratch(m *transitionModel) stateScratch {
	return stateScratch{sums: make([]float32, m.per()), scores: make([]float32, m.upper.step())}
}

// score gives the score of each action, from what each slot adds, in slot order.
func (m *transitionModel) score(slots [][]float32, s *stateScratch) []float32 {
	sumSlots(s.sums, slots, m.offset)
	multiplyOne(s.scores, s.sums[:m.hidden], &m.upper.weights)
	for i, b := range m.upper.bias {
		s.scores[i] += b
	}
	return s.scores[:len(m.upper.bias)]
}

// sumSlots adds up the slots and the offset, and leaves the larger of the two pieces
// in the first half of dst.
func sumSlots(dst []float32, slots [][]float32, offset []float32) {
	if assembly && len(dst)%(2*lanes) == 0 && len(slots) > 0 {
		sumSlotsFast(dst, slots, offset)
		return
	}
	sumSlotsPortable(dst, slots, offset)
}

func sumSlotsPortable(dst []float32, slots [][]float32, offset []float32) {
	copy(dst, slots[0][:len(dst)])
	for _, slot := range slots[1:] {
		for i, x := range slot[:len(dst)] {
			dst[i] += x
		}
	}
	half := len(dst) / 2
	for i := range half {
		dst[i] = max(dst[i]+offset[i], dst[half+i]+offset[half+i])
	}
}
