package encoder

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMath holds the approximations against the library's functions.
func TestMath(t *testing.T) {
	for _, test := range []struct {
		name     string
		from, to float64
		most     float64 // error, relative to the greater of 1 and the value
		got      func(x float32) float32
		want     func(x float64) float64
	}{
		{"exp2", -120, 20, 4e-7, exp2, math.Exp2},
		{"gelu", -4, 4, 1.6e-5, func(x float32) float32 { y := []float32{x}; gelu(y); return y[0] }, func(x float64) float64 { return x * (1 + math.Erf(x/math.Sqrt2)) / 2 }},
		{"gelu far out", -12, 12, 4e-4, func(x float32) float32 { y := []float32{x}; gelu(y); return y[0] }, func(x float64) float64 { return x * (1 + math.Erf(x/math.Sqrt2)) / 2 }},
		{"sigmoid", -60, 60, 4e-7, func(x float32) float32 { y := []float32{x}; Sigmoid(y); return y[0] }, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			const steps = 100000
			for i := range steps + 1 {
				x := float32(test.from + (test.to-test.from)*float64(i)/steps)
				want := test.want(float64(x))
				if d := math.Abs(float64(test.got(x))-want) / max(1, math.Abs(want)); d > test.most {
					t.Fatalf("at %g: %g, want %g", x, test.got(x), want)
				}
			}
		})
	}
}

func TestQuantise(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, shift := range []float32{0, 3, -3} {
		x := make([]float32, 96)
		for i := range x {
			x[i] = r.Float32()*4 - 2 + shift
		}
		var rows Rows
		rows.Resize(2, len(x))
		rows.Set(0, x)
		rows.SetPositive(1, x)
		for i, v := range x {
			for k, want := range []float32{v, max(v, 0)} {
				got := rows.scale[k] * float32(int32(rows.row(k)[i])-rows.zero[k])
				if d := max(got-want, want-got); d > rows.scale[k]*0.51 {
					t.Fatalf("shift %g, number %d, row %d: %g, want %g, a step is %g", shift, i, k, got, want, rows.scale[k])
				}
			}
		}
	}
}

// plainEncode is the network in float64 with the weights that the int8 stand for.
func plainEncode(e *Encoder, window []uint16) []float64 {
	n, w := len(window), e.Width()
	x := make([]float64, n*w)
	for i, id := range window {
		for k := range w {
			x[i*w+k] = float64(e.Words.values[int(id)*w+k])*float64(e.Words.scale[id]) + float64(e.Positions[i*w+k])
		}
	}
	plainNorm(x, w, e.Norm)
	for _, l := range e.Layers {
		qkv := plainMultiply(x, l.QKV)
		mixed := make([]float64, n*w)
		for h := range e.Heads {
			plainHead(mixed[h*headWidth:], qkv[h*headWidth:], n, w)
		}
		add(x, plainMultiply(mixed, l.Out))
		plainNorm(x, w, l.Norm1)
		inner := plainMultiply(x, l.Up)
		for i, v := range inner {
			inner[i] = v * (1 + math.Erf(v/math.Sqrt2)) / 2
		}
		add(x, plainMultiply(inner, l.Down))
		plainNorm(x, w, l.Norm2)
	}
	return x
}

func add(x, y []float64) {
	for i := range x {
		x[i] += y[i]
	}
}

func plainHead(mixed, qkv []float64, n, w int) {
	for i := range n {
		weights, total := make([]float64, n), 0.0
		for j := range n {
			var dot float64
			for k := range headWidth {
				dot += qkv[i*3*w+k] * qkv[j*3*w+w+k]
			}
			weights[j] = math.Exp(dot / math.Sqrt(headWidth))
			total += weights[j]
		}
		for j, p := range weights {
			for k := range headWidth {
				mixed[i*w+k] += p / total * qkv[j*3*w+2*w+k]
			}
		}
	}
}

func plainMultiply(x []float64, m *Matrix) []float64 {
	n := len(x) / m.In
	y := make([]float64, n*m.Out)
	for i := range n {
		for o := range m.Out {
			var sum float64
			for k := range m.In {
				sum += x[i*m.In+k] * float64(m.weights[panelIndex(m.In, o, k)])
			}
			y[i*m.Out+o] = sum*float64(m.scale[o]) + float64(m.bias[o])
		}
	}
	return y
}

func plainNorm(x []float64, w int, n Norm) {
	for ; len(x) > 0; x = x[w:] {
		var mean, variance float64
		for _, v := range x[:w] {
			mean += v / float64(w)
		}
		for _, v := range x[:w] {
			variance += (v - mean) * (v - mean) / float64(w)
		}
		for k, v := range x[:w] {
			x[k] = (v-mean)/math.Sqrt(variance)*float64(n.Gain[k]) + float64(n.Bias[k])
		}
	}
}

// TestEncode holds the network against the plain one: what differs is what rounding
// activations to 8 bits costs.
func TestEncode(t *testing.T) {
	e := randomEncoder(t, 2, 2, 96, 50)
	var s Scratch
	for _, n := range []int{1, 2, 3, 5, 31, 33, 97, WindowSize} {
		window := randomWindow(n, 50)
		got, err := e.Encode(t.Context(), nil, window, places(len(window)), &s)
		if err != nil {
			t.Fatal(err)
		}
		want := plainEncode(e, window)
		if len(got) != len(want) {
			t.Fatalf("%d pieces: %d numbers, want %d", n, len(got), len(want))
		}
		for at := 0; at < len(want); at += e.Width() {
			var ab, aa, bb float64
			for i := at; i < at+e.Width(); i++ {
				ab, aa, bb = ab+float64(got[i])*want[i], aa+float64(got[i])*float64(got[i]), bb+want[i]*want[i]
			}
			if c := ab / math.Sqrt(aa*bb); c < 0.9995 {
				t.Errorf("%d pieces: cosine of vector %d is %.5f", n, at/e.Width(), c)
			}
		}
	}
}

