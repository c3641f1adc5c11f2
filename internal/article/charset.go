package article

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
)

// decodeText turns the bytes of a file that declares no character set into UTF-8: the
// byte order mark decides, or the pattern of zero bytes that UTF-16 gives; else it is
// UTF-8 or, where it cannot be and guess allows, windows-1252. Whatever is invalid then
// is replaced. A guess and replacements come with a warning, "" for none.
func decodeText(b []byte, guess bool) (text, warning string, problem *Error) {
	switch order := utf16Order(b); {
	case order != nil:
		return decodeUTF16(b, *order), "", nil
	case looksBinary(b):
		return "", "", reject(0, ErrBinary, "not a text file")
	}
	b = bytes.TrimPrefix(b, utf8BOM)
	if utf8.Valid(b) {
		return string(b), "", nil
	}
	lost, kept := countUTF8(b)
	if guess && kept < lost && isWindows1252(b) {
		out, err := charmap.Windows1252.NewDecoder().Bytes(b)
		if err == nil {
			return string(out), "not UTF-8: read as windows-1252", nil
		}
	}
	return DecodeUTF8(b), fmt.Sprintf("bytes that are not UTF-8, replaced by U+FFFD: %d", lost), nil
}

// countUTF8 counts the bytes that belong to no character, and the characters of several
// bytes. A text in another character set than UTF-8 has hardly any of the latter.
func countUTF8(b []byte) (lost, kept int) {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			lost++
		case size > 1:
			kept++
		}
		b = b[size:]
	}
	return lost, kept
}

// isWindows1252 tells whether every byte stands for a character: five do not.
func isWindows1252(b []byte) bool {
	for _, hole := range []byte{0x81, 0x8D, 0x8F, 0x90, 0x9D} {
		if bytes.IndexByte(b, hole) >= 0 {
			return false
		}
	}
	return true
}

var utf8BOM = []byte("\xEF\xBB\xBF")

// DecodeUTF8 gives valid UTF-8, replacing what is invalid as Python's
// bytes.decode("utf-8", "replace") does: one U+FFFD for each longest part that could
// have begun a character (Unicode 16, section 3.9, table 3-8), else for each byte.
func DecodeUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			size = badPrefix(b)
		}
		out.WriteRune(r)
		b = b[size:]
	}
	return out.String()
}

// badPrefix is how many bytes of the ill-formed start of b one U+FFFD stands for.
func badPrefix(b []byte) int {
	var need int
	lo, hi := byte(0x80), byte(0xBF) // range of the second byte
	switch c := b[0]; {
	case 0xC2 <= c && c <= 0xDF:
		need = 1
	case 0xE0 <= c && c <= 0xEF:
		need = 2
		if c == 0xE0 {
			lo = 0xA0 // shorter forms exist
		}
		if c == 0xED {
			hi = 0x9F // surrogates
		}
	case 0xF0 <= c && c <= 0xF4:
		need = 3
		if c == 0xF0 {
			lo = 0x90
		}
		if c == 0xF4 {
			hi = 0x8F // past U+10FFFF
		}
	}
	n := 1
	for ; n <= need && n < len(b) && lo <= b[n] && b[n] <= hi; n++ {
		lo, hi = 0x80, 0xBF
	}
	return n
}

// utf16Order tells UTF-16 and its byte order, by its mark or by zero bytes on one side
// of most pairs; nil for anything else.
func utf16Order(b []byte) *xunicode.Endianness {
	big, little := xunicode.BigEndian, xunicode.LittleEndian
	switch {
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return &big
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return &little
	}
	head := b[:min(len(b), 1024)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs < 2:
	case zeros[0] > pairs*7/10 && zeros[1] == 0:
		return &big
	case zeros[1] > pairs*7/10 && zeros[0] == 0:
		return &little
	}
	return nil
}

func decodeUTF16(b []byte, order xunicode.Endianness) string {
	out, err := xunicode.UTF16(order, xunicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil {
		return DecodeUTF8(b) // the decoder replaces; it has no error of its own
	}
	return string(out)
}

// looksBinary judges the first 8 KiB: a zero byte, or more than one byte in twenty
// that is a control character no text file holds.
func looksBinary(b []byte) bool {
	head := b[:min(len(b), 8192)]
	if bytes.HasPrefix(head, []byte("%PDF-")) || bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return true
	}
	odd := 0
	for _, c := range head {
		switch {
		case c == 0:
			return true
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B, c == 0x7F:
			odd++
		}
	}
	return odd > 0 && odd*20 > len(head)
}

// decodeHTML follows what the page declares: byte order mark, XML declaration, meta
// element. A page that declares nothing is UTF-8 where that is valid, else
// windows-1252, as browsers take it.
func decodeHTML(b []byte) (string, *Error) {
	if order := utf16Order(b); order != nil {
		return decodeUTF16(b, *order), nil
	}
	if looksBinary(b) {
		return "", reject(0, ErrBinary, "not a text file")
	}
	if bytes.HasPrefix(b, utf8BOM) {
		return DecodeUTF8(b[len(utf8BOM):]), nil
	}
	enc, name, certain := charset.DetermineEncoding(b, "")
	if label := xmlEncoding(b); label != "" && !certain {
		if e, n := charset.Lookup(label); e != nil {
			enc, name, certain = e, n, true
		}
	}
	// Many pages still say iso-8859-1 and are UTF-8; text in another script than UTF-8
	// that is valid UTF-8 by accident does not occur.
	if name == "utf-8" || (name == "windows-1252" || !certain) && utf8.Valid(b) {
		return DecodeUTF8(b), nil
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", reject(0, err, "cannot be read as %s: %v", name, err)
	}
	return DecodeUTF8(out), nil
}

var xmlDeclaration = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)
})

// xmlEncoding is the character set that an XML declaration names, or "".
func xmlEncoding(b []byte) string {
	if m := xmlDeclaration().FindSubmatch(b[:min(len(b), 1024)]); m != nil {
		return string(m[1])
	}
	return ""
}

func isBlank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Cc, r)
	}) < 0
}
