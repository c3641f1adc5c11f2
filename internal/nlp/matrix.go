package nlp

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A matrix section is a linear layer as the kernels read it: a head of 64 bytes (rows
// and columns as uint32), then panels of panelWidth columns, each panel row by row. The
// last panel is filled up with zeros.
const (
	panelWidth   = 16
	matrixHead   = sectionAlign
	maxDimension = 1 << 16
)

// matrix multiplies rows of in numbers into rows of out numbers.
type matrix struct {
	in, out int
	packed  []float32 // panels() * in * panelWidth
}

// panels is the number of column panels.
func (m *matrix) panels() int { return (m.out + panelWidth - 1) / panelWidth }

// width is the number of columns with those that fill up the last panel.
func (m *matrix) width() int { return m.panels() * panelWidth }

// panel is the j-th panel, in rows of panelWidth columns.
func (m *matrix) panel(j int) []float32 {
	size := m.in * panelWidth
	return m.packed[j*size : (j+1)*size]
}

// PackMatrix lays out a matrix section; at(i, o) is the weight of input i for output o.
func PackMatrix(in, out int, at func(i, o int) float32) []byte {
	m := matrix{in: in, out: out}
	data := make([]byte, matrixHead, matrixHead+4*m.width()*in)
	binary.LittleEndian.PutUint32(data[0:], uint32(in))
	binary.LittleEndian.PutUint32(data[4:], uint32(out))
	for j := range m.panels() {
		for i := range in {
			for o := j * panelWidth; o < (j+1)*panelWidth; o++ {
				var w float32
				if o < out {
					w = at(i, o)
				}
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(w))
			}
		}
	}
	return data
}

func (s sections) matrix(name string) (matrix, error) {
	b, err := s.bytes(name)
	if err != nil {
		return matrix{}, err
	}
	if len(b) < matrixHead {
		return matrix{}, fmt.Errorf("section %q has no matrix head: %w", name, ErrModel)
	}
	m := matrix{in: int(binary.LittleEndian.Uint32(b)), out: int(binary.LittleEndian.Uint32(b[4:]))}
	if m.in < 1 || m.out < 1 || m.in > maxDimension || m.out > maxDimension {
		return matrix{}, fmt.Errorf("section %q is a matrix of %d by %d: %w", name, m.in, m.out, ErrModel)
	}
	m.packed, err = floatsOf(name, b[matrixHead:], m.in*m.width())
	return m, err
}
