package relate

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"unsafe"

	"kg/internal/encoder"
)

// ErrModel is wrapped by all errors about a file of weights.
var ErrModel = errors.New("bad relation model")

// A file of weights is the magic, the length of the header (uint32), the header (JSON),
// and after it the sections, each at a multiple of 64 bytes from the file's start.
// Numbers are little-endian. train/export.py writes it.
const (
	magic        = "kgrelate"
	sectionAlign = 64
)

// header is what the file says of itself.
type header struct {
	Version     int               `json:"version"`
	Relations   []string          `json:"relations"`
	Kinds       []string          `json:"kinds"`
	Parts       []string          `json:"parts"`
	Statuses    []string          `json:"statuses"`
	FeatureRows int               `json:"feature_rows"`
	Window      int               `json:"window"`
	Title       int               `json:"title"`    // pieces of the title before each window, 0 for none
	Models      map[string]shape  `json:"models"`   // "full", "fast"
	Sections    map[string][2]int `json:"sections"` // offset from the file's start, length
}

// shape is the size of one model of the file. Without layers it has no encoder.
type shape struct {
	Layers int `json:"layers"`
	Heads  int `json:"heads"`
	Width  int `json:"width"`  // of a piece's vector
	Inner  int `json:"inner"`  // of a layer's widest part
	Hidden int `json:"hidden"` // of a pair
	Sparse int `json:"sparse"` // of a row of features
	Pieces int `json:"pieces"`
}

const formatVersion = 1

// file is a file of weights, used where it lies.
type file struct {
	header
	data []byte
}

func parse(data []byte) (*file, error) {
	start := len(magic) + 4
	if len(data) < start || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("no weights of relations: %w", ErrModel)
	}
	f := &file{data: aligned(data)}
	size := int(binary.LittleEndian.Uint32(data[len(magic):]))
	if size > len(data)-start {
		return nil, fmt.Errorf("header of %d bytes in a file of %d: %w", size, len(data), ErrModel)
	}
	decoder := json.NewDecoder(bytes.NewReader(data[start : start+size]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f.header); err != nil {
		return nil, fmt.Errorf("header: %w: %w", err, ErrModel)
	}
	if f.Version != formatVersion || f.Window != encoder.WindowSize {
		return nil, fmt.Errorf("version %d with windows of %d, want %d and %d: %w", f.Version, f.Window, formatVersion, encoder.WindowSize, ErrModel)
	}
	if f.Title != 0 && f.Title != encoder.TitleSize {
		return nil, fmt.Errorf("titles of %d pieces, want %d or none: %w", f.Title, encoder.TitleSize, ErrModel)
	}
	return f, nil
}

// aligned gives the file at an address where its numbers may be read in place, a copy
// where it is not at one. What the linker embeds is.
func aligned(data []byte) []byte {
	if uintptr(unsafe.Pointer(&data[0]))%unsafe.Alignof(float32(0)) == 0 {
		return data
	}
	return bytes.Clone(data)
}

func (f *file) section(name string) ([]byte, error) {
	at, ok := f.Sections[name]
	if !ok {
		return nil, fmt.Errorf("section %q is missing: %w", name, ErrModel)
	}
	if at[0] < 0 || at[0]%sectionAlign != 0 || at[1] < 0 || at[0] > len(f.data) || at[1] > len(f.data)-at[0] {
		return nil, fmt.Errorf("section %q at %d, %d long, in a file of %d: %w", name, at[0], at[1], len(f.data), ErrModel)
	}
	return f.data[at[0] : at[0]+at[1]], nil
}

// numbers gives a section as numbers: in place, but for machines with another order of
// bytes.
func numbers[T int8 | int32 | float32](f *file, name string) ([]T, error) {
	b, err := f.section(name)
	if err != nil || len(b) == 0 {
		return nil, err
	}
	size := int(unsafe.Sizeof(*new(T)))
	if len(b)%size != 0 {
		return nil, fmt.Errorf("section %q has %d bytes for numbers of %d: %w", name, len(b), size, ErrModel)
	}
	if littleEndian || size == 1 {
		return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/size), nil
	}
	out := make([]T, len(b)/size)
	if _, err := binary.Decode(b, binary.LittleEndian, out); err != nil {
		return nil, fmt.Errorf("section %q: %w: %w", name, err, ErrModel)
	}
	return out, nil
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// reader reads the parts of one model and keeps the first error.
type reader struct {
	*file
	prefix string
	err    error
}

func (r *reader) fail(name string, err error) {
	if r.err == nil {
		r.err = fmt.Errorf("%s%s: %w", r.prefix, name, err)
	}
}

// floats reads a section of n numbers.
func (r *reader) floats(name string, n int) []float32 {
	list, err := numbers[float32](r.file, r.prefix+name)
	if err == nil && len(list) != n {
		err = fmt.Errorf("%d numbers, want %d: %w", len(list), n, ErrModel)
	}
	if err != nil {
		r.fail(name, err)
	}
	return list
}

func (r *reader) matrix(name string, in, out int) *encoder.Matrix {
	weights, err := numbers[int8](r.file, r.prefix+name+".weight")
	if err != nil {
		r.fail(name, err)
		return nil
	}
	width := encoder.RoundWidth(max(out, 0))
	sums, err := numbers[int32](r.file, r.prefix+name+".sum")
	if err != nil {
		r.fail(name, err)
		return nil
	}
	m, err := encoder.NewMatrix(in, out, weights, r.floats(name+".scale", width), sums, r.floats(name+".bias", width))
	if err != nil {
		r.fail(name, fmt.Errorf("%w: %w", err, ErrModel))
	}
	return m
}

func (r *reader) table(name string, rows, width int) *encoder.Table {
	values, err := numbers[int8](r.file, r.prefix+name+".weight")
	if err != nil {
		r.fail(name, err)
		return nil
	}
	t, err := encoder.NewTable(rows, width, values, r.floats(name+".scale", rows))
	if err != nil {
		r.fail(name, fmt.Errorf("%w: %w", err, ErrModel))
	}
	return t
}

func (r *reader) norm(name string, width int) encoder.Norm {
	return encoder.Norm{Gain: r.floats(name+".weight", width), Bias: r.floats(name+".bias", width)}
}
