package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// packedMap is a msgpack map in the file's order. Keys are string, []byte, int64 or uint64.
type packedMap []packedEntry

type packedEntry struct{ Key, Value any }

// at gives the value under a string key (a bin key of the same bytes counts too).
func (m packedMap) at(key string) (any, bool) {
	for _, e := range m {
		switch k := e.Key.(type) {
		case string:
			if k == key {
				return e.Value, true
			}
		case []byte:
			if string(k) == key {
				return e.Value, true
			}
		}
	}
	return nil, false
}

// unpack reads one msgpack value that fills data. Values come as nil, bool, int64, uint64
// (only where int64 is too small), float64, string, []byte, []any and packedMap.
func unpack(data []byte) (any, error) {
	r := unpacker{data: data}
	v, err := r.value(0)
	if err != nil {
		return nil, fmt.Errorf("msgpack at byte %d: %w", r.at, err)
	}
	if r.at != len(data) {
		return nil, fmt.Errorf("msgpack: %d bytes after the value", len(data)-r.at)
	}
	return v, nil
}

// maxNesting is far above the six levels of the model files.
const maxNesting = 64

var (
	errShort  = errors.New("value is cut short")
	errNested = fmt.Errorf("nested deeper than %d", maxNesting)
)

type unpacker struct {
	data []byte
	at   int
}

func (r *unpacker) take(n int) ([]byte, error) {
	if n < 0 || n > len(r.data)-r.at {
		return nil, errShort
	}
	b := r.data[r.at : r.at+n]
	r.at += n
	return b, nil
}

// unsigned reads a big-endian number of the given width in bytes.
func (r *unpacker) unsigned(width int) (uint64, error) {
	b, err := r.take(width)
	if err != nil {
		return 0, err
	}
	var v uint64
	for _, x := range b {
		v = v<<8 | uint64(x)
	}
	return v, nil
}

func (r *unpacker) value(depth int) (any, error) {
	if depth > maxNesting {
		return nil, errNested
	}
	head, err := r.take(1)
	if err != nil {
		return nil, err
	}
	switch c := head[0]; {
	case c < 0x80:
		return int64(c), nil
	case c < 0x90:
		return r.mapping(int(c&0x0f), depth)
	case c < 0xa0:
		return r.array(int(c&0x0f), depth)
	case c < 0xc0:
		return r.str(int(c & 0x1f))
	case c >= 0xe0:
		return int64(int8(c)), nil
	default:
		return r.tagged(c, depth)
	}
}

func (r *unpacker) tagged(c byte, depth int) (any, error) {
	switch c {
	case 0xc0:
		return nil, nil
	case 0xc2, 0xc3:
		return c == 0xc3, nil
	case 0xcb:
		bits, err := r.unsigned(8)
		return math.Float64frombits(bits), err
	case 0xcc, 0xcd, 0xce, 0xcf:
		v, err := r.unsigned(1 << (c - 0xcc))
		if v > math.MaxInt64 {
			return v, err
		}
		return int64(v), err
	case 0xd0, 0xd1, 0xd2, 0xd3:
		width := 1 << (c - 0xd0)
		v, err := r.unsigned(width)
		shift := 64 - 8*width
		return int64(v<<shift) >> shift, err
	}
	n, err := r.length(c)
	if err != nil {
		return nil, err
	}
	switch c {
	case 0xc4, 0xc5, 0xc6:
		return r.take(n)
	case 0xd9, 0xda, 0xdb:
		return r.str(n)
	case 0xdc, 0xdd:
		return r.array(n, depth)
	default:
		return r.mapping(n, depth)
	}
}

// length reads the size that follows a bin, str, array or map tag.
func (r *unpacker) length(c byte) (int, error) {
	width := map[byte]int{
		0xc4: 1, 0xc5: 2, 0xc6: 4,
		0xd9: 1, 0xda: 2, 0xdb: 4,
		0xdc: 2, 0xdd: 4, 0xde: 2, 0xdf: 4,
	}[c]
	if width == 0 {
		return 0, fmt.Errorf("type byte 0x%02x is not used by the model files", c)
	}
	n, err := r.unsigned(width)
	return int(n), err
}

func (r *unpacker) str(n int) (any, error) {
	b, err := r.take(n)
	return string(b), err
}

func (r *unpacker) array(n, depth int) (any, error) {
	if n > len(r.data)-r.at {
		return nil, errShort
	}
	out := make([]any, n)
	for i := range out {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (r *unpacker) mapping(n, depth int) (any, error) {
	if n > (len(r.data)-r.at)/2 {
		return nil, errShort
	}
	out := make(packedMap, n)
	for i := range out {
		k, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		switch k.(type) {
		case string, []byte, int64, uint64:
		default:
			return nil, fmt.Errorf("map key of type %T", k)
		}
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out[i] = packedEntry{k, v}
	}
	return out, nil
}

// littleFloats turns the "data" of a weight array into numbers.
func littleFloats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}
