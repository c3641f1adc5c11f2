package encoder

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const testPieces = `[PAD]
[UNK]
[CLS]
[SEP]
the
un
##aff
##able
able
cafe
oslo
istanbul
οδος
σ
##ς
##σ
a
##a
b
##b
.
-
'
€
北
京
한
12
##m
ß`

func testVocabulary(tb testing.TB) *Vocabulary {
	tb.Helper()
	v, err := NewVocabulary(testPieces)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// text is how the vocabulary file writes a piece.
func (v *Vocabulary) text(id uint16) string {
	if v.continuation[id] {
		return "##" + v.pieces[id]
	}
	return v.pieces[id]
}

func TestAppendPieces(t *testing.T) {
	v := testVocabulary(t)
	for _, test := range []struct{ name, word, want string }{
		{"known", "the", "the"},
		{"upper case", "THE", "the"},
		{"longest piece first", "unaffable", "un ##aff ##able"},
		{"a start is no continuation", "ableable", "able ##able"},
		{"unknown end", "unaffq", "[UNK]"},
		{"unknown", "xyz", "[UNK]"},
		{"accents", "Café", "cafe"},
		{"accents as marks", "Cafe\u0301", "cafe"},
		{"letters that do not decompose", "ß", "ß"},
		{"dotted capital I", "İstanbul", "istanbul"},
		{"sigma at the end", "ΟΔΟΣ", "οδος"},
		{"sigma alone", "Σ", "σ"},
		{"sigma before an apostrophe and a letter", "αΣ'α", "[UNK] ' [UNK]"},
		{"punctuation inside", "the-un.able", "the - un . able"},
		{"signs of currency join", "€12m", "[UNK]"},
		{"currency alone", "€", "€"},
		{"numbers", "12m", "12 ##m"},
		{"ideographs stand alone", "北京the", "北 京 the"},
		{"syllables decompose", "한", "[UNK]"},
		{"no-break space and controls drop out", "the\u00a0un\u0000able", "[UNK]"},
		{"soft hyphen drops out", "un\u00adaff", "un ##aff"},
		{"only spaces", " \t\u2003", ""},
		{"empty", "", ""},
		{"broken UTF-8", "un\xff", "[UNK]"},
		{"longest part", strings.Repeat("a", 100), "a" + strings.Repeat(" ##a", 99)},
		{"part too long", strings.Repeat("a", 101), "[UNK]"},
		{"a part too long beside others", "b." + strings.Repeat("a", 101) + ".b", "b . [UNK] . b"},
		{"length counts characters", strings.Repeat("北", 101), "北" + strings.Repeat(" 北", 100)},
		{"what looks like a special piece", "[SEP]", "[UNK] [UNK] [UNK]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, id := range v.AppendPieces(nil, test.word) {
				got = append(got, v.text(id))
			}
			if diff := cmp.Diff(strings.Fields(test.want), got); strings.Join(got, " ") != test.want {
				t.Errorf("%q (-want +got):\n%s", test.word, diff)
			}
		})
	}
}

func TestNewVocabularyErrors(t *testing.T) {
	for name, text := range map[string]string{
		"empty":              "",
		"no special pieces":  "a\nb\n",
		"empty line":         "[UNK]\n\n[CLS]\n[SEP]",
		"twice":              "[UNK]\n[CLS]\n[SEP]\na\na",
		"too many":           strings.Repeat("a\n", 1<<16),
		"a special as inner": "##[UNK]\n[CLS]\n[SEP]",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := NewVocabulary(text); !errors.Is(err, ErrVocabulary) {
				t.Errorf("got %v, want ErrVocabulary", err)
			}
		})
	}
}

// FuzzAppendPieces wants pieces that spell the word out or are unknown, and the same
// pieces after what was there before.
func FuzzAppendPieces(f *testing.F) {
	for _, seed := range []string{"unaffable", "Café", "北京", "ΟΔΟΣ", "a.b'c", "\xff", "İ", strings.Repeat("a", 101)} {
		f.Add(seed)
	}
	v := testVocabulary(f)
	f.Fuzz(func(t *testing.T, word string) {
		got := v.AppendPieces([]uint16{3}, word)
		if got[0] != 3 {
			t.Fatalf("%q: pieces before are lost", word)
		}
		var b strings.Builder
		for _, id := range got[1:] {
			if int(id) >= v.Size() {
				t.Fatalf("%q: piece %d of %d", word, id, v.Size())
			}
			if id == v.unknown {
				return
			}
			b.WriteString(v.pieces[id])
		}
		again := v.AppendPieces(nil, b.String())
		if spelled := v.AppendPieces(nil, word); len(again) > len(spelled) {
			t.Errorf("%q: its pieces joined have more pieces, %d, than it, %d", word, len(again), len(spelled))
		}
	})
}
