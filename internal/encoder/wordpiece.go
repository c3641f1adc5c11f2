package encoder

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// ErrVocabulary is wrapped by the errors of [NewVocabulary].
var ErrVocabulary = errors.New("bad vocabulary")

// Vocabulary knows word pieces by their text. It is safe for concurrent use.
type Vocabulary struct {
	pieces            []string // without "##"
	slots             []uint16 // open addressing by hash, 1 + index of the piece, 0 where empty
	unknown, cls, sep uint16
	longest           int // bytes of the longest piece
	shift             uint
	continuation      []bool // of each piece
}

// NewVocabulary reads pieces, one a line in the order of their numbers, as BERT's
// vocab.txt lists them. "[UNK]", "[CLS]" and "[SEP]" must be among them.
func NewVocabulary(text string) (*Vocabulary, error) {
	text = strings.TrimSuffix(text, "\n")
	n := strings.Count(text, "\n") + 1
	if n >= 1<<16 {
		return nil, fmt.Errorf("%d pieces, at most %d: %w", n, 1<<16-1, ErrVocabulary)
	}
	v := &Vocabulary{pieces: make([]string, 0, n), continuation: make([]bool, 0, n), shift: 63}
	for size := 2; size < 2*n; size *= 2 {
		v.shift--
	}
	v.slots = make([]uint16, 1<<(64-v.shift))
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			return nil, fmt.Errorf("piece %d is empty: %w", len(v.pieces), ErrVocabulary)
		}
		if !v.add(line) {
			return nil, fmt.Errorf("piece %q is listed twice: %w", line, ErrVocabulary)
		}
	}
	for _, special := range []struct {
		name string
		id   *uint16
	}{{"[UNK]", &v.unknown}, {"[CLS]", &v.cls}, {"[SEP]", &v.sep}} {
		id, ok := v.find(hashText(hashStart, special.name), special.name, false)
		if !ok {
			return nil, fmt.Errorf("piece %q is missing: %w", special.name, ErrVocabulary)
		}
		*special.id = id
	}
	return v, nil
}

// Size is the number of pieces.
func (v *Vocabulary) Size() int { return len(v.pieces) }

func (v *Vocabulary) add(piece string) bool {
	text, inner := strings.CutPrefix(piece, "##")
	if text == "" { // the piece "##" stands for itself
		text, inner = piece, false
	}
	h := startOf(inner)
	h = hashText(h, text)
	if _, ok := v.find(h, text, inner); ok {
		return false
	}
	i := v.slot(h)
	for v.slots[i] != 0 {
		i = (i + 1) % len(v.slots)
	}
	v.pieces = append(v.pieces, text)
	v.continuation = append(v.continuation, inner)
	v.slots[i] = uint16(len(v.pieces))
	v.longest = max(v.longest, len(text))
	return true
}

func (v *Vocabulary) find(h uint64, text string, inner bool) (uint16, bool) {
	for i := v.slot(h); v.slots[i] != 0; i = (i + 1) % len(v.slots) {
		if id := v.slots[i] - 1; v.pieces[id] == text && v.continuation[id] == inner {
			return id, true
		}
	}
	return 0, false
}

// slot spreads the hash by its high bits.
func (v *Vocabulary) slot(h uint64) int { return int(h * 0x9e3779b97f4a7c15 >> v.shift) }

// Hashes of pieces are FNV-1a, so that those of all prefixes of a word come in one
// pass. Pieces that continue a word start elsewhere.
const (
	hashStart uint64 = 0xcbf29ce484222325
	hashInner uint64 = ^hashStart
	hashPrime uint64 = 0x100000001b3
)

func startOf(inner bool) uint64 {
	if inner {
		return hashInner
	}
	return hashStart
}

func hashText(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return h
}

// maxPart is how many characters a part of a word may have before it counts as unknown.
const maxPart = 100

// AppendPieces appends the pieces of a word: lower case, without accents, cut at
// punctuation and ideographs, each part into the longest pieces that are known, or the
// unknown piece. It appends nothing for a word of spaces and controls alone.
func (v *Vocabulary) AppendPieces(dst []uint16, word string) []uint16 {
	text := word
	if !plain(word) {
		text = withoutAccents(lower(word))
	}
	var part []byte
	for _, r := range text {
		switch classOf(r) {
		case ignored:
		case alone:
			dst = v.appendPart(dst, part)
			dst = v.appendPart(dst, utf8.AppendRune(part[:0], r))
			part = part[:0]
		default:
			part = utf8.AppendRune(part, r)
		}
	}
	return v.appendPart(dst, part)
}

// appendPart cuts greedily from the left.
func (v *Vocabulary) appendPart(dst []uint16, part []byte) []uint16 {
	if utf8.RuneCount(part) > maxPart {
		return append(dst, v.unknown)
	}
	var hashes [maxPart * utf8.UTFMax]uint64
	first := len(dst)
	for at := 0; at < len(part); {
		h := startOf(at > 0)
		stop := min(len(part), at+v.longest)
		for end := at; end < stop; end++ {
			h = (h ^ uint64(part[end])) * hashPrime
			hashes[end] = h
		}
		id, end, ok := uint16(0), stop, false
		for ; end > at; end-- {
			if id, ok = v.find(hashes[end-1], string(part[at:end]), at > 0); ok {
				break
			}
		}
		if !ok {
			return append(dst[:first], v.unknown)
		}
		dst = append(dst, id)
		at = end
	}
	return dst
}

// plain says that a word is lower-case ASCII letters and digits.
func plain(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

type runeClass uint8

const (
	joined  runeClass = iota
	alone             // a part of its own
	ignored           // spaces, controls, unassigned
)

func classOf(r rune) runeClass {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case r <= ' ' || r == 0x7f:
			return ignored
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			return joined
		}
		return alone
	case r >= 0x4e00 && r <= 0x9fff, unicode.Is(unicode.P, r):
		return alone
	case unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.S):
		return joined
	}
	return ignored
}

// lower differs from strings.ToLower in the sigma that ends a word.
func lower(s string) string {
	if strings.ContainsRune(s, 'Σ') {
		return cases.Lower(language.Und).String(s)
	}
	return strings.ToLower(s)
}

// withoutAccents decomposes and drops the marks that take no room.
func withoutAccents(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
