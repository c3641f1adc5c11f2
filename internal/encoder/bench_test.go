package encoder

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// quantiseMatrix makes a layer from float weights, those of an output side by side; a nil
// bias stands for zeros.
func quantiseMatrix(tb testing.TB, in, out int, weights, bias []float32) *Matrix {
	tb.Helper()
	width := RoundWidth(out)
	packed, scale, sums := make([]int8, in*width), make([]float32, width), make([]int32, width)
	for o := range out {
		row := weights[o*in : (o+1)*in]
		var most float32
		for _, w := range row {
			most = max(most, w, -w)
		}
		if most == 0 {
			continue
		}
		scale[o] = most / weightMax
		for i, w := range row {
			q := int8(roundEven(float32(w * float32(weightMax/most))))
			packed[panelIndex(in, o, i)] = q
			sums[o] += int32(q)
		}
	}
	wide := make([]float32, width)
	copy(wide, bias)
	m, err := NewMatrix(in, out, packed, scale, sums, wide)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// randomEncoder is a network of random weights; inner is a multiple of 32.
func randomEncoder(tb testing.TB, layers, heads, inner, pieces int) *Encoder {
	tb.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	w := heads * headWidth
	floats := func(n int, mean, spread float32) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = mean + float32(r.NormFloat64())*spread
		}
		return x
	}
	matrix := func(in, out int) *Matrix {
		return quantiseMatrix(tb, in, out, floats(in*out, 0, 0.05), floats(out, 0, 0.1))
	}
	norm := func() Norm { return Norm{Gain: floats(w, 1, 0.1), Bias: floats(w, 0, 0.1)} }
	values := make([]int8, pieces*w)
	for i := range values {
		values[i] = int8(r.IntN(255) - 127)
	}
	words, err := NewTable(pieces, w, values, floats(pieces, 0.01, 0.001))
	if err != nil {
		tb.Fatal(err)
	}
	e := &Encoder{Words: words, Positions: floats(WindowSize*w, 0, 0.1), Norm: norm(), Heads: heads}
	for range layers {
		e.Layers = append(e.Layers, Layer{QKV: matrix(w, 3*w), Out: matrix(w, w), Norm1: norm(), Up: matrix(w, inner), Down: matrix(inner, w), Norm2: norm()})
	}
	if err := e.Check(); err != nil {
		tb.Fatal(err)
	}
	return e
}

func randomWindow(n, pieces int) []uint16 {
	r := rand.New(rand.NewPCG(3, uint64(n)))
	window := make([]uint16, n)
	for i := range window {
		window[i] = uint16(r.IntN(pieces))
	}
	return window
}

// BenchmarkMultiply is one linear layer over a window. A Gmac is a billion
// multiplications with their additions.
func BenchmarkMultiply(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{384, 1536}, {1536, 384}} {
		b.Run(fmt.Sprintf("%d by %d", size[0], size[1]), func(b *testing.B) {
			weights := make([]float32, size[0]*size[1])
			for i := range weights {
				weights[i] = r.Float32() - 0.5
			}
			m := quantiseMatrix(b, size[0], size[1], weights, nil)
			var x Rows
			x.quantise(weights, 252, size[0])
			dst := make([]float32, 252*size[1])
			for b.Loop() {
				Multiply(dst, size[1], &x, m)
			}
			b.ReportMetric(252*float64(size[0]*size[1])*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gmac/s")
		})
	}
}

// BenchmarkEncode is a full window through a network of MiniLM's size.
func BenchmarkEncode(b *testing.B) {
	e := randomEncoder(b, 6, 12, 1536, 1000)
	window := randomWindow(WindowSize, e.Words.Rows())
	var s Scratch
	var vectors []float32
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if vectors, err = e.Encode(b.Context(), vectors, window, places(len(window)), &s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(WindowSize)*float64(b.N)/b.Elapsed().Seconds(), "pieces/s")
}
