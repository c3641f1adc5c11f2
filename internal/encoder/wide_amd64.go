//go:build amd64 && !purego

package encoder

// extremesAVX512 does what extremesAVX2 does, and takes n as that does; so do the others
// that have a namesake of AVX2.
//
//go:noescape
func extremesAVX512(src *float32, n int, floor float32) (lo, hi float32)

//go:noescape
func packAVX512(dst *uint8, src *float32, n int, floor, inverse float32, zero int32)

// geluAVX512 takes n, a multiple of 16.
//
//go:noescape
func geluAVX512(x *float32, n int, terms *float32)

//go:noescape
func softmaxAVX512(dst *uint8, x *float32, n int, terms *float32) int32

//go:noescape
func sumPackedRowsAVX512(dst *float32, values *int8, scale *float32, rows *uint16, n int)
