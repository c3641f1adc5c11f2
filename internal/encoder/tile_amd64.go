//go:build amd64 && !purego

package encoder

import "golang.org/x/sys/cpu"

const (
	tileRows  = 16
	tileWidth = 64 // bytes of a row
)

// tileState are the bits of XCR0 with which the system says that it saves tiles.
const tileState = 1<<17 | 1<<18

// hasTiles says that the machine multiplies tiles of bytes (AMX), and that the system
// lets this process use them.
func hasTiles() bool {
	return cpu.X86.HasAVX512F && cpu.X86.HasAMXTile && cpu.X86.HasAMXInt8 &&
		enabledState()&tileState == tileState && allowTiles()
}

// tileProduct is what the kernel with tiles needs of a product. Steps are in bytes. A tile
// holds rows of a half of a block: the rows of a block are read as its first half and the
// half that ends with it, which may share one.
type tileProduct struct {
	product     // of the first panel; depth counts tiles
	rows, block int
	second      int // first row of a block's second half
	inputs      int // of a tile
	weightStep  int // from tile to tile
	panelStep   int
	width       int // of all outputs, in bytes
	config      tileConfig
}

// tileConfig is the operand of LDTILECFG.
type tileConfig struct {
	palette, _ uint8
	_          [14]uint8
	bytes      [16]uint16 // of each tile's rows
	rows       [16]uint8
}

// multiplyTiles is Multiply for a matrix whose inputs fill tiles; see tileInputs.
func multiplyTiles(dst []float32, step int, x *Rows, m *Matrix, inputs int) {
	blocks := (x.n + 2*tileRows - 1) / (2 * tileRows)
	block := (x.n + blocks - 1) / blocks
	half := (block + 1) / 2
	_, _, _ = x.scale[x.n-1], x.zero[x.n-1], x.values[x.n*x.width-1]
	p := tileProduct{
		product: product{
			dst: &dst[0], dstStep: 4 * step, src: &x.values[0], srcStep: x.width, scale: &x.scale[0], zero: &x.zero[0],
			weights: &m.weights[0], depth: m.In / inputs, outScale: &m.scale[0], sums: &m.sums[0], bias: &m.bias[0],
		},
		rows: x.n, block: block, second: block - half,
		inputs: inputs, weightStep: inputs * panelWidth, panelStep: m.In * panelWidth, width: 4 * m.Width(),
		config: tileConfig{palette: 1},
	}
	for t := range 8 {
		p.config.bytes[t], p.config.rows[t] = tileWidth, uint8(half)
	}
	p.config.bytes[4], p.config.bytes[5] = uint16(inputs), uint16(inputs)
	p.config.rows[6], p.config.rows[7] = uint8(inputs/depthStep), uint8(inputs/depthStep)
	dotAMX(&p)
}

// tileInputs is how many inputs of a matrix a tile takes, 0 where they do not fill tiles.
func tileInputs(m *Matrix) int {
	switch {
	case m.In%tileWidth == 0:
		return tileWidth
	case m.In%(tileWidth/2) == 0:
		return tileWidth / 2
	}
	return 0
}

// dotAMX multiplies all rows with all panels.
//
//go:noescape
func dotAMX(p *tileProduct)

// enabledState is the low half of XCR0: the states of the processor that the system saves.
func enabledState() uint32
