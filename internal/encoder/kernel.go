package encoder

import "math"

// The functions below say what the assembly does, to the bit: integer sums are exact,
// float sums keep the order that is written here, and the explicit conversions forbid
// the compiler to fuse a product with a sum.

const (
	lanes    = 8 // partial sums over a row: lane l sums the numbers at l, l+8, …
	maxFloat = math.MaxFloat32
)

// Inputs of a product have 7 bits and its weights 6, so that eight of them, which AVX2
// has no wider register for, sum up within int16.
const (
	inputMax  = 127
	weightMax = 31
)

// Multiply sets row r of dst, step apart, to the product of row r of x with m. dst must
// hold [RoundRows] rows, each of the matrix's Width.
func Multiply(dst []float32, step int, x *Rows, m *Matrix) {
	if x.n == 0 {
		return
	}
	if x.width != m.In {
		panic("encoder: rows do not fit the matrix")
	}
	_ = dst[(RoundRows(x.n)-1)*step+m.Width()-1]
	multiply(dst, step, x, m)
}

func multiplyPortable(dst []float32, step int, x *Rows, m *Matrix) {
	for p := 0; p < m.Width(); p += panelWidth {
		panel := m.weights[p*m.In : (p+panelWidth)*m.In]
		for r := 0; r < x.n; r += portableRows {
			// Rows past the last are there, see Resize.
			sums := panelSums(panel, (*[portableRows][]uint8)([][]uint8{x.row(r), x.row(r + 1), x.row(r + 2), x.row(r + 3)}))
			for k := range min(portableRows, x.n-r) {
				finish(dst[(r+k)*step+p:][:panelWidth], &sums[k], x.scale[r+k], x.zero[r+k], m, p)
			}
		}
	}
}

// finish takes the zero point out of the sums of a panel, scales and adds the bias.
func finish(out []float32, sums *[panelWidth / 2]int64, scale float32, zero int32, m *Matrix, p int) {
	for o := range out {
		sum := int32(sums[o/2])
		if o%2 == 1 {
			sum = int32((sums[o/2] - int64(sum)) >> 32)
		}
		s := float32(scale * m.scale[p+o])
		out[o] = float32(float32(sum-zero*m.sums[p+o])*s) + m.bias[p+o]
	}
}

// portableRows is how many rows share the weights that panelSums unpacks.
const portableRows = 4

// panelSums are the products of four rows with a panel. Each number holds the sums of
// two outputs, the second times 1<<32, so that one multiplication serves both.
func panelSums(panel []int8, rows *[portableRows][]uint8) (sums [portableRows][panelWidth / 2]int64) {
	for i := 0; i < len(rows[0]); i += depthStep {
		w := panel[i*panelWidth:][:panelWidth*depthStep]
		a, b, c, d := inputs(rows[0], i), inputs(rows[1], i), inputs(rows[2], i), inputs(rows[3], i)
		for o := range panelWidth / 2 {
			q := (*[2 * depthStep]int8)(w[2*o*depthStep:])
			w0, w1 := int64(q[0])+int64(q[4])<<32, int64(q[1])+int64(q[5])<<32
			w2, w3 := int64(q[2])+int64(q[6])<<32, int64(q[3])+int64(q[7])<<32
			sums[0][o] += a[0]*w0 + a[1]*w1 + a[2]*w2 + a[3]*w3
			sums[1][o] += b[0]*w0 + b[1]*w1 + b[2]*w2 + b[3]*w3
			sums[2][o] += c[0]*w0 + c[1]*w1 + c[2]*w2 + c[3]*w3
			sums[3][o] += d[0]*w0 + d[1]*w1 + d[2]*w2 + d[3]*w3
		}
	}
	return sums
}

func inputs(row []uint8, i int) [depthStep]int64 {
	a := (*[depthStep]uint8)(row[i:])
	return [depthStep]int64{int64(a[0]), int64(a[1]), int64(a[2]), int64(a[3])}
}

// roundEven rounds to the nearest integer, halves to even, for numbers below 1<<22.
func roundEven(x float32) float32 { return float32(x+roundMagic) - roundMagic }

