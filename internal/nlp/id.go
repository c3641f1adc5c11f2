package nlp

import (
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
)

// stringID is spaCy's id of a string: 0 for "", a small number for the 456 names of
// its symbol table, else the string's hash. The embedding tables are indexed by it,
// so a symbol ("X", the shape of "I") must not be hashed.
func stringID(s string) uint64 {
	if s == "" {
		return 0
	}
	if len(s) <= maxSymbolLen {
		if id, ok := symbols()[s]; ok {
			return uint64(id)
		}
	}
	return murmurHash64A(s, 1)
}

// murmurHash64A is Austin Appleby's MurmurHash2, 64-bit variant A.
func murmurHash64A(s string, seed uint64) uint64 {
	const (
		m = 0xc6a4a7935bd1e995
		r = 47
	)
	h := seed ^ uint64(len(s))*m
	for ; len(s) >= 8; s = s[8:] {
		k := word64(s) * m
		k ^= k >> r
		h = (h ^ k*m) * m
	}
	if len(s) > 0 {
		var tail [8]byte
		copy(tail[:], s)
		h = (h ^ binary.LittleEndian.Uint64(tail[:])) * m
	}
	h = (h ^ h>>r) * m
	return h ^ h>>r
}

func word64(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// maxSymbolLen is the length of "IS_OOV_DEPRECATED", the longest symbol, in bytes.
const maxSymbolLen = 17

// symbols is spaCy's symbol table: names that have fixed ids.
var symbols = sync.OnceValue(func() map[string]uint16 {
	table := make(map[string]uint16, 456)
	for _, run := range symbolRuns {
		for i, name := range strings.Fields(run.names) {
			table[name] = run.first + uint16(i)
		}
	}
	for i := 19; i <= 63; i++ {
		table[fmt.Sprintf("FLAG%d", i)] = uint16(i)
	}
	for i := 1; i <= 276; i++ {
		table[fmt.Sprintf("DEPRECATED%03d", i)] = uint16(103 + i)
	}
	return table
})

// symbolRuns lists the symbols that are not numbered names, each run with the id of
// its first.
var symbolRuns = []struct {
	first uint16
	names string
}{
	{1, `IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM
		LIKE_EMAIL IS_STOP IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY`},
	{64, `ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD
		SENT_START SPACY PROB LANG`},
	{84, `ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL SPACE`},
	{380, `PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY
		QUANTITY ORDINAL CARDINAL`},
	{398, `acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj csubjpass dep
		det dobj expl hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num number
		oprd obj obl parataxis partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod
		root xcomp acl`},
	{452, `ENT_KB_ID MORPH ENT_ID IDX _`},
}
