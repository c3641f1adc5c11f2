//go:build amd64 && !purego

package encoder

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// eachLevel runs a test with each of the machine's kernels but the portable ones.
func eachLevel(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	if len(levels()) == 1 {
		t.Skip("no assembly for this machine")
	}
	defer func(was level) { kernels = was }(kernels)
	for _, kernels = range levels()[1:] {
		t.Run(kernels.String(), test)
	}
}

// TestKernelTwins holds the assembly against the portable code, to the bit.
func TestKernelTwins(t *testing.T) { eachLevel(t, kernelTwins) }

func kernelTwins(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	t.Run("multiply", func(t *testing.T) { multiplyTwins(t, r) })
	t.Run("quantise", func(t *testing.T) { quantiseTwins(t, r) })
	t.Run("attention", func(t *testing.T) { attentionTwins(t, r) })
	t.Run("softmax", func(t *testing.T) { softmaxTwins(t, r) })
	t.Run("addNorm", func(t *testing.T) {
		for _, n := range []int{8, 64, 384} {
			x, y, gain, bias := random(r, n, 3), random(r, n, 1), random(r, n, 1), random(r, n, 1)
			twins(t, func() []float32 { c := slices.Clone(x); addNorm(c, y, gain, bias); return c },
				func() []float32 { c := slices.Clone(x); addNormPortable(c, y, gain, bias); return c })
		}
	})
	t.Run("add", func(t *testing.T) {
		for _, n := range []int{0, 1, 8, 13, 256} {
			x, y := random(r, n, 3), random(r, n, 1)
			twins(t, func() []float32 { c := slices.Clone(x); Add(c, y); return c }, func() []float32 { c := slices.Clone(x); addPortable(c, y); return c })
			twins(t, func() []float32 { c := make([]float32, n); Times(c, x, y); return c }, func() []float32 { c := make([]float32, n); timesPortable(c, x, y); return c })
		}
	})
	t.Run("gelu", func(t *testing.T) {
		x := append(random(r, 4099, 4), 0, 4, -4, 1e30, -1e30, 1e-30)
		twins(t, func() []float32 { c := slices.Clone(x); gelu(c); return c }, func() []float32 { c := slices.Clone(x); geluPortable(c); return c })
	})
	t.Run("sigmoid", func(t *testing.T) {
		x := append(random(r, 4099, 20), 0, 1000, -1000, 1e30, -1e30)
		twins(t, func() []float32 { c := slices.Clone(x); Sigmoid(c); return c }, func() []float32 { c := slices.Clone(x); sigmoidPortable(c); return c })
	})
	t.Run("sumRows", func(t *testing.T) {
		values, scale := make([]int8, 100*384), random(r, 100, 1)
		for i := range values {
			values[i] = int8(r.IntN(255) - 127)
		}
		for _, n := range []int{0, 1, 2, 47} {
			rows := make([]uint16, n)
			for i := range rows {
				rows[i] = uint16(r.IntN(100))
			}
			sum := func(f func([]float32, []int8, []float32, []uint16), width int) func() []float32 {
				return func() []float32 { dst := random(r, width, 1); f(dst, values, scale, rows); return dst }
			}
			for _, width := range []int{16, 64, 128, 384} {
				twins(t, sum(sumRows, width), sum(sumRowsPortable, width))
				twins(t, sum(sumPackedRows, width), sum(sumPackedRowsPortable, width))
			}
		}
	})
}

// TestEncodeTwins wants the same bits of the whole network from all kernels.
func TestEncodeTwins(t *testing.T) {
	e := randomEncoder(t, 2, 2, 96, 50)
	encode := func(t *testing.T, window []uint16, l level) []float32 {
		defer func(was level) { kernels = was }(kernels)
		kernels = l
		x, err := e.Encode(t.Context(), nil, window, places(len(window)), &Scratch{})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	eachLevel(t, func(t *testing.T) {
		for _, n := range []int{1, 30, 32, 77, WindowSize} {
			window := randomWindow(n, 50)
			if !slices.Equal(encode(t, window, portable), encode(t, window, kernels)) {
				t.Errorf("%d pieces: kernels differ", n)
			}
		}
	})
}

func random(r *rand.Rand, n int, scale float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64()) * scale
	}
	return x
}

