package encoder

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unsafe"
)

// ErrShape is wrapped by errors about weights of the wrong size.
var ErrShape = errors.New("weights of the wrong size")

const (
	panelWidth = 32 // outputs whose weights lie together
	depthStep  = 4  // inputs whose weights lie together for each output

	// rowsAtOnce is how many rows the widest kernel takes together. Buffers have room
	// for a number of rows rounded up to it; what the extra rows hold means nothing.
	rowsAtOnce = 12
)

func roundUp(n, to int) int { return (n + to - 1) / to * to }

// RoundRows is how many rows a buffer needs that [Multiply] writes n rows to.
func RoundRows(n int) int { return roundUp(n, rowsAtOnce) }

// RoundWidth is how many outputs [Multiply] writes for n.
func RoundWidth(n int) int { return roundUp(n, panelWidth) }

// Matrix is a linear layer with weights of 6 bits, a byte each. Output o of inputs x is
// scale[o] * sum(x[i]*weight[o][i]) + bias[o].
//
// Weights lie in panels of 32 outputs; within a panel groups of 4 inputs follow each
// other, and within a group the 4 weights of each output: what the byte product of
// AVX-512 reads at once. Sums are those of each output's weights: they take the zero
// point of the inputs out again.
type Matrix struct {
	In, Out     int
	weights     []int8
	scale, bias []float32
	sums        []int32
}

// NewMatrix makes a layer from slices that it keeps. In must be a multiple of 4; all
// others have the size of Out rounded up to 32 outputs. A nil bias stands for zeros.
func NewMatrix(in, out int, weights []int8, scale []float32, sums []int32, bias []float32) (*Matrix, error) {
	m := &Matrix{In: in, Out: out, weights: weights, scale: scale, sums: sums, bias: bias}
	width := m.Width()
	if bias == nil {
		m.bias = make([]float32, width)
	}
	switch {
	case in <= 0 || out <= 0 || in%depthStep != 0 || in > maxDepth:
		return nil, fmt.Errorf("matrix of %d inputs, %d outputs: %w", in, out, ErrShape)
	case len(weights) != in*width || len(scale) != width || len(sums) != width || len(m.bias) != width:
		return nil, fmt.Errorf("matrix of %d inputs, %d outputs has %d weights, %d scales, %d sums, %d biases: %w",
			in, out, len(weights), len(scale), len(sums), len(m.bias), ErrShape)
	case !sixBits(weights):
		return nil, fmt.Errorf("matrix of %d inputs, %d outputs has weights of more than 6 bits: %w", in, out, ErrShape)
	}
	return m, nil
}

// sixBits says whether all weights are in [-32, 31]: the three highest bits of each are alike.
func sixBits(weights []int8) bool {
	if len(weights) == 0 {
		return true
	}
	for bytes := unsafe.Slice((*byte)(unsafe.Pointer(&weights[0])), len(weights)); len(bytes) >= 8; bytes = bytes[8:] {
		if w := binary.LittleEndian.Uint64(bytes); (w^w<<1)&0xc0c0c0c0c0c0c0c0 != 0 {
			return false
		}
	}
	return true
}

// maxDepth keeps sums within int32, with much to spare.
const maxDepth = 1 << 16

// Width is the number of outputs with those that fill the last panel.
func (m *Matrix) Width() int { return RoundWidth(m.Out) }

// outputs are those from one panel to another, as a layer that shares m's memory.
func (m *Matrix) outputs(from, to int) Matrix {
	return Matrix{
		In: m.In, Out: to - from, weights: m.weights[from*m.In : to*m.In],
		scale: m.scale[from:to], bias: m.bias[from:to], sums: m.sums[from:to],
	}
}

// panelIndex is where the weight of input i for output o lies.
func panelIndex(in, o, i int) int {
	return o/panelWidth*panelWidth*in + i/depthStep*panelWidth*depthStep + o%panelWidth*depthStep + i%depthStep
}

// Rows are quantised inputs: row r is scale[r] * (values - zero[r]).
type Rows struct {
	n, width int
	values   []uint8
	scale    []float32
	zero     []int32
}

// Resize makes room for n rows of a width that is a multiple of 4; what they held is
// lost.
func (r *Rows) Resize(n, width int) {
	r.n, r.width = n, width
	all := n + rowsAtOnce // so that any slice may be multiplied
	if cap(r.values) < all*width {
		r.values = make([]uint8, all*width)
	}
	if cap(r.scale) < all {
		r.scale, r.zero = make([]float32, all), make([]int32, all)
	}
	r.values, r.scale, r.zero = r.values[:all*width], r.scale[:all], r.zero[:all]
}

// Append adds row i of other rows, which are as wide; the first one decides the width.
func (r *Rows) Append(from *Rows, i int) {
	if r.n == 0 {
		r.width = from.width
	}
	all := r.n + 1 + rowsAtOnce
	r.values = slices.Grow(r.values[:r.n*r.width], (1+rowsAtOnce)*r.width)[:all*r.width]
	r.scale, r.zero = slices.Grow(r.scale[:r.n], 1+rowsAtOnce)[:all], slices.Grow(r.zero[:r.n], 1+rowsAtOnce)[:all]
	r.n++
	copy(r.row(r.n-1), from.row(i))
	r.scale[r.n-1], r.zero[r.n-1] = from.scale[i], from.zero[i]
}

// Slice gives rows [from, to), which stay those of r.
func (r *Rows) Slice(from, to int) Rows {
	return Rows{n: to - from, width: r.width, values: r.values[from*r.width:], scale: r.scale[from:], zero: r.zero[from:]}
}

func (r *Rows) row(i int) []uint8 { return r.values[i*r.width : (i+1)*r.width] }

// Set quantises x as row i.
func (r *Rows) Set(i int, x []float32) { r.scale[i], r.zero[i] = quantise(r.row(i), x, -maxFloat) }

// SetPositive quantises x as row i with negative numbers taken as 0 (a rectifier).
func (r *Rows) SetPositive(i int, x []float32) { r.scale[i], r.zero[i] = quantise(r.row(i), x, 0) }

// Table is an embedding: rows of int8, or of 4 bits, with a scale each.
type Table struct {
	Width  int
	values []int8
	scale  []float32
	packed bool // two numbers in a byte
}

// NewTable makes a table from slices that it keeps. values has a byte for each number,
// or half as many: then byte i of a row holds number i in its low half and number
// i+width/2 in its high half.
func NewTable(rows, width int, values []int8, scale []float32) (*Table, error) {
	t := &Table{Width: width, values: values, scale: scale, packed: len(values) == rows*width/2}
	if rows <= 0 || width <= 0 || width%(2*lanes) != 0 || len(values) != rows*t.rowBytes() || len(scale) != rows {
		return nil, fmt.Errorf("table of %d rows, %d wide, has %d bytes, %d scales: %w", rows, width, len(values), len(scale), ErrShape)
	}
	return t, nil
}

func (t *Table) rowBytes() int {
	if t.packed {
		return t.Width / 2
	}
	return t.Width
}

// Rows is the number of rows.
func (t *Table) Rows() int { return len(t.scale) }

// Sum sets dst, as wide as the table, to the sum of rows. It panics where a row is not
// in the table.
func (t *Table) Sum(dst []float32, rows []uint16) {
	for _, r := range rows {
		_ = t.scale[r]
	}
	if t.packed {
		sumPackedRows(dst[:t.Width], t.values, t.scale, rows)
		return
	}
	sumRows(dst[:t.Width], t.values, t.scale, rows)
}
