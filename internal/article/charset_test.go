package article

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	xunicode "golang.org/x/text/encoding/unicode"
)

// The wanted texts are what Python 3 gives for bytes.decode("utf-8", "replace").
func TestDecodeUTF8(t *testing.T) {
	const bad = "�"
	tests := []struct{ name, in, want string }{
		{"valid", "aé广😀", "aé广😀"},
		{"lone continuation", "a\x80b", "a" + bad + "b"},
		{"two continuations", "\x80\xBF", bad + bad},
		{"never a start", "\xC0\x80", bad + bad},
		{"sequence cut by a letter", "\xE5\xB9a", bad + "a"},
		{"sequence cut by the end", "\xF0\x9F\x98", bad},
		{"two bytes cut by the end", "\xC3", bad},
		{"overlong of three", "\xE0\x80\x80", bad + bad + bad},
		{"overlong of four", "\xF0\x80\x80A", bad + bad + bad + "A"},
		{"surrogate", "\xED\xA0\x80", bad + bad + bad},
		{"past Unicode", "\xF4\x90\x80\x80", bad + bad + bad + bad},
		{"never a start of five", "\xF8\x88\x80\x80\x80", bad + bad + bad + bad + bad},
		{"start after start", "\xE5\xE5\xB9\xBF", bad + "广"},
		{"windows-1252 quotes", "\x93Hi\x94", bad + "Hi" + bad},
		{"a replacement character that was written", "\xEF\xBF\xBD", bad},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, DecodeUTF8([]byte(tt.in))); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzDecodeUTF8 checks that the result is valid and that valid text around or inside
// is kept.
func FuzzDecodeUTF8(f *testing.F) {
	f.Add([]byte("a\xE5\xB9b\xF0\x9F\x98"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := DecodeUTF8(b)
		if !utf8.ValidString(got) {
			t.Errorf("DecodeUTF8(%q) = %q, not valid", b, got)
		}
		if utf8.Valid(b) && got != string(b) {
			t.Errorf("DecodeUTF8(%q) = %q", b, got)
		}
		if framed := DecodeUTF8([]byte("<" + string(b) + ">")); framed != "<"+got+">" {
			t.Errorf("DecodeUTF8 of %q between brackets = %q, want %q", b, framed, got)
		}
	})
}

func TestDecodeText(t *testing.T) {
	utf16 := func(order xunicode.Endianness, mark xunicode.BOMPolicy) string {
		s, err := xunicode.UTF16(order, mark).NewEncoder().String("Lugo’s mayor, 广")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	const text = "Lugo’s mayor, 广"
	tests := []struct {
		name, in, want string
		err            error
	}{
		{"UTF-8", text, text, nil},
		{"UTF-8 with its mark", "\xEF\xBB\xBF" + text, text, nil},
		{"UTF-16, little end first, with its mark", utf16(xunicode.LittleEndian, xunicode.UseBOM), text, nil},
		{"UTF-16, big end first, with its mark", utf16(xunicode.BigEndian, xunicode.UseBOM), text, nil},
		{"UTF-16, little end first, without", utf16(xunicode.LittleEndian, xunicode.IgnoreBOM), text, nil},
		{"UTF-16, big end first, without", utf16(xunicode.BigEndian, xunicode.IgnoreBOM), text, nil},
		{"line ends stay", "a\r\nb\n", "a\r\nb\n", nil},
		{"escape sequences of terminals", "a \x1b[1mb\x1b[0m", "a \x1b[1mb\x1b[0m", nil},
		{"zero byte", "ab\x00cd", "", ErrBinary},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", ErrBinary},
		{"control characters", strings.Repeat("\x01\x02ab", 20), "", ErrBinary},
		{"PDF", "%PDF-1.7 text", "", ErrBinary},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warning, err := decodeText([]byte(tt.in), true)
			switch {
			case tt.err != nil:
				if err == nil || !errors.Is(err, tt.err) {
					t.Errorf("error %v, want %v", err, tt.err)
				}
			case err != nil:
				t.Errorf("error %v", err)
			case got != tt.want:
				t.Errorf("text %q, want %q", got, tt.want)
			case warning != "":
				t.Errorf("warning %q", warning)
			}
		})
	}
}

func TestGuessCharset(t *testing.T) {
	tests := []struct{ name, in, want, warning string }{
		{"Latin-1", "Caf\xE9 M\xFCller", "Café Müller", "not UTF-8: read as windows-1252"},
		{"windows-1252 quotes", "\x93Hi\x94 \x80 5", "“Hi” € 5", "not UTF-8: read as windows-1252"},
		{"byte without a character", "Caf\xE9 \x81", "Caf� �", "bytes that are not UTF-8, replaced by U+FFFD: 2"},
		{"UTF-8 with one broken byte", "“Café” \xE9", "“Café” �", "bytes that are not UTF-8, replaced by U+FFFD: 1"},
		{"Latin-1 that holds UTF-8 by chance", "\xE9 \xE9 \xC3\xA9", "é é Ã©", "not UTF-8: read as windows-1252"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warning, err := decodeText([]byte(tt.in), true)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want+"\n"+tt.warning, got+"\n"+warning); diff != "" {
				t.Errorf("text and warning (-want +got):\n%s", diff)
			}
			got, _, err = decodeText([]byte(tt.in), false)
			if want := DecodeUTF8([]byte(tt.in)); err != nil || got != want {
				t.Errorf("without a guess: %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestDecodeHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing declared, UTF-8", "<p>“Lugo”", "<p>“Lugo”"},
		{"nothing declared, not UTF-8", "<p>\x93Lugo\x94", "<p>“Lugo”"},
		{"meta charset", "<meta charset=iso-8859-2><p>\xA3\xF3d\xBC", "<meta charset=iso-8859-2><p>Łódź"},
		{"meta http-equiv", `<meta http-equiv=Content-Type content="text/html; charset=GB2312">` + "\xB9\xE3\xB6\xAB", `<meta http-equiv=Content-Type content="text/html; charset=GB2312">广东`},
		{"XML declaration", `<?xml version="1.0" encoding="windows-1251"?><p>` + "\xCC\xE8\xF0", `<?xml version="1.0" encoding="windows-1251"?><p>Мир`},
		{"Latin-1 declared, but UTF-8", "<meta charset=iso-8859-1><p>“é”", "<meta charset=iso-8859-1><p>“é”"},
		{"UTF-8 declared, but not", "<meta charset=utf-8><p>\xE9", "<meta charset=utf-8><p>�"},
		{"UTF-8 mark before another declaration", "\xEF\xBB\xBF<meta charset=gbk><p>é", "<meta charset=gbk><p>é"},
		{"unknown character set", "<meta charset=klingon><p>é", "<meta charset=klingon><p>é"},
		{"Shift JIS", "<meta charset=shift_jis><p>\x93\x8C\x8B\x9E", "<meta charset=shift_jis><p>東京"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeHTML([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkDecodeUTF8(b *testing.B) {
	text := bytes.Repeat([]byte("Officials of Haizhou’s port \xE9 said. "), 4096)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		DecodeUTF8(text)
	}
}
