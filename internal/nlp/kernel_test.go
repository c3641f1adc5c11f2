package nlp

import (
	"math/rand/v2"
	"testing"
)

func randomRow(r *rand.Rand, n int) []float32 {
	row := make([]float32, n)
	for i := range row {
		row[i] = float32(r.NormFloat64())
	}
	return row
}

func randomMatrix(r *rand.Rand, in, out int) *matrix {
	m := &matrix{in: in, out: out}
	m.packed = randomRow(r, in*m.width())
	return m
}

func BenchmarkMultiply(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	m := randomMatrix(r, 288, 288)
	src, dst := randomRow(r, 100*96), make([]float32, 96*288)
	b.ReportAllocs()
	for b.Loop() {
		multiply(dst, 288, src, 96, 96, m)
	}
	b.ReportMetric(float64(b.N)*96*288*288*2/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkMaxoutNorm(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	layer := &block{offset: randomRow(r, 288), gain: randomRow(r, 96), bias: randomRow(r, 96)}
	sums, dst := randomRow(r, 288), make([]float32, 96)
	b.ReportAllocs()
	for b.Loop() {
		maxoutNorm(dst, sums, dst, layer)
	}
}
