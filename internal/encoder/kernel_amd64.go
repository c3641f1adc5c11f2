//go:build amd64 && !purego

package encoder

import (
	"slices"

	"golang.org/x/sys/cpu"
)

// level says which kernels of the assembly are used. All give the bits of the portable
// code.
type level uint8

const (
	portable   level = iota
	avx2             // everything eight numbers at a time
	avxVNNI          // and byte products with registers of eight sums
	avx512VNNI       // and byte products, and most of the rest, with registers of sixteen
	amx              // and byte products with tiles
)

func (l level) String() string {
	return [...]string{"portable", "AVX2", "AVX-VNNI", "AVX-512 VNNI", "AMX"}[l]
}

// levels are those that the machine has, from the slowest.
func levels() []level {
	list := []level{portable}
	wide := cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
	for _, l := range []struct {
		level
		has bool
	}{{avx2, true}, {avxVNNI, cpu.X86.HasAVXVNNI}, {avx512VNNI, wide}, {amx, wide && hasTiles()}} {
		if cpu.X86.HasAVX2 && l.has {
			list = append(list, l.level)
		}
	}
	return list
}

// kernels is the level in use, a variable for the tests.
var kernels = slices.Max(levels())

// vectorStep is how many numbers most kernels take at a time.
const vectorStep = 32

// product is what the kernels of a product need of one panel. Steps are in bytes.
type product struct {
	dst      *float32
	dstStep  int
	src      *uint8
	srcStep  int
	scale    *float32
	zero     *int32
	groups   int // of rowsAtOnce rows
	weights  *int8
	depth    int // groups of depthStep inputs
	outScale *float32
	sums     *int32
	bias     *float32
}

func multiply(dst []float32, step int, x *Rows, m *Matrix) {
	if kernels == portable {
		multiplyPortable(dst, step, x, m)
		return
	}
	if inputs := tileInputs(m); kernels == amx && inputs > 0 {
		multiplyTiles(dst, step, x, m, inputs)
		return
	}
	p := product{
		dstStep: 4 * step, src: &x.values[0], srcStep: x.width, scale: &x.scale[0], zero: &x.zero[0],
		groups: RoundRows(x.n) / rowsAtOnce, depth: m.In / depthStep,
	}
	_, _ = x.values[RoundRows(x.n)*x.width-1], x.scale[RoundRows(x.n)-1]
	for o := 0; o < m.Width(); o += panelWidth {
		p.dst, p.weights = &dst[o], &m.weights[o*m.In]
		p.outScale, p.sums, p.bias = &m.scale[o], &m.sums[o], &m.bias[o]
		switch kernels {
		case avx512VNNI, amx:
			dotAVX512(&p)
		case avxVNNI:
			dotAVXVNNI(&p)
		default:
			dotAVX2(&p)
		}
	}
}

func quantise(dst []uint8, x []float32, floor float32) (scale float32, zero int32) {
	if kernels == portable || len(x) == 0 || len(x)%vectorStep != 0 || len(dst) < len(x) {
		return quantisePortable(dst, x, floor)
	}
	if kernels >= avx512VNNI {
		scale, inverse, zero := quantiser(extremesAVX512(&x[0], len(x), floor))
		packAVX512(&dst[0], &x[0], len(x), floor, inverse, zero)
		return scale, zero
	}
	scale, inverse, zero := quantiser(extremesAVX2(&x[0], len(x), floor))
	packAVX2(&dst[0], &x[0], len(x), floor, inverse, zero)
	return scale, zero
}

func addNorm(x, y, gain, bias []float32) {
	n := len(x)
	if kernels == portable || n == 0 || n%lanes != 0 {
		addNormPortable(x, y, gain, bias)
		return
	}
	addNormAVX2(&x[0], &y[:n][0], &gain[:n][0], &bias[:n][0], n)
}

func gelu(x []float32) {
	if kernels >= avx512VNNI {
		if n := len(x) &^ (2*lanes - 1); n > 0 {
			geluAVX512(&x[0], n, &geluTerms[0])
			x = x[n:]
		}
	}
	if kernels > portable {
		if n := len(x) &^ (lanes - 1); n > 0 {
			geluAVX2(&x[0], n, &geluTerms[0])
			x = x[n:]
		}
	}
	geluPortable(x)
}

// softmax may overwrite x up to its capacity.
func softmax(dst []uint8, x []float32) int32 {
	n := roundUp(len(x), vectorStep)
	if kernels == portable || n == 0 || n > cap(x) || n != len(dst) {
		return softmaxPortable(dst, x)
	}
	for i := len(x); i < n; i++ {
		x[:n][i] = -maxFloat
	}
	if kernels >= avx512VNNI {
		return softmaxAVX512(&dst[0], &x[0], n, &exp2Terms[0])
	}
	return softmaxAVX2(&dst[0], &x[0], n, &exp2Terms[0])
}

func sigmoid(x []float32) {
	n := 0
	if kernels > portable {
		if n = len(x) &^ (lanes - 1); n > 0 {
			sigmoidAVX2(&x[0], n, &exp2Terms[0])
		}
	}
	sigmoidPortable(x[n:])
}

func addTo(x, y []float32) {
	n := 0
	if kernels > portable {
		if n = len(x) &^ (lanes - 1); n > 0 {
			addAVX2(&x[0], &y[0], n)
		}
	}
	addPortable(x[n:], y[n:])
}