const roundMagic = 3 << 22

// leastSpan is the least distance of a row's extremes that is worth a scale.
const leastSpan = 1e-30

// quantisePortable fills dst with the numbers of x, taken as floor where they are below it, so
// that x is about scale * (dst - zero).
func quantisePortable(dst []uint8, x []float32, floor float32) (scale float32, zero int32) {
	lo, hi := float32(0), float32(0)
	for _, v := range x {
		v = max(v, floor)
		lo, hi = min(lo, v), max(hi, v)
	}
	scale, inverse, zero := quantiser(lo, hi)
	for i, v := range x {
		q := int32(roundEven(float32(max(v, floor)*inverse))) + zero
		dst[i] = uint8(min(max(q, 0), inputMax))
	}
	return scale, zero
}

// quantiser gives what maps [lo, hi], which has 0 in it, to 0-inputMax.
func quantiser(lo, hi float32) (scale, inverse float32, zero int32) {
	span := hi - lo
	if span < leastSpan {
		return 0, 0, 0
	}
	scale, inverse = span/inputMax, inputMax/span
	return scale, inverse, int32(roundEven(float32(-lo * inverse)))
}

// laneSum adds up the lanes in the order in which the assembly folds a register.
func laneSum(s *[lanes]float32) float32 {
	a, b, c, d := s[0]+s[4], s[1]+s[5], s[2]+s[6], s[3]+s[7]
	return (a + c) + (b + d)
}

// normEpsilon is BERT's.
const normEpsilon = 1e-12

// addNormPortable adds y to x and brings x to mean 0 and variance 1, times gain plus
// bias. The width is a multiple of 8.
func addNormPortable(x, y, gain, bias []float32) {
	var total [lanes]float32
	for i := range x {
		x[i] += y[i]
		total[i%lanes] += x[i]
	}
	mean := laneSum(&total) / float32(len(x))
	total = [lanes]float32{}
	for i := range x {
		d := x[i] - mean
		x[i] = d
		total[i%lanes] += float32(d * d)
	}
	variance := float32(laneSum(&total)/float32(len(x))) + normEpsilon
	scale := 1 / float32(math.Sqrt(float64(variance)))
	for i := range x {
		x[i] = float32(float32(x[i]*scale)*gain[i]) + bias[i]
	}
}

// geluTerms are those of a polynomial in x*x that, times x, is the normal distribution
// less a half for x in [-4, 4]: fitted so that the error of x*(1/2+…) is the same at
// all its extremes, at most 1.5e-5. Highest first.
var geluTerms = [...]float32{
	6.739851038384259e-11, -6.066519286918037e-09, 2.440730213493225e-07, -5.860417331859935e-06, 9.493855759501457e-05,
	-0.001112846890464425, 0.00981577392667532, -0.06632358580827713, 0.3988809883594513,
}

const geluBound = 4

// geluPortable is x times the normal distribution at x (the form with erf).
func geluPortable(x []float32) {
	for i, v := range x {
		z := min(max(v, -geluBound), geluBound)
		u := float32(z * z)
		sum := geluTerms[0]
		for _, t := range geluTerms[1:] {
			sum = float32(sum*u) + t
		}
		x[i] = float32(v * float32(0.5+float32(z*sum)))
	}
}

// exp2Terms are those of 2**f for f in [-1/2, 1/2], relative error at most 1e-7.
// Highest first.
var exp2Terms = [...]float32{0.0013264709850773215, 0.009671513922512531, 0.05550733953714371, 0.24022242426872253, 0.6931470036506653, 1}

const exp2Bound = 126

// exp2 is 2**x, x taken within [-126, 126].
func exp2(x float32) float32 {
	x = min(max(x, -exp2Bound), exp2Bound)
	n := roundEven(x)
	f := x - n
	sum := exp2Terms[0]
	for _, t := range exp2Terms[1:] {
		sum = float32(sum*f) + t
	}
	return float32(sum * math.Float32frombits(uint32(int32(n)+127)<<23))
}