func TestEncodeErrors(t *testing.T) {
	e := randomEncoder(t, 1, 2, 32, 50)
	var s Scratch
	for name, window := range map[string][]uint16{"empty": {}, "too long": make([]uint16, WindowSize+1), "unknown piece": {1, 50}} {
		t.Run(name, func(t *testing.T) {
			if _, err := e.Encode(t.Context(), nil, window, places(len(window)), &s); err == nil {
				t.Error("no error")
			}
		})
	}
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := e.Encode(ctx, nil, []uint16{1}, places(1), &s); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTable(t *testing.T) {
	bytes := make([]int8, 2*8)
	for i := range 8 {
		bytes[8+i] = int8(i-4)<<4 | int8(3-i)&15
	}
	table, err := NewTable(2, 16, bytes, []float32{1, 0.5})
	if err != nil {
		t.Fatal(err)
	}
	got := make([]float32, 16)
	table.Sum(got, []uint16{1, 0, 1})
	for i, v := range got {
		want := float32(3 - i)
		if i >= 8 {
			want = float32(i - 12)
		}
		if v != want {
			t.Errorf("number %d is %g, want %g", i, v, want)
		}
	}
}

func TestShapes(t *testing.T) {
	if _, err := NewMatrix(6, 1, nil, nil, nil, nil); !errors.Is(err, ErrShape) {
		t.Errorf("matrix: %v", err)
	}
	if _, err := NewTable(2, 8, make([]int8, 15), make([]float32, 2)); !errors.Is(err, ErrShape) {
		t.Errorf("table: %v", err)
	}
	for name, spoil := range map[string]func(e *Encoder){
		"positions": func(e *Encoder) { e.Positions = e.Positions[1:] },
		"heads":     func(e *Encoder) { e.Heads = 3 },
		"gain":      func(e *Encoder) { e.Layers[0].Norm1.Gain = nil },
		"layer":     func(e *Encoder) { e.Layers[0].Up = e.Layers[0].Down },
	} {
		t.Run(name, func(t *testing.T) {
			e := randomEncoder(t, 1, 2, 32, 50)
			spoil(e)
			if err := e.Check(); !errors.Is(err, ErrShape) {
				t.Errorf("got %v, want ErrShape", err)
			}
		})
	}
}

// A window gives the same bits whatever was encoded with the memory before.
func TestScratch(t *testing.T) {
	e := randomEncoder(t, 2, 2, 64, 50)
	var used Scratch
	if _, err := e.Encode(t.Context(), nil, randomWindow(WindowSize, 50), places(WindowSize), &used); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 7, 100, 255} {
		window := randomWindow(n, 50)
		want, err := e.Encode(t.Context(), nil, window, places(len(window)), &Scratch{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Encode(t.Context(), make([]float32, 99999), window, places(len(window)), &used)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(want, got) {
			t.Errorf("%d pieces: vectors differ", n)
		}
	}
}

// places are all places of a window of n pieces.
func places(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// The vectors of some pieces are those that they have among all.
func TestPlaces(t *testing.T) {
	e := randomEncoder(t, 2, 2, 64, 50)
	window := randomWindow(100, 50)
	all, err := e.Encode(t.Context(), nil, window, places(len(window)), &Scratch{})
	if err != nil {
		t.Fatal(err)
	}
	w := e.Width()
	for _, some := range [][]int{nil, {0}, {99}, {0, 1, 2}, {3, 4, 50, 98, 99}} {
		got, err := e.Encode(t.Context(), nil, window, some, &Scratch{})
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range some {
			if !slices.Equal(got[i*w:(i+1)*w], all[i*w:(i+1)*w]) {
				t.Errorf("of pieces %v the vector of piece %d differs", some, i)
			}
		}
	}
	for _, wrong := range [][]int{{-1}, {100}, {2, 1}, {5, 5}} {
		if _, err := e.Encode(t.Context(), nil, window, wrong, &Scratch{}); err == nil {
			t.Errorf("places %v of 100 pieces: no error", wrong)
		}
	}
}

// TestAppend multiplies rows that were appended one by one: the products are those of the
// rows that they come from.
func TestAppend(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	weights := make([]float32, 64*32)
	for i := range weights {
		weights[i] = float32(r.NormFloat64())
	}
	m := quantiseMatrix(t, 64, 32, weights, nil)
	var from, some Rows
	from.Resize(40, 64)
	for i := range 40 {
		x := make([]float32, 64)
		for k := range x {
			x[k] = float32(r.NormFloat64())
		}
		from.Set(i, x)
	}
	all := make([]float32, RoundRows(40)*32)
	Multiply(all, 32, &from, m)
	got := make([]float32, RoundRows(40)*32)
	for n := range 14 {
		some.Append(&from, 3*n)
		Multiply(got, 32, &some, m)
		for k := range n + 1 {
			if !slices.Equal(got[k*32:][:32], all[3*k*32:][:32]) {
				t.Fatalf("of %d rows, row %d differs from row %d of those that it comes from", n+1, k, 3*k)
			}
		}
	}
}