func times(dst, x, y []float32) {
	n := 0
	if kernels > portable {
		if n = len(dst) &^ (lanes - 1); n > 0 {
			timesAVX2(&dst[0], &x[0], &y[0], n)
		}
	}
	timesPortable(dst[n:], x[n:], y[n:])
}

func packRows(m *Matrix, x []float32, step int) {
	if kernels == portable || m.In != vectorStep {
		packRowsPortable(m, x, step)
		return
	}
	for o := m.Out; o < m.Width(); o++ {
		m.scale[o], m.sums[o] = 0, 0
	}
	if m.Out%panelWidth != 0 {
		clear(m.weights[(m.Width()-panelWidth)*m.In:])
	}
	for o := range m.Out {
		var most float32
		most, m.sums[o] = packKeyAVX2(&m.weights[panelIndex(m.In, o, 0):][:(vectorStep/depthStep-1)*panelWidth*depthStep+depthStep][0], &x[o*step:][:m.In][0])
		if m.scale[o] = most / weightMax; most < leastSpan {
			m.scale[o] = 0
		}
	}
}

func packColumns(m *Matrix, x []float32, step, n int) {
	if kernels == portable || n < depthStep {
		packColumnsPortable(m, x, step, n)
		return
	}
	_, _ = x[(n-1)*step+panelWidth-1], m.weights[m.In*panelWidth-1]
	var most, inverse [panelWidth]float32
	columnMostAVX2(&most, &x[0], 4*step, n)
	for o, v := range most {
		m.scale[o] = v / weightMax
		if v >= leastSpan {
			inverse[o] = weightMax / v
		}
	}
	packColumnsAVX2(&m.weights[0], &x[0], 4*step, n/depthStep, &inverse)
	rest := n &^ (depthStep - 1)
	clear(m.weights[rest*panelWidth:])
	for i := rest; i < n; i++ {
		for o := range panelWidth {
			m.weights[panelIndex(m.In, o, i)] = int8(roundEven(float32(x[i*step+o] * inverse[o])))
		}
	}
}

func sumRows(dst []float32, values []int8, scale []float32, rows []uint16) {
	if kernels == portable || len(dst)%sumWidth != 0 || len(rows) == 0 {
		sumRowsPortable(dst, values, scale, rows)
		return
	}
	for i := 0; i < len(dst); i += sumWidth {
		sumRowsAVX2(&dst[i], &values[i], &scale[0], &rows[0], len(rows), len(dst))
	}
}

// sumWidth is how many columns of a table the kernels sum at a time.
const sumWidth = 64

func sumPackedRows(dst []float32, values []int8, scale []float32, rows []uint16) {
	switch {
	case kernels == portable || len(dst) != sumWidth || len(rows) == 0:
		sumPackedRowsPortable(dst, values, scale, rows)
	case kernels >= avx512VNNI:
		sumPackedRowsAVX512(&dst[0], &values[0], &scale[0], &rows[0], len(rows))
	default:
		sumPackedRowsAVX2(&dst[0], &values[0], &scale[0], &rows[0], len(rows))
	}
}

// dotAVX512 multiplies groups of twelve rows with one panel.
//
//go:noescape
func dotAVX512(p *product)

// dotAVXVNNI does the same with registers of eight sums.
//
//go:noescape
func dotAVXVNNI(p *product)

// dotAVX2 does the same with sums of eight byte products in int16.
//
//go:noescape
func dotAVX2(p *product)

// extremesAVX2 takes n, a multiple of 32, as do packAVX2 and softmaxAVX2.
//
//go:noescape
func extremesAVX2(src *float32, n int, floor float32) (lo, hi float32)

//go:noescape
func packAVX2(dst *uint8, src *float32, n int, floor, inverse float32, zero int32)

// addNormAVX2 takes n, a multiple of 8, as do geluAVX2 and sigmoidAVX2.
//
//go:noescape
func addNormAVX2(x, y, gain, bias *float32, n int)

//go:noescape
func geluAVX2(x *float32, n int, terms *float32)

//go:noescape
func softmaxAVX2(dst *uint8, x *float32, n int, terms *float32) int32

//go:noescape
func sigmoidAVX2(x *float32, n int, terms *float32)

// packKeyAVX2 quantises 32 numbers and puts them into a panel, four and four apart.
//
//go:noescape
func packKeyAVX2(weights *int8, x *float32) (most float32, sum int32)

// columnMostAVX2 gives the greatest magnitude of each of 32 columns.
//
//go:noescape
func columnMostAVX2(most *[panelWidth]float32, x *float32, step, n int)

// packColumnsAVX2 packs blocks of four rows.
//
//go:noescape
func packColumnsAVX2(weights *int8, x *float32, step, blocks int, inverse *[panelWidth]float32)

// addAVX2 takes n, a multiple of 8, as does timesAVX2.
//
//go:noescape
func addAVX2(x, y *float32, n int)

//go:noescape
func timesAVX2(dst, x, y *float32, n int)

// sumRowsAVX2 sums 64 columns of rows that lie step numbers apart.
//
//go:noescape
func sumRowsAVX2(dst *float32, values *int8, scale *float32, rows *uint16, n, step int)

// sumPackedRowsAVX2 takes rows 64 wide.
//
//go:noescape
func sumPackedRowsAVX2(dst *float32, values *int8, scale *float32, rows *uint16, n int)
