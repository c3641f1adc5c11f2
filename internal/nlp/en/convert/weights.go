package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"kg/internal/nlp"
)

// network is one of thinc's model files: its layers in breadth-first order from the root.
type network struct {
	layers []layer
}

type layer struct {
	name   string
	refs   map[string]int
	attrs  map[string]any
	params map[string]tensor
}

// tensor is an array in C order.
type tensor struct {
	shape []int
	data  []float32
}

func parseNetwork(data []byte, wantLayers, wantParams int) (*network, error) {
	v, err := unpack(data)
	if err != nil {
		return nil, err
	}
	root, ok := v.(packedMap)
	if !ok {
		return nil, fmt.Errorf("model is %T, want a map", v)
	}
	var lists [3][]any
	for i, key := range []string{"nodes", "attrs", "params"} {
		v, _ := root.at(key)
		if lists[i], ok = v.([]any); !ok || len(lists[i]) != len(lists[0]) {
			return nil, fmt.Errorf("%q is no list as long as \"nodes\"", key)
		}
	}
	net := &network{}
	count := 0
	for i := range lists[0] {
		l, err := parseLayer(lists[0][i], lists[1][i], lists[2][i])
		if err != nil {
			return nil, fmt.Errorf("node %d: %w", i, err)
		}
		for _, t := range l.params {
			count += len(t.data)
		}
		net.layers = append(net.layers, l)
	}
	if len(net.layers) != wantLayers || count != wantParams {
		return nil, fmt.Errorf("%d nodes with %d parameters, want %d and %d", len(net.layers), count, wantLayers, wantParams)
	}
	return net, nil
}

func parseLayer(node, attrs, params any) (layer, error) {
	l := layer{refs: map[string]int{}, attrs: map[string]any{}, params: map[string]tensor{}}
	n, ok := node.(packedMap)
	if !ok {
		return l, fmt.Errorf("node is %T", node)
	}
	if v, _ := n.at("name"); v != nil {
		l.name, _ = v.(string)
	}
	refs, _ := n.at("refs")
	err := eachField(refs, func(name string, v any) error {
		if at, ok := v.(int64); ok {
			l.refs[name] = int(at)
		}
		return nil
	})
	if err != nil {
		return l, fmt.Errorf("refs: %w", err)
	}
	err = eachField(attrs, func(name string, v any) (err error) {
		packed, ok := v.([]byte) // each attribute is msgpack within msgpack
		if !ok {
			return fmt.Errorf("value is %T", v)
		}
		l.attrs[name], err = unpack(packed)
		return err
	})
	if err != nil {
		return l, fmt.Errorf("attributes: %w", err)
	}
	err = eachField(params, func(name string, v any) (err error) {
		l.params[name], err = parseTensor(v)
		return err
	})
	if err != nil {
		return l, fmt.Errorf("parameters: %w", err)
	}
	return l, nil
}

