package relate

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"kg/internal/encoder"
)

// ErrSchema is wrapped by errors of loading a model that was trained on other kinds of
// candidates or features than the program now has.
var ErrSchema = errors.New("the relation model does not fit the program")

// Schema is what the caller and the weights must agree on. Kinds and Parts are the
// names behind [Candidate]'s numbers. Relations and Statuses are those that the caller
// knows; the model may leave some out. A nil list is not checked.
type Schema struct {
	Kinds, Parts        []string
	FeatureRows         int
	Relations, Statuses []string
}

// Model scores pairs of candidates. It is safe for concurrent use.
type Model struct {
	relations, statuses []string
	kinds, parts        int // how many there are
	featureRows         int
	titles              bool // stand before each window
	vocabulary          *encoder.Vocabulary
	encoder             *encoder.Encoder // nil in the fast model
	head                head
	scratch             sync.Pool
}

// head is what stands above the encoder.
type head struct {
	hidden                int // width
	features              *encoder.Table
	fromFeatures          *encoder.Matrix
	kind, part            []float32 // rows of width hidden
	span                  *encoder.Matrix
	subject, object, both *encoder.Matrix
	joint                 *encoder.Matrix
	last, scores, status  *encoder.Matrix
}

// Relations are the names of the scores, in their order.
func (m *Model) Relations() []string { return m.relations }

// Statuses are the names behind [Output.Status], in their order.
func (m *Model) Statuses() []string { return m.statuses }

// Open reads the model of a name ("full", "fast") from a file of weights, which it
// keeps.
func Open(data []byte, name string, schema Schema) (*Model, error) {
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("read relation model: %w", err)
	}
	m, err := f.model(name)
	if err != nil {
		return nil, fmt.Errorf("read relation model %q: %w", name, err)
	}
	if err := f.fits(schema); err != nil {
		return nil, fmt.Errorf("read relation model %q: %w", name, err)
	}
	return m, nil
}

// fits holds the file against what the program has.
func (f *file) fits(s Schema) error {
	for _, list := range []struct {
		what       string
		file, want []string
	}{{"kinds", f.Kinds, s.Kinds}, {"parts", f.Parts, s.Parts}} {
		if list.want != nil && !slices.Equal(list.file, list.want) {
			return fmt.Errorf("%s of candidates are %q, in the program %q: train again: %w", list.what, list.file, list.want, ErrSchema)
		}
	}
	if s.FeatureRows != 0 && s.FeatureRows != f.FeatureRows {
		return fmt.Errorf("features have %d rows, in the program %d: train again: %w", f.FeatureRows, s.FeatureRows, ErrSchema)
	}
	for _, list := range []struct {
		what       string
		file, want []string
	}{{"relation", f.Relations, s.Relations}, {"status", f.Statuses, s.Statuses}} {
		for _, name := range list.file {
			if list.want != nil && !slices.Contains(list.want, name) {
				return fmt.Errorf("the program does not know the %s %q: %w", list.what, name, ErrSchema)
			}
		}
	}
	return nil
}

func (f *file) model(name string) (*Model, error) {
	s, ok := f.Models[name]
	if !ok {
		return nil, fmt.Errorf("not in the file: %w", ErrModel)
	}
	if err := s.check(f); err != nil {
		return nil, err
	}
	m := &Model{relations: f.Relations, statuses: f.Statuses, kinds: len(f.Kinds), parts: len(f.Parts), featureRows: f.FeatureRows, titles: f.Title > 0}
	r := &reader{file: f, prefix: name + "/"}
	m.head = r.head(s)
	if s.Layers > 0 {
		m.encoder, m.vocabulary = r.encoder(s), r.vocabulary(s)
		h := &m.head
		h.span = r.matrix("span", 3*s.Width, s.Hidden)
		h.subject, h.object, h.both = r.matrix("subject", s.Hidden, s.Hidden), r.matrix("object", s.Hidden, s.Hidden), r.matrix("both", s.Hidden, s.Hidden)
		h.joint = r.matrix("joint", s.Width, s.Hidden)
	}
	if r.err != nil {
		return nil, r.err
	}
	if m.encoder != nil {
		if err := m.encoder.Check(); err != nil {
			return nil, fmt.Errorf("%w: %w", err, ErrModel)
		}
	}
	m.scratch.New = func() any { return new(scratch) }
	return m, nil
}

// Bounds of what a file may ask for.
const (
	maxLayers = 24
	maxWidth  = 1 << 12
)

func (s shape) check(f *file) error {
	for _, n := range []int{s.Hidden, s.Sparse, len(f.Relations), len(f.Kinds), len(f.Parts), len(f.Statuses)} {
		if n < 1 || n > maxWidth {
			return fmt.Errorf("sizes %+v: %w", s, ErrModel)
		}
	}
	if s.Hidden%32 != 0 || s.Sparse%16 != 0 || s.Layers < 0 || s.Layers > maxLayers || f.FeatureRows < 1 || f.FeatureRows > 1<<16 {
		return fmt.Errorf("sizes %+v: %w", s, ErrModel)
	}
	if s.Layers > 0 && (s.Width < 32 || s.Width > maxWidth || s.Inner < 32 || s.Inner > 4*maxWidth || s.Pieces < 1) {
		return fmt.Errorf("sizes %+v: %w", s, ErrModel)
	}
	return nil
}

func (r *reader) head(s shape) head {
	return head{
		hidden:       s.Hidden,
		features:     r.table("features", r.FeatureRows, s.Sparse),
		fromFeatures: r.matrix("from_features", s.Sparse, s.Hidden),
		kind:         r.floats("kind.weight", len(r.Kinds)*s.Hidden),
		part:         r.floats("part.weight", len(r.Parts)*s.Hidden),
		last:         r.matrix("hidden", s.Hidden, s.Hidden),
		scores:       r.matrix("scores", s.Hidden, len(r.Relations)),
		status:       r.matrix("status", s.Hidden, len(r.Statuses)),
	}
}

func (r *reader) encoder(s shape) *encoder.Encoder {
	e := &encoder.Encoder{
		Words:     r.table("encoder.words", s.Pieces, s.Width),
		Positions: r.floats("encoder.positions.weight", encoder.WindowSize*s.Width),
		Norm:      r.norm("encoder.norm", s.Width),
		Heads:     s.Heads,
	}
	for i := range s.Layers {
		p := fmt.Sprintf("encoder.layers.%d.", i)
		e.Layers = append(e.Layers, encoder.Layer{
			QKV: r.matrix(p+"qkv", s.Width, 3*s.Width), Out: r.matrix(p+"out", s.Width, s.Width), Norm1: r.norm(p+"norm1", s.Width),
			Up: r.matrix(p+"up", s.Width, s.Inner), Down: r.matrix(p+"down", s.Inner, s.Width), Norm2: r.norm(p+"norm2", s.Width),
		})
	}
	return e
}

func (r *reader) vocabulary(s shape) *encoder.Vocabulary {
	text, err := r.section(r.prefix + "pieces")
	if err != nil {
		r.fail("pieces", err)
		return nil
	}
	v, err := encoder.NewVocabulary(string(text))
	if err == nil && v.Size() != s.Pieces {
		err = fmt.Errorf("%d pieces, want %d", v.Size(), s.Pieces)
	}
	if err != nil {
		r.fail("pieces", fmt.Errorf("%w: %w", err, ErrModel))
	}
	return v
}
