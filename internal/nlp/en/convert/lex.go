package main

import (
	"encoding/binary"
	"fmt"
	"slices"

	"kg/internal/nlp"
)

// lexSections turns the word lists and patterns of the package into sections.
func lexSections(read func(string) ([]byte, error)) ([]nlp.Section, error) {
	var sections []nlp.Section
	for _, s := range []struct {
		name, path string
		encode     func(any) ([]byte, error)
	}{
		{"tokenizer", "tokenizer", encodeTokenizer},
		{"norms", "vocab/lookups.bin", encodeNorms},
		{"ruler", "attribute_ruler/patterns", encodeRuler},
		{"lemmas", "lemmatizer/lookups/lookups.bin", encodeLemmas},
	} {
		packed, err := read(s.path)
		if err != nil {
			return nil, err
		}
		value, err := unpack(packed)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", s.path, err)
		}
		data, err := s.encode(value)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", s.path, err)
		}
		sections = append(sections, nlp.Section{Name: s.name, Data: data})
	}
	return sections, nil
}

// tableWriter writes what the tables of package nlp read: little-endian uint32s, and
// blobs with their length before them.
type tableWriter struct{ out []byte }

func (w *tableWriter) uint32(v int) { w.out = binary.LittleEndian.AppendUint32(w.out, uint32(v)) }

func (w *tableWriter) uint64(v uint64) { w.out = binary.LittleEndian.AppendUint64(w.out, v) }

func (w *tableWriter) bytes(b []byte) { w.out = append(w.out, b...) }

func (w *tableWriter) blob(b []byte) {
	w.uint32(len(b))
	w.bytes(b)
}

func (w *tableWriter) text(s string) { w.blob([]byte(s)) }

func (w *tableWriter) texts(list []string) {
	w.uint32(len(list))
	for _, s := range list {
		w.text(s)
	}
}

// bucketSize is how many words a bucket of a word table holds on average at most.
const bucketSize = 4

// words writes a set of words, numbered if numbers is not nil.
func (w *tableWriter) words(words []string, numbers map[string]int) error {
	count := 1
	for count*bucketSize < len(words) {
		count *= 2
	}
	buckets, longest := make([][]string, count), 0
	for _, word := range words {
		if len(word) > 255 || word == "" {
			return fmt.Errorf("word %q: length %d", word, len(word))
		}
		longest = max(longest, len(word))
		at := nlp.HashWord(word) & uint32(count-1)
		buckets[at] = append(buckets[at], word)
	}
	width := 0
	if numbers != nil {
		width = 4
	}
	w.uint32(longest)
	w.uint32(width)
	w.uint32(count)
	var body tableWriter
	for _, bucket := range buckets {
		w.uint32(len(body.out))
		slices.Sort(bucket)
		for _, word := range slices.Compact(bucket) {
			body.out = append(body.out, byte(len(word)))
			body.out = append(body.out, word...)
			if numbers != nil {
				body.uint32(numbers[word])
			}
		}
	}
	w.uint32(len(body.out))
	w.blob(body.out)
	return nil
}

// encodeNorms writes the norms that the package lists by string id.
func encodeNorms(file any) ([]byte, error) {
	table, err := mapAt(file, "lexeme_norm")
	if err != nil {
		return nil, err
	}
	type entry struct {
		id   uint64
		norm string
	}
	entries := make([]entry, len(table))
	for i, e := range table {
		id, okID := idKey(e.Key)
		norm, okNorm := e.Value.(string)
		if !okID || !okNorm {
			return nil, fmt.Errorf("norm %v: %v", e.Key, e.Value)
		}
		entries[i] = entry{id, norm}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})
	var w, ends, text tableWriter
	w.uint32(len(entries))
	for _, e := range entries {
		w.uint64(e.id)
		text.out = append(text.out, e.norm...)
		ends.uint32(len(text.out))
	}
	w.bytes(ends.out)
	w.blob(text.out)
	return w.out, nil
}

// idKey gives a map key that is a string id.
func idKey(key any) (uint64, bool) {
	switch k := key.(type) {
	case uint64:
		return k, true
	case int64:
		return uint64(k), k >= 0
	}
	return 0, false
}

// mapAt gives the map under a key of a map.
func mapAt(v any, key string) (packedMap, error) {
	m, ok := v.(packedMap)
	if !ok {
		return nil, fmt.Errorf("%T where a map is expected", v)
	}
	value, _ := m.at(key)
	inner, ok := value.(packedMap)
	if !ok {
		return nil, fmt.Errorf("%q is %T, not a map", key, value)
	}
	return inner, nil
}

// stringsOf gives a list of strings.
func stringsOf(v any) ([]string, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("%T where a list of strings is expected", v)
	}
	out := make([]string, len(list))
	for i, item := range list {
		if out[i], ok = item.(string); !ok {
			return nil, fmt.Errorf("%T where a string is expected", item)
		}
	}
	return out, nil
}
