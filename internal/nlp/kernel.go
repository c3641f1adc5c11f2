package nlp

import "math"

// The kernels below fix the order of every float32 sum, so that the portable code and
// the assembly give the same bits on every machine, whatever the number of rows or
// workers: a product of matrices is summed input by input within blocks of sumBlock
// inputs, the blocks are then added from the first to the last; no fused operations.
const sumBlock = 96

// rowsAtOnce is the number of rows that the assembly takes together. Buffers given to
// multiply have room for a number of rows rounded up to it; what the extra rows hold is
// of no meaning.
const rowsAtOnce = 6

func roundRows(n int) int { return (n + rowsAtOnce - 1) / rowsAtOnce * rowsAtOnce }

// multiply sets row r of dst, dstStep apart, to the product of row r of src, srcStep
// apart, with m. Rows of src may overlap. Both slices must reach to the end of row
// roundRows(rows)-1; a row of dst holds m.width() numbers.
func multiply(dst []float32, dstStep int, src []float32, srcStep, rows int, m *matrix) {
	if rows == 0 {
		return
	}
	last := roundRows(rows) - 1
	_ = dst[last*dstStep+m.width()-1]
	_ = src[last*srcStep+m.in-1]
	if assembly {
		multiplyFast(dst, dstStep, src, srcStep, rows, m)
		return
	}
	for r := 0; r < rows; r += 3 { // a divisor of rowsAtOnce: there is room for all three
		multiplyThree(dst[r*dstStep:], dstStep, src[r*srcStep:], srcStep, m)
	}
}

// multiplyOne is multiply for a single row, without room for more.
func multiplyOne(dst, src []float32, m *matrix) {
	_ = dst[m.width()-1]
	_ = src[m.in-1]
	if assembly {
		multiplyOneFast(dst, src, m)
		return
	}
	multiplyRow(dst, src, m)
}

// multiplyRow is the portable product of one row.
func multiplyRow(dst, src []float32, m *matrix) {
	for j := range m.panels() {
		panel := m.panel(j)
		out := (*[panelWidth]float32)(dst[j*panelWidth:])
		for start := 0; start < m.in; start += sumBlock {
			end := min(start+sumBlock, m.in)
			sum := panelSum(panel[start*panelWidth:end*panelWidth], src[start:end])
			if start == 0 {
				*out = sum
				continue
			}
			for c := range out {
				out[c] += sum[c]
			}
		}
	}
}

// panelSum adds up the rows of a panel, each times its input. Two halves of eight sums
// stay in registers better than sixteen.
func panelSum(panel, src []float32) (sum [panelWidth]float32) {
	for half := 0; half < panelWidth; half += 8 {
		var a, b, c, d, e, f, g, h float32
		for i, x := range src {
			w := (*[8]float32)(panel[i*panelWidth+half:])
			// The conversions forbid the compiler to fuse the product with the sum.
			a += float32(x * w[0])
			b += float32(x * w[1])
			c += float32(x * w[2])
			d += float32(x * w[3])
			e += float32(x * w[4])
			f += float32(x * w[5])
			g += float32(x * w[6])
			h += float32(x * w[7])
		}
		*(*[8]float32)(sum[half:]) = [8]float32{a, b, c, d, e, f, g, h}
	}
	return sum
}

// multiplyThree is the portable product of three rows. It loads each weight once for the
// three of them, which makes it 1.7 times as fast.
func multiplyThree(dst []float32, dstStep int, src []float32, srcStep int, m *matrix) {
	var sums [3][panelWidth]float32
	for j := range m.panels() {
		panel := m.panel(j)
		for start := 0; start < m.in; start += sumBlock {
			end := min(start+sumBlock, m.in)
			panelSums(&sums, panel[start*panelWidth:end*panelWidth], src[start:end], src[srcStep+start:srcStep+end], src[2*srcStep+start:2*srcStep+end])
			for r := range sums {
				out := (*[panelWidth]float32)(dst[r*dstStep+j*panelWidth:])
				if start == 0 {
					*out = sums[r]
					continue
				}
				for c := range out {
					out[c] += sums[r][c]
				}
			}
		}
	}
}

// panelSums is panelSum for three rows, two columns at a time: six sums and what they
// need fit into registers.
func panelSums(sums *[3][panelWidth]float32, panel, src0, src1, src2 []float32) {
	src1, src2 = src1[:len(src0)], src2[:len(src0)]
	for at := 0; at < panelWidth; at += 2 {
		var a, b, c, d, e, f float32
		for i, x := range src0 {
			y, z := src1[i], src2[i]
			w := (*[2]float32)(panel[i*panelWidth+at:])
			a += float32(x * w[0])
			b += float32(x * w[1])
			c += float32(y * w[0])
			d += float32(y * w[1])
			e += float32(z * w[0])
			f += float32(z * w[1])
		}
		*(*[2]float32)(sums[0][at:]) = [2]float32{a, b}
		*(*[2]float32)(sums[1][at:]) = [2]float32{c, d}
		*(*[2]float32)(sums[2][at:]) = [2]float32{e, f}
	}
}

// lanes is the number of partial sums over a row: lane l sums the numbers at l, l+8, …
const lanes = 8

// laneSum adds up the lanes in the order in which the assembly folds a register.
func laneSum(s *[lanes]float32) float32 {
	a, b, c, d := s[0]+s[4], s[1]+s[5], s[2]+s[6], s[3]+s[7]
	return (a + c) + (b + d)
}

// maxoutNorm turns a row of pre-activations (three pieces side by side, without bias)
// into the block's output: the largest piece, normalised to mean 0 and variance 1, times
// gain plus bias; then adds residual where it is given. dst may be residual.
func maxoutNorm(dst, sums, residual []float32, b *block) {
	n := len(b.gain)
	if assembly && n%lanes == 0 {
		maxoutNormFast(dst[:n], sums[:maxoutPieces*n], residual, b)
		return
	}
	maxoutNormPortable(dst[:n], sums[:maxoutPieces*n], residual, b)
}

func maxoutNormPortable(dst, sums, residual []float32, b *block) {
	n := len(b.gain)
	var total [lanes]float32
	for i := range n {
		x := max(sums[i]+b.offset[i], sums[n+i]+b.offset[n+i], sums[2*n+i]+b.offset[2*n+i])
		sums[i] = x
		total[i%lanes] += x
	}
	mean := laneSum(&total) / float32(n)
	total = [lanes]float32{}
	for i := range n {
		d := sums[i] - mean
		sums[i] = d
		total[i%lanes] += float32(d * d)
	}
	const epsilon = 1e-8
	variance := laneSum(&total)/float32(n) + epsilon
	scale := 1 / float32(math.Sqrt(float64(variance)))
	for i := range n {
		y := float32(float32(sums[i]*scale)*b.gain[i]) + b.bias[i]
		if residual != nil {
			y += residual[i]
		}
		dst[i] = y
	}
}
