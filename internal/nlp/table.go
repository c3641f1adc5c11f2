package nlp

import (
	"encoding/binary"
	"fmt"
	"iter"
	"unsafe"
)

// The tables of words in a model file are used where they lie: loading one reads its
// header and no more. Numbers are little-endian uint32s.

// tableReader reads one section from front to back. After the first bad length it
// gives zero values; done tells.
type tableReader struct {
	rest []byte
	bad  bool
}

// bytes takes the next n bytes; they stay part of the section.
func (r *tableReader) bytes(n int) []byte {
	if r.bad || n < 0 || n > len(r.rest) {
		r.bad = true
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *tableReader) uint32() uint32 {
	if b := r.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// count reads a number of things that take at least a byte each.
func (r *tableReader) count() int {
	n := int(r.uint32())
	if n < 0 || n > len(r.rest) {
		r.bad = true
		return 0
	}
	return n
}

// blob reads a length and as many bytes.
func (r *tableReader) blob() []byte { return r.bytes(r.count()) }

// text reads a blob as a string that shares the section's memory.
func (r *tableReader) text() string { return sharedString(r.blob()) }

// texts reads a count and as many texts.
func (r *tableReader) texts() []string {
	out := make([]string, r.count())
	for i := range out {
		out[i] = r.text()
	}
	return out
}

// done reports a section that was too short or too long.
func (r *tableReader) done(section string) error {
	if r.bad || len(r.rest) > 0 {
		return fmt.Errorf("section %q is damaged: %w", section, ErrModel)
	}
	return nil
}

// sharedString gives the bytes of a model file, which never change, as a string.
func sharedString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// wordTable is a set of words, where needed each with a number. The words lie in
// buckets by hash:
//
//	longest   length of the longest word in bytes, under 256
//	width     4 if words have numbers, else 0
//	buckets   number of buckets, a power of two
//	starts    buckets+1 offsets into body
//	body      a blob; a word is its length (a byte), its bytes and its number
type wordTable struct {
	longest int
	width   int
	mask    uint32
	starts  []byte
	body    string
}

func (r *tableReader) wordTable() wordTable {
	t := wordTable{longest: int(r.uint32()), width: int(r.uint32())}
	buckets := r.count()
	if buckets == 0 || buckets&(buckets-1) != 0 {
		r.bad = true
		return wordTable{}
	}
	t.mask = uint32(buckets - 1)
	t.starts = r.bytes(4 * (buckets + 1))
	t.body = r.text()
	if !ascending(t.starts, len(t.body)) || t.width != 0 && t.width != 4 {
		r.bad = true
		return wordTable{}
	}
	return t
}

// ascending tells whether a list of uint32s never falls and ends at last.
func ascending(list []byte, last int) bool {
	at := uint32(0)
	for ; len(list) > 0; list = list[4:] {
		next := binary.LittleEndian.Uint32(list)
		if next < at {
			return false
		}
		at = next
	}
	return int(at) == last
}

// find gives the number of a word, 0 where words have none.
func (t *wordTable) find(word string) (uint32, bool) {
	if len(word) > t.longest || len(t.starts) == 0 {
		return 0, false
	}
	at := 4 * (HashWord(word) & t.mask)
	bucket := t.body[binary.LittleEndian.Uint32(t.starts[at:]):binary.LittleEndian.Uint32(t.starts[at+4:])]
	for {
		entry, number, rest, ok := t.next(bucket)
		if !ok || entry == word {
			return number, ok
		}
		bucket = rest
	}
}

// next cuts the first word and its number off a part of the body.
func (t *wordTable) next(body string) (word string, number uint32, rest string, ok bool) {
	if body == "" {
		return "", 0, "", false
	}
	end := 1 + int(body[0])
	if end+t.width > len(body) {
		return "", 0, "", false
	}
	if t.width != 0 {
		number = uint32At(body, end)
	}
	return body[1:end], number, body[end+t.width:], true
}

// has tells whether a word is in the set.
func (t *wordTable) has(word string) bool {
	_, ok := t.find(word)
	return ok
}

func uint32At(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// HashWord says in which bucket of a model file's word table a word lies (FNV-1a, 32
// bits). Package nlp/en/convert writes the tables with it.
func HashWord(word string) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return h
}

// all gives every word of the table with its number.
func (t *wordTable) all() iter.Seq2[string, uint32] {
	return func(yield func(string, uint32) bool) {
		for body := t.body; ; {
			word, number, rest, ok := t.next(body)
			if !ok || !yield(word, number) {
				return
			}
			body = rest
		}
	}
}
