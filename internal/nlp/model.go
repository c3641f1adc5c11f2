package nlp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"
)

// A model file is a list of named sections, each at an offset that is a multiple of
// 64 bytes, so that weights are used where they lie:
//
//	magic    8 bytes, modelMagic
//	count    uint32, number of sections
//	entries  count times: name length uint16, name, offset uint64, length uint64
//	sections zero-padded to 64 bytes
//
// All numbers are little-endian. Package nlp/en/convert writes it.
const (
	modelMagic   = "kgnlp\x00\x00\x01"
	sectionAlign = 64
)

// ErrModel says that the bytes given to [NewPipeline] are not a model of this version.
var ErrModel = errors.New("not a model file of this version")

// Section is a named part of a model file.
type Section struct {
	Name string
	Data []byte
}

// EncodeModel writes the sections in the given order as one model file.
func EncodeModel(sections []Section) []byte {
	size := len(modelMagic) + 4
	for _, s := range sections {
		size += 2 + len(s.Name) + 16
	}
	out := make([]byte, 0, size)
	out = append(out, modelMagic...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(sections)))
	offset := align(size)
	for _, s := range sections {
		out = binary.LittleEndian.AppendUint16(out, uint16(len(s.Name)))
		out = append(out, s.Name...)
		out = binary.LittleEndian.AppendUint64(out, uint64(offset))
		out = binary.LittleEndian.AppendUint64(out, uint64(len(s.Data)))
		offset = align(offset + len(s.Data))
	}
	for _, s := range sections {
		out = append(out, make([]byte, align(len(out))-len(out))...)
		out = append(out, s.Data...)
	}
	return out
}

func align(n int) int { return (n + sectionAlign - 1) &^ (sectionAlign - 1) }

// sections maps the names of a model file to slices of it; nothing is copied.
type sections map[string][]byte

func parseSections(model []byte) (sections, error) {
	rest, ok := bytes.CutPrefix(model, []byte(modelMagic))
	if !ok || len(rest) < 4 {
		return nil, ErrModel
	}
	count := binary.LittleEndian.Uint32(rest)
	rest = rest[4:]
	out := make(sections)
	for range count {
		if len(rest) < 2 {
			return nil, ErrModel
		}
		n := int(binary.LittleEndian.Uint16(rest))
		if len(rest) < 2+n+16 {
			return nil, ErrModel
		}
		name := string(rest[2 : 2+n])
		offset := binary.LittleEndian.Uint64(rest[2+n:])
		length := binary.LittleEndian.Uint64(rest[2+n+8:])
		if offset%sectionAlign != 0 || offset > uint64(len(model)) || length > uint64(len(model))-offset {
			return nil, fmt.Errorf("section %q lies outside the file: %w", name, ErrModel)
		}
		out[name] = model[offset : offset+length : offset+length]
		rest = rest[2+n+16:]
	}
	return out, nil
}

func (s sections) bytes(name string) ([]byte, error) {
	b, ok := s[name]
	if !ok {
		return nil, fmt.Errorf("section %q is missing: %w", name, ErrModel)
	}
	return b, nil
}

// floats gives a section as numbers. They are read in place where the machine is
// little-endian and the bytes lie on a multiple of four, else copied.
func (s sections) floats(name string, want int) ([]float32, error) {
	b, err := s.bytes(name)
	if err != nil {
		return nil, err
	}
	return floatsOf(name, b, want)
}

func floatsOf(name string, b []byte, want int) ([]float32, error) {
	if len(b) != 4*want {
		return nil, fmt.Errorf("section %q has %d bytes, want %d: %w", name, len(b), 4*want, ErrModel)
	}
	if want == 0 {
		return nil, nil
	}
	if littleEndian && uintptr(unsafe.Pointer(&b[0]))%4 == 0 {
		return unsafe.Slice((*float32)(unsafe.Pointer(&b[0])), want), nil
	}
	out := make([]float32, want)
	if _, err := binary.Decode(b, binary.LittleEndian, out); err != nil {
		return nil, fmt.Errorf("section %q: %w", name, err)
	}
	return out, nil
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// lines gives a section that lists names, one a line.
func (s sections) lines(name string) ([]string, error) {
	b, err := s.bytes(name)
	if err != nil {
		return nil, err
	}
	if len(b) == 0 {
		return nil, nil
	}
	var out []string
	for line := range bytes.SplitSeq(bytes.TrimSuffix(b, []byte("\n")), []byte("\n")) {
		out = append(out, string(line))
	}
	return out, nil
}
