//go:build !amd64 || purego

package encoder

func multiply(dst []float32, step int, x *Rows, m *Matrix) { multiplyPortable(dst, step, x, m) }

func quantise(dst []uint8, x []float32, floor float32) (scale float32, zero int32) {
	return quantisePortable(dst, x, floor)
}

func addNorm(x, y, gain, bias []float32) { addNormPortable(x, y, gain, bias) }

func gelu(x []float32) { geluPortable(x) }

func softmax(dst []uint8, x []float32) int32 { return softmaxPortable(dst, x) }

func sigmoid(x []float32) { sigmoidPortable(x) }

func addTo(x, y []float32) { addPortable(x, y) }

func times(dst, x, y []float32) { timesPortable(dst, x, y) }

func packRows(m *Matrix, x []float32, step int) { packRowsPortable(m, x, step) }

func packColumns(m *Matrix, x []float32, step, n int) { packColumnsPortable(m, x, step, n) }

func sumRows(dst []float32, values []int8, scale []float32, rows []uint16) {
	sumRowsPortable(dst, values, scale, rows)
}

func sumPackedRows(dst []float32, values []int8, scale []float32, rows []uint16) {
	sumPackedRowsPortable(dst, values, scale, rows)
}
