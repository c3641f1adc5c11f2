package nlp

import (
	"fmt"
	"math/bits"
)

// hashTable is an embedding table: an id has the sum of four rows that its hash picks.
type hashTable struct {
	attr    int    // which of a token's attributes, as attrNorm
	seed    uint32 // of the hash
	rows    uint64
	weights []float32 // rows * width
}

// attrNames are the attributes that a table may read, at their attr constants.
var attrNames = [attrCount]string{
	attrNorm: "NORM", attrPrefix: "PREFIX", attrSuffix: "SUFFIX",
	attrShape: "SHAPE", attrSpacy: "SPACY", attrIsSpace: "IS_SPACE",
}

// decodeTables reads the attribute list (name, seed and rows on each line) and the
// tables that it names.
func decodeTables(s sections, prefix string, width int) ([]hashTable, error) {
	list, err := s.lines(prefix + ".attributes")
	if err != nil {
		return nil, err
	}
	var tables []hashTable
	for k, line := range list {
		var name string
		t := hashTable{attr: -1}
		if _, err := fmt.Sscan(line, &name, &t.seed, &t.rows); err != nil || t.rows == 0 || t.rows > 1<<24 {
			return nil, fmt.Errorf("section \"%s.attributes\": line %q: %w", prefix, line, ErrModel)
		}
		for attr, known := range attrNames {
			if name == known {
				t.attr = attr
			}
		}
		if t.attr < 0 {
			return nil, fmt.Errorf("attribute %q is unknown: %w", name, ErrModel)
		}
		t.weights, err = s.floats(fmt.Sprintf("%s.embed%d", prefix, k), int(t.rows)*width)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// embed sets dst to the vector of an id.
func (t *hashTable) embed(dst []float32, id uint64) {
	rows := hashRows(id, t.seed, t.rows)
	width := len(dst)
	row := func(k int) []float32 { return t.weights[rows[k]*width:][:width] }
	a, b, c, d := row(0), row(1), row(2), row(3)
	for i := range dst {
		dst[i] = a[i] + b[i] + c[i] + d[i]
	}
}

// hashRows picks four rows of a table for an id: the four words of MurmurHash3 (x64,
// 128 bits) over the id's eight bytes, each modulo the number of rows.
func hashRows(id uint64, seed uint32, rows uint64) [4]int {
	h1 := id * 0x87c37b91114253d5
	h1 = bits.RotateLeft64(h1, 31) * 0x4cf5ad432745937f
	h1 ^= uint64(seed)
	h1 ^= 8
	h2 := uint64(seed) ^ 8
	h1 += h2
	h2 += h1
	h1, h2 = mix64(h1), mix64(h2)
	h1 += h2
	h2 += h1
	return [4]int{
		int(uint64(uint32(h1)) % rows), int(h1 >> 32 % rows),
		int(uint64(uint32(h2)) % rows), int(h2 >> 32 % rows),
	}
}

// mix64 is MurmurHash3's finalizer.
func mix64(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
