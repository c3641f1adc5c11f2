package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/quad"
)

// The first byte of a stored term is its kind. The native kinds are there
// for Cayley's conformance tests only: a store of ours refuses them, since
// quad.Int(5) and "5"^^xsd:integer would be two nodes for one value.
const (
	kindIRI    = 1
	kindBlank  = 2
	kindString = 3
	kindLang   = 4 // length of the language tag, tag, text
	kindTyped  = 5 // length of the datatype, datatype, lexical form

	kindInt   = 16
	kindFloat = 17
	kindBool  = 18
	kindTime  = 19
)

// encodeTerm gives the bytes of a term; equal bytes are equal terms.
func encodeTerm(v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return append([]byte{kindIRI}, v...), nil
	case quad.BNode:
		return append([]byte{kindBlank}, v...), nil
	case quad.String:
		return append([]byte{kindString}, v...), nil
	case quad.LangString:
		return encodePair(kindLang, v.Lang, string(v.Value)), nil
	case quad.TypedString:
		return encodePair(kindTyped, string(v.Type), string(v.Value)), nil
	}
	return encodeNative(v)
}

func encodePair(kind byte, head, tail string) []byte {
	b := make([]byte, 0, 1+binary.MaxVarintLen64+len(head)+len(tail))
	b = binary.AppendUvarint(append(b, kind), uint64(len(head)))
	return append(append(b, head...), tail...)
}

func encodeNative(v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.Int:
		return binary.BigEndian.AppendUint64([]byte{kindInt}, uint64(v)), nil
	case quad.Float:
		return binary.BigEndian.AppendUint64([]byte{kindFloat}, math.Float64bits(float64(v))), nil
	case quad.Bool:
		if v {
			return []byte{kindBool, 1}, nil
		}
		return []byte{kindBool, 0}, nil
	case quad.Time:
		t := time.Time(v)
		b := binary.BigEndian.AppendUint64([]byte{kindTime}, uint64(t.Unix()))
		return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond())), nil
	}
	return nil, fmt.Errorf("a %T is no term", v)
}

var errBadTerm = errors.New("malformed term")

// decodeTerm is the inverse of encodeTerm; it keeps no part of b.
func decodeTerm(b []byte) (quad.Value, error) {
	if len(b) == 0 {
		return nil, errBadTerm
	}
	kind, b := b[0], b[1:]
	switch kind {
	case kindIRI:
		return quad.IRI(b), nil
	case kindBlank:
		return quad.BNode(b), nil
	case kindString:
		return quad.String(b), nil
	case kindLang, kindTyped:
		n, w := binary.Uvarint(b)
		if w <= 0 || n > uint64(len(b)-w) {
			return nil, errBadTerm
		}
		head, tail := string(b[w:w+int(n)]), string(b[w+int(n):])
		if kind == kindLang {
			return quad.LangString{Value: quad.String(tail), Lang: head}, nil
		}
		return quad.TypedString{Value: quad.String(tail), Type: quad.IRI(head)}, nil
	}
	return decodeNative(kind, b)
}

func decodeNative(kind byte, b []byte) (quad.Value, error) {
	switch {
	case kind == kindInt && len(b) == 8:
		return quad.Int(binary.BigEndian.Uint64(b)), nil
	case kind == kindFloat && len(b) == 8:
		return quad.Float(math.Float64frombits(binary.BigEndian.Uint64(b))), nil
	case kind == kindBool && len(b) == 1:
		return quad.Bool(b[0] == 1), nil
	case kind == kindTime && len(b) == 12:
		sec, nsec := int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint32(b[8:]))
		return quad.Time(time.Unix(sec, nsec).UTC()), nil
	}
	return nil, errBadTerm
}

const (
	// maxInlineTerm bounds a key of the dictionary; longer terms (texts of
	// articles, quotes) are found by a digest after their first bytes.
	maxInlineTerm = 128
	digestedHead  = 64
	digested      = 0x80 // set on the kind byte of such a key
)

// termKey gives the dictionary key of an encoded term. Short terms stand in
// it whole, so that neighbours in the alphabet are neighbours on disk.
func termKey(enc []byte) []byte {
	key := make([]byte, 0, 1+maxInlineTerm)
	key = append(key, spaceTerm)
	if len(enc) <= maxInlineTerm {
		return append(key, enc...)
	}
	key = append(key, enc[:digestedHead]...)
	key[1] |= digested
	sum := sha256.Sum256(enc)
	return append(key, sum[:]...)
}
