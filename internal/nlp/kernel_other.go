//go:build !amd64 || purego

package nlp

const assembly = false

func multiplyFast([]float32, int, []float32, int, int, *matrix) { panic("no assembly in this build") }
func multiplyOneFast(_, _ []float32, _ *matrix)                 { panic("no assembly in this build") }
func maxoutNormFast(_, _, _ []float32, _ *block)                { panic("no assembly in this build") }
func sumSlotsFast(_ []float32, _ [][]float32, _ []float32)      { panic("no assembly in this build") }