const log2E = 1.4426950408889634

// softmaxPortable fills dst with inputMax * 2**(x - the greatest x), rounded, and gives
// their sum. dst may be longer than x; the rest is 0.
func softmaxPortable(dst []uint8, x []float32) int32 {
	most := float32(-maxFloat)
	for _, v := range x {
		most = max(most, v)
	}
	total := int32(0)
	for i, v := range x {
		q := uint8(roundEven(float32(inputMax * exp2(v-most))))
		dst[i] = q
		total += int32(q)
	}
	clear(dst[len(x):])
	return total
}

func sigmoidPortable(x []float32) {
	for i, v := range x {
		x[i] = 1 / float32(1+exp2(float32(v*-log2E)))
	}
}

// Sigmoid replaces each x by 1 / (1 + e**-x).
func Sigmoid(x []float32) { sigmoid(x) }

// Add adds to each x the y at its place, of which there are as many.
func Add(x, y []float32) {
	_ = y[:len(x)]
	addTo(x, y)
}

func addPortable(x, y []float32) {
	for i := range x {
		x[i] += y[i]
	}
}

// Times sets dst to the products of each x with the y at its place; all have one length.
func Times(dst, x, y []float32) {
	_, _ = x[:len(dst)], y[:len(dst)]
	times(dst, x, y)
}

func timesPortable(dst, x, y []float32) {
	for i := range dst {
		dst[i] = float32(x[i] * y[i])
	}
}

// packRowsPortable quantises rows of x, n of them step apart, as the outputs of a
// matrix: symmetric, with a scale and a sum each. Outputs up to a whole panel are 0.
func packRowsPortable(m *Matrix, x []float32, step int) {
	clear(m.weights)
	clear(m.scale)
	clear(m.sums)
	for o := range m.Out {
		row := x[o*step:][:m.In]
		var most float32
		for _, v := range row {
			most = max(most, max(v, -v))
		}
		if most < leastSpan {
			continue
		}
		inverse := weightMax / most
		m.scale[o] = most / weightMax
		for i, v := range row {
			q := int32(roundEven(float32(v * inverse)))
			m.weights[panelIndex(m.In, o, i)] = int8(q)
			m.sums[o] += q
		}
	}
}

// packColumnsPortable quantises the columns of x, n rows step apart, as the outputs of
// a matrix of one panel. Inputs from n to the matrix's are 0. Sums are left alone: the
// rows that it is multiplied with have the zero point 0.
func packColumnsPortable(m *Matrix, x []float32, step, n int) {
	var most, inverse [panelWidth]float32
	for i := range n {
		for o, v := range x[i*step:][:panelWidth] {
			most[o] = max(most[o], max(v, -v))
		}
	}
	for o := range most {
		m.scale[o] = most[o] / weightMax
		if most[o] >= leastSpan {
			inverse[o] = weightMax / most[o]
		}
	}
	for i := range m.In {
		for o := range panelWidth {
			q := float32(0)
			if i < n {
				q = roundEven(float32(x[i*step+o] * inverse[o]))
			}
			m.weights[panelIndex(m.In, o, i)] = int8(q)
		}
	}
}

// sumRowsPortable sets dst to the sum of rows of a table that is as wide, in their order.
func sumRowsPortable(dst []float32, values []int8, scale []float32, rows []uint16) {
	clear(dst)
	for _, r := range rows {
		row, s := values[int(r)*len(dst):][:len(dst)], scale[r]
		for i := range dst {
			dst[i] += float32(s * float32(row[i]))
		}
	}
}

// sumPackedRowsPortable does the same with rows of 4-bit numbers.
func sumPackedRowsPortable(dst []float32, values []int8, scale []float32, rows []uint16) {
	clear(dst)
	low, high := dst[:len(dst)/2], dst[len(dst)/2:]
	for _, r := range rows {
		row, s := values[int(r)*len(low):][:len(low)], scale[r]
		for i, v := range row {
			low[i] += float32(s * float32(v<<4>>4))
			high[i] += float32(s * float32(v>>4))
		}
	}
}
