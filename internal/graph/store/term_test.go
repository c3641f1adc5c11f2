package store

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/cayleygraph/quad"
)

func FuzzTerm(f *testing.F) {
	for _, s := range []string{"", "x", "a\x00b", "\xff", "long text, long text, long text"} {
		f.Add(byte(0), s, "en")
		f.Add(byte(4), s, "http://www.w3.org/2001/XMLSchema#date")
	}
	f.Fuzz(func(t *testing.T, kind byte, text, extra string) {
		v := [...]quad.Value{
			quad.IRI(text), quad.BNode(text), quad.String(text),
			quad.LangString{Value: quad.String(text), Lang: extra},
			quad.TypedString{Value: quad.String(text), Type: quad.IRI(extra)},
		}[kind%5]
		enc, err := encodeTerm(v)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := decodeTerm(enc); err != nil || back != v {
			t.Errorf("%#v comes back as %#v, error %v", v, back, err)
		}
		if key := termKey(enc); len(key) > 1+maxInlineTerm || key[0] != spaceTerm {
			t.Errorf("key of %d bytes", len(key))
		}
	})
}

// FuzzDecodeTerm: whatever a broken disk holds, decoding gives an error or a
// term that encodes to the same bytes (but for lengths written too long).
func FuzzDecodeTerm(f *testing.F) {
	for kind := range byte(20) {
		f.Add([]byte{kind, 2, 'e', 'n', 'x', 0, 0, 0, 1, 0, 0, 0, 0})
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := decodeTerm(b)
		if err != nil {
			return
		}
		enc, err := encodeTerm(v)
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeTerm(enc)
		if err != nil || back != v && enc[0] < kindInt {
			t.Errorf("%#v comes back as %#v, error %v", v, back, err)
		}
	})
}

func FuzzKey(f *testing.F) {
	f.Add(uint64(0), uint64(1), uint64(255), uint64(256), uint64(5))
	f.Add(uint64(math.MaxUint64), uint64(1)<<56, uint64(65535), uint64(65536), uint64(0))
	f.Fuzz(func(t *testing.T, s, p, o, g, other uint64) {
		q := idQuad{s, p, o, g}
		for i := range orders {
			ord := &orders[i]
			key := ord.key(nil, q)
			if back, err := ord.parse(key); err != nil || back != q {
				t.Errorf("order %c: %v comes back as %v, error %v", ord.space, q, back, err)
			}
			q2 := q
			q2[ord.slots[0]] = other
			byKey := bytes.Compare(key, ord.key(nil, q2))
			if byID := cmpID(q[ord.slots[0]], other); byKey != byID {
				t.Errorf("order %c: keys compare %d, ids %d", ord.space, byKey, byID)
			}
		}
	})
}

func cmpID(a, b id) int { return slices.Compare([]id{a}, []id{b}) }

// FuzzParseKey: what is accepted is the one spelling of a key.
func FuzzParseKey(f *testing.F) {
	f.Add(primary.key(nil, idQuad{1, 300, 70000, 0}))
	f.Add([]byte("1\x02\x00\x01\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, key []byte) {
		q, err := primary.parse(key)
		if err == nil && !bytes.Equal(primary.key(nil, q), key) {
			t.Errorf("%x is a second key of %v", key, q)
		}
	})
}

func TestOrderFor(t *testing.T) {
	for mask, o := range orderFor {
		if o == nil {
			t.Errorf("no order starts with %04b", mask)
		}
	}
}