// eachField calls read for the entries of a map whose keys are strings; what is no map
// has none.
func eachField(v any, read func(name string, v any) error) error {
	m, _ := v.(packedMap)
	for _, e := range m {
		name, ok := e.Key.(string)
		if !ok {
			return fmt.Errorf("key %v is %T, want a string", e.Key, e.Key)
		}
		if err := read(name, e.Value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func parseTensor(v any) (tensor, error) {
	m, ok := v.(packedMap)
	if !ok {
		return tensor{}, fmt.Errorf("array is %T", v)
	}
	if kind, _ := m.at("type"); kind != "<f4" {
		return tensor{}, fmt.Errorf("numbers are %v, want <f4", kind)
	}
	t := tensor{}
	size := 1
	dims, _ := m.at("shape")
	list, _ := dims.([]any)
	for _, d := range list {
		n, _ := d.(int64)
		t.shape = append(t.shape, int(n))
		size *= int(n)
	}
	data, _ := m.at("data")
	raw, _ := data.([]byte)
	if len(t.shape) == 0 || len(raw) != 4*size {
		return tensor{}, fmt.Errorf("%d bytes for shape %v", len(raw), t.shape)
	}
	t.data = littleFloats(raw)
	return t, nil
}

// named lists the layers of one kind, in file order.
func (net *network) named(name string) []layer {
	var out []layer
	for _, l := range net.layers {
		if l.name == name {
			out = append(out, l)
		}
	}
	return out
}

// ref is the layer that the root calls by this name.
func (net *network) ref(name string) (layer, error) {
	at, ok := net.layers[0].refs[name]
	if !ok || at < 0 || at >= len(net.layers) {
		return layer{}, fmt.Errorf("the root refers to no %q", name)
	}
	return net.layers[at], nil
}

// param gives a parameter of the expected number of dimensions.
func (l layer) param(name string, dims int) (tensor, error) {
	t, ok := l.params[name]
	if !ok || len(t.shape) != dims {
		return tensor{}, fmt.Errorf("layer %q: parameter %q of %d dimensions is missing", l.name, name, dims)
	}
	return t, nil
}

// sectionList gathers sections and the first error, so that a list of layers reads as one.
type sectionList struct {
	sections []nlp.Section
	err      error
}

func (s *sectionList) add(name string, data []byte) {
	s.sections = append(s.sections, nlp.Section{Name: name, Data: data})
}

func (s *sectionList) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sectionList) param(l layer, name string, dims int) tensor {
	t, err := l.param(name, dims)
	if err != nil {
		s.fail(err)
		t.shape = make([]int, dims)
	}
	return t
}

func (s *sectionList) vector(name string, data []float32) {
	out := make([]byte, 0, 4*len(data))
	for _, x := range data {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	s.add(name, out)
}

// matrix writes a linear layer: at(row, column) is the weight of input row for output column.
func (s *sectionList) matrix(name string, in, out int, at func(row, column int) float32) {
	s.add(name, nlp.PackMatrix(in, out, at))
}

// linear writes W[out, in] and b[out].
func (s *sectionList) linear(name string, l layer) {
	w, b := s.param(l, "W", 2), s.param(l, "b", 1)
	in := w.shape[1]
	s.matrix(name+".W", in, w.shape[0], func(i, o int) float32 { return w.data[o*in+i] })
	s.vector(name+".b", b.data)
}

// maxout writes W[out, piece, in], b[out, piece] with all outputs of a piece side by side,
// and the layer norm that follows it.
func (s *sectionList) maxout(name string, l, norm layer) {
	w, b := s.param(l, "W", 3), s.param(l, "b", 2)
	out, pieces, in := w.shape[0], w.shape[1], w.shape[2]
	s.matrix(name+".W", in, out*pieces, func(i, c int) float32 {
		return w.data[(c%out*pieces+c/out)*in+i]
	})
	s.vector(name+".b", pieceMajor(b.data, out, pieces))
	s.vector(name+".gain", s.param(norm, "G", 1).data)
	s.vector(name+".bias", s.param(norm, "b", 1).data)
}

// pieceMajor turns rows of [out, piece] into [piece, out].
func pieceMajor(data []float32, out, pieces int) []float32 {
	turned := make([]float32, len(data))
	size := out * pieces
	for at := range data {
		row, o, p := at/size, at%size/pieces, at%pieces
		turned[row*size+p*out+o] = data[at]
	}
	return turned
}

// tok2vec writes the embedding tables, the mixer and the encoder layers.
func (s *sectionList) tok2vec(prefix string, net *network) {
	tables := net.named("hashembed")
	extract := net.named("extract_features")
	if len(extract) != 1 {
		s.fail(fmt.Errorf("%d extract_features layers, want 1", len(extract)))
		return
	}
	columns, _ := extract[0].attrs["columns"].([]any)
	if len(columns) != len(tables) {
		s.fail(fmt.Errorf("%d attributes for %d tables", len(columns), len(tables)))
		return
	}
	var list []byte
	for k, l := range tables {
		if l.attrs["column"] != int64(k) {
			s.fail(fmt.Errorf("table %d reads column %v", k, l.attrs["column"]))
		}
		e := s.param(l, "E", 2)
		list = fmt.Appendf(list, "%v %v %d\n", columns[k], l.attrs["seed"], e.shape[0])
		s.vector(fmt.Sprintf("%s.embed%d", prefix, k), e.data)
	}
	s.add(prefix+".attributes", list)
	blocks, norms := net.named("maxout"), net.named("layernorm")
	if len(blocks) != len(norms) || len(blocks) < 2 {
		s.fail(fmt.Errorf("%d maxout and %d layernorm layers", len(blocks), len(norms)))
		return
	}
	for k := range blocks {
		s.maxout(fmt.Sprintf("%s.block%d", prefix, k), blocks[k], norms[k])
	}
}

// transitions writes the state model of the parser or the entity recogniser.
func (s *sectionList) transitions(prefix string, net *network) {
	lower, err := net.ref("lower")
	if err != nil {
		s.fail(err)
		return
	}
	upper, err := net.ref("upper")
	if err != nil {
		s.fail(err)
		return
	}
	var project []layer
	for i, l := range net.layers {
		if l.name == "linear" && i != net.layers[0].refs["upper"] {
			project = append(project, l)
		}
	}
	if len(project) != 1 {
		s.fail(fmt.Errorf("%d linear layers beside \"upper\", want 1", len(project)))
		return
	}
	s.linear(prefix+".project", project[0])
	w, b, pad := s.param(lower, "W", 4), s.param(lower, "b", 2), s.param(lower, "pad", 4)
	slots, out, pieces, in := w.shape[0], w.shape[1], w.shape[2], w.shape[3]
	s.matrix(prefix+".lower.W", in, slots*out*pieces, func(i, c int) float32 {
		slot, p, o := c/(out*pieces), c/out%pieces, c%out
		return w.data[((slot*out+o)*pieces+p)*in+i]
	})
	s.vector(prefix+".lower.b", pieceMajor(b.data, out, pieces))
	s.vector(prefix+".lower.pad", pieceMajor(pad.data, out, pieces))
	s.linear(prefix+".upper", upper)
}

// actions writes the class names of a transition system, in class order: by action key,
// then by falling frequency, then by falling label.
func (s *sectionList) actions(name string, moves []byte, prefixes []string) {
	labels, err := parseMoves(moves)
	if err != nil {
		s.fail(err)
		return
	}
	var list []byte
	for key, prefix := range prefixes {
		type counted struct {
			label string
			freq  int
		}
		var sorted []counted
		for label, freq := range labels[fmt.Sprint(key)] {
			sorted = append(sorted, counted{label, freq})
		}
		slices.SortFunc(sorted, func(a, b counted) int {
			if a.freq != b.freq {
				return b.freq - a.freq
			}
			if a.label > b.label {
				return -1
			}
			return 1
		})
		for _, c := range sorted {
			list = append(list, prefix+c.label+"\n"...)
		}
	}
	s.add(name, list)
}

func parseMoves(data []byte) (map[string]map[string]int, error) {
	v, err := unpack(data)
	if err != nil {
		return nil, err
	}
	m, _ := v.(packedMap)
	moves, _ := m.at("moves")
	text, ok := moves.(string)
	if !ok {
		return nil, fmt.Errorf("moves is %T, want a string", moves)
	}
	var labels map[string]map[string]int
	if err := json.Unmarshal([]byte(text), &labels); err != nil {
		return nil, fmt.Errorf("moves: %w", err)
	}
	return labels, nil
}