func twins[T comparable](t *testing.T, fast, portable func() []T) {
	t.Helper()
	got, want := fast(), portable()
	if len(got) != len(want) {
		t.Fatalf("%d numbers, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("number %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// extreme rows are as large as bytes can be, so that sums would overflow where a kernel
// held them in 16 bits.
func extremeRows(r *rand.Rand, n, width int) *Rows {
	x := &Rows{}
	x.Resize(n, width)
	for i := range x.values {
		x.values[i] = uint8(inputMax - r.IntN(2)*r.IntN(inputMax+1))
	}
	for i := range x.scale {
		x.scale[i], x.zero[i] = r.Float32(), int32(r.IntN(inputMax+1))
	}
	return x
}

func multiplyTwins(t *testing.T, r *rand.Rand) {
	for _, size := range [][2]int{{4, 1}, {32, 33}, {64, 256}, {384, 96}, {96, 64}, {1536, 32}} {
		in, out := size[0], size[1]
		weights := random(r, in*out, 1)
		for i := range weights[:in] {
			weights[i] = float32(1 - 2*(i/7%2))
		}
		m := quantiseMatrix(t, in, out, weights, random(r, out, 1))
		for _, rows := range []int{1, 2, 11, 12, 13, 30, 32, 33, 65, 96} {
			x := extremeRows(r, rows, in)
			step := m.Width() + 5
			want := make([]float32, RoundRows(rows)*step)
			multiplyPortable(want, step, x, m)
			got := make([]float32, RoundRows(rows)*step)
			Multiply(got, step, x, m)
			for k := range rows {
				if !slices.Equal(want[k*step:][:m.Width()], got[k*step:][:m.Width()]) {
					t.Fatalf("%d rows of %d by %d: row %d differs", rows, in, out, k)
				}
			}
		}
	}
}

func quantiseTwins(t *testing.T, r *rand.Rand) {
	rows := [][]float32{make([]float32, 32), random(r, 64, 1e-33), random(r, 384, 1e30)}
	for _, n := range []int{32, 96, 384, 1536} {
		rows = append(rows, random(r, n, 1), random(r, n, 100))
	}
	above := random(r, 64, 1)
	for i := range above {
		above[i] = max(above[i], -above[i]) + 1
	}
	rows = append(rows, above)
	for _, x := range rows {
		for _, floor := range []float32{-maxFloat, 0} {
			got, want := make([]uint8, len(x)), make([]uint8, len(x))
			gotScale, gotZero := quantise(got, x, floor)
			wantScale, wantZero := quantisePortable(want, x, floor)
			if gotScale != wantScale || gotZero != wantZero || !slices.Equal(got, want) {
				t.Fatalf("%d numbers above %g: scale %g, zero %d, want %g, %d", len(x), floor, gotScale, gotZero, wantScale, wantZero)
			}
		}
	}
}

func attentionTwins(t *testing.T, r *rand.Rand) {
	const step = 100
	for _, n := range []int{1, 3, 4, 31, 32, 33, 100, 256} {
		x := random(r, n*step, 2)
		clear(x[n/2*step:][:64])
		pack := func(in, out int, f func(m *Matrix)) *Matrix {
			m := &Matrix{}
			m.resize(in, out)
			for i := range m.weights {
				m.weights[i] = 77
			}
			for i := range m.scale {
				m.scale[i] = 77
			}
			f(m)
			return m
		}
		same := func(what string, got, want *Matrix) {
			t.Helper()
			if !slices.Equal(got.weights, want.weights) || !slices.Equal(got.scale, want.scale) || !slices.Equal(got.sums, want.sums) {
				t.Fatalf("%s of %d pieces differ", what, n)
			}
		}
		same("keys", pack(32, n, func(m *Matrix) { packRows(m, x, step) }), pack(32, n, func(m *Matrix) { packRowsPortable(m, x, step) }))
		in := roundUp(n, vectorStep)
		same("values", pack(in, 32, func(m *Matrix) { packColumns(m, x, step, n) }), pack(in, 32, func(m *Matrix) { packColumnsPortable(m, x, step, n) }))
	}
}

func softmaxTwins(t *testing.T, r *rand.Rand) {
	for _, n := range []int{1, 31, 32, 33, 200, 256} {
		for _, scale := range []float32{0, 1, 10, 1000} {
			x := random(r, roundUp(n, vectorStep), scale)
			var gotSum, wantSum int32
			twins(t, func() []uint8 {
				dst := make([]uint8, len(x))
				gotSum = softmax(dst, slices.Clone(x)[:n:len(x)])
				return dst
			},
				func() []uint8 { dst := make([]uint8, len(x)); wantSum = softmaxPortable(dst, x[:n]); return dst })
			if gotSum != wantSum {
				t.Fatalf("%d numbers: sum %d, want %d", n, gotSum, wantSum)
			}
		}
	}
}

// BenchmarkLevels is one linear layer over a window with each of the machine's kernels.
func BenchmarkLevels(b *testing.B) {
	defer func(was level) { kernels = was }(kernels)
	r := rand.New(rand.NewPCG(1, 2))
	m := quantiseMatrix(b, 384, 384, random(r, 384*384, 1), nil)
	x := extremeRows(r, 252, 384)
	dst := make([]float32, 252*384)
	for _, kernels = range levels() {
		b.Run(kernels.String(), func(b *testing.B) {
			for b.Loop() {
				Multiply(dst, 384, x, m)
			}
			b.ReportMetric(252*384*384*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gmac/s")
		})
	}
}
