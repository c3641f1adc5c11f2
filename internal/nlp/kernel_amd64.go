//go:build amd64 && !purego

package nlp

import "golang.org/x/sys/cpu"

// assembly says whether the machine runs the kernels of kernel_amd64.s. They do the
// operations of the portable code in the same order, eight columns at a time, and
// without fused ones; so the results are the same to the bit. A variable for the tests.
var assembly = cpu.X86.HasAVX2

// wide says whether it also has registers of sixteen columns.
var wide = cpu.X86.HasAVX512F

// multiplyFast is multiply; each panel stays in the first-level cache while the rows
// pass by, six at a time.
func multiplyFast(dst []float32, dstStep int, src []float32, srcStep, rows int, m *matrix) {
	groups := roundRows(rows) / rowsAtOnce
	j := 0
	for ; wide && j+2 <= m.panels(); j += 2 {
		multiplyPanelsAVX512(&dst[j*panelWidth], dstStep*4, &src[0], srcStep*4, groups, &m.panel(j)[0], m.in)
	}
	for ; j < m.panels(); j++ {
		multiplyPanelAVX(&dst[j*panelWidth], dstStep*4, &src[0], srcStep*4, groups, &m.panel(j)[0], m.in)
	}
}

// multiplyOneFast is multiplyOne, four panels at a time.
func multiplyOneFast(dst, src []float32, m *matrix) {
	j := 0
	for ; j+4 <= m.panels(); j += 4 {
		multiplyRow4AVX(&dst[j*panelWidth], &src[0], &m.panel(j)[0], m.in)
	}
	for ; j < m.panels(); j++ {
		multiplyRow1AVX(&dst[j*panelWidth], &src[0], &m.panel(j)[0], m.in)
	}
}

// maxoutNormFast is maxoutNorm; the slices have the lengths that it checks.
func maxoutNormFast(dst, sums, residual []float32, b *block) {
	var rest *float32
	if residual != nil {
		rest = &residual[:len(dst)][0]
	}
	maxoutNormAVX(&dst[0], &sums[0], rest, &b.offset[0], &b.gain[0], &b.bias[0], len(dst))
}

// sumSlotsFast is sumSlots.
func sumSlotsFast(dst []float32, slots [][]float32, offset []float32) {
	for _, slot := range slots {
		_ = slot[len(dst)-1]
	}
	sumSlotsAVX(&dst[0], &slots[0], len(slots), &offset[:len(dst)][0], len(dst)/2)
}

// multiplyPanelAVX multiplies groups of six rows with one panel of k inputs. Steps are
// in bytes.
//
//go:noescape
func multiplyPanelAVX(dst *float32, dstStep int, src *float32, srcStep, groups int, panel *float32, k int)

// multiplyPanelsAVX512 does the same with two panels that follow each other.
//
//go:noescape
func multiplyPanelsAVX512(dst *float32, dstStep int, src *float32, srcStep, groups int, panel *float32, k int)

// multiplyRow4AVX multiplies one row with four panels of k inputs.
//
//go:noescape
func multiplyRow4AVX(dst, src, panel *float32, k int)

// multiplyRow1AVX multiplies one row with one panel of k inputs.
//
//go:noescape
func multiplyRow1AVX(dst, src, panel *float32, k int)

// maxoutNormAVX takes n, a multiple of 8; residual may be nil.
//
//go:noescape
func maxoutNormAVX(dst, sums, residual, offset, gain, bias *float32, n int)

// sumSlotsAVX takes half the number of sums, a multiple of 8.
//
//go:noescape
func sumSlotsAVX(dst *float32, slots *[]float32, count int, offset *float32, half int)
