package nlp

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestPrefix(t *testing.T) {
	a := &pipeline(t).tokenizer.affixes
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"word", ""},
		{"(word", "("},
		{"“word", "“"},
		{"$5", "$"},
		{"US$5", "US$"},
		{"A$", "A$"},
		{"AU$5", ""},
		{"+5", ""},
		{"+a", "+"},
		{"+", "+"},
		{"+٣", "+"},
		{".5", ""},
		{"..5", ".."},
		{".....", "....."},
		{"……", "…"},
		{"©2024", "©"},
		{"😀", "😀"},
		{"-5", ""},
		{"'s", "'"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if got := tt.in[:a.prefix(tt.in)]; got != tt.want {
				t.Errorf("prefix of %q is %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSuffix(t *testing.T) {
	a := &pipeline(t).tokenizer.affixes
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"word", ""},
		{"word)", ")"},
		{"word's", "'s"},
		{"word’S", "’S"},
		{"……", "……"},
		{"…", "…"},
		{"a....", "...."},
		{".", ""},
		// a full stop
		{"word.", "."},
		{"5.", "."},
		{"W.", ""},
		{"NATO.", "."},
		{"日本.", "."},
		{"20°C.", "."},
		{"20C.", ""},
		{"°C.", "."},
		{").", "."},
		// after a digit
		{"5km", "km"},
		{"5km²", "km²"},
		{"5%", "%"},
		{"%", ""},
		{"5US$", "US$"},
		{"US$", ""},
		{"5$", "$"},
		{"5+", "+"},
		{"٣+", ""},
		{"5miles", ""},
		{"5km/h", "km/h"},
		{"km", ""},
		{"5тбكم", "тбكم"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if got := tt.in[len(tt.in)-a.suffix(tt.in):]; got != tt.want {
				t.Errorf("suffix of %q is %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestInfix(t *testing.T) {
	a := &pipeline(t).tokenizer.affixes
	for _, tt := range []struct {
		in   string
		want string // infixes joined by spaces
	}{
		{"word", ""},
		{"well-known", "-"},
		{"a--b---c", "-- ---"},
		{"a----b", ""},
		{"1-2", "-"},
		{"1--2", "-"},
		{"1-a", "-"},
		{"a-1", ""},
		{"1*2+3^4", "* + ^"},
		{"1,000", ""},
		{"a,b", ","},
		{"end.Start", "."},
		{"end.start", ""},
		{"U.S.A", ""},
		{"wait...what", "..."},
		{"...", "..."},
		{"wait…what", "…"},
		{"and/or", "/"},
		{"a:1", ""},
		{"1:a", ":"},
		{"a=b<c>d", "= < >"},
		{"a☃b", "☃"},
		{"x~y", "~"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			var got []string
			for at := 0; ; {
				start, end := a.infix(tt.in, at)
				if start == end {
					break
				}
				got = append(got, tt.in[start:end])
				at = end
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("infixes of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestIsURL(t *testing.T) {
	a := &pipeline(t).tokenizer.affixes
	label := strings.Repeat("a", maxLabel)
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"example.com", true},
		{"https://www.example.co.uk/a?b=c#d", true},
		{"example.com:80", true},
		{"example.com:8", false},
		{"example.com:123456", false},
		{"example.com:٣٣/x", true},
		{"example.com?q", true},
		{"example.com:", false},
		{"example.c", false},
		{"example", false},
		{"localhost:8080", false},
		{"пример.рф", true},
		{"ex_am-ple.com", true},
		{"_dmarc.example.com", false},
		{"example-.com", false},
		{label + ".com", true},
		{label + "a.com", false},
		{"a." + label[1:], true},
		{"a." + label, false},
		{"a..com", false},
		// scheme
		{"x://example.com", false},
		{"a+b-c.d://example.com", true},
		{"日本://example.com", true},
		{"a b://example.com", false},
		{"http://a://example.com", false},
		{"//example.com", false},
		// user
		{"user@example.com", true},
		{"mailto:user:pass@example.com/x", true},
		{"http://user@host@example.com", true},
		{"@example.com", false},
		{"a@@example.com", true},
		// addresses
		{"8.8.8.8", true},
		{"8.8.8.8:53", true},
		{"10.0.0.1", false},
		{"127.0.0.1", false},
		{"100.0.0.1", true},
		{"169.254.1.1", false},
		{"192.168.1.1", false},
		{"172.15.0.1", true},
		{"172.16.0.1", false},
		{"172.31.0.1", false},
		{"172.32.0.1", true},
		{"223.1.1.254", true},
		{"224.1.1.1", false},
		{"223.1.1.255", false},
		{"1.05.1.1", true},
		{"1.012.1.1", false},
		{"01.1.1.1", false},
		{"1.1.1.0", false},
		{"1.1.1", false},
		{"1.1.1.1.1", false},
		{"1٣.1.1.1", true},
		{"٣.1.1.1", false},
	} {
		t.Run(tt.in, func(t *testing.T) {
			if got := a.isURL(tt.in); got != tt.want {
				t.Errorf("isURL(%q) = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}

// TestRuneClasses counts the runes of each class: the tables are as the model's
// patterns have them.
func TestRuneClasses(t *testing.T) {
	c := &pipeline(t).tokenizer.affixes.classes
	for _, tt := range []struct {
		name  string
		class runeClass
		want  int
	}{
		{"prefix", classPrefix, 107 + 5984},
		{"suffix", classSuffix, 67 + 5984},
		{"infix", classInfix, 1 + 5984},
		{"alpha", classAlpha, 105724},
		{"top level", classTopLevel, 105177},
		{"upper", classUpper, 104939},
		{"before dot", classBeforeDot, 105241},
		{"infix left", classInfixLeft, 105196},
		{"infix right", classInfixRight, 104958},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := 0
			for r := rune(0); r <= unicode.MaxRune; r++ {
				if c.of(r)&tt.class != 0 {
					got++
				}
			}
			if got != tt.want {
				t.Errorf("%d runes, want %d", got, tt.want)
			}
		})
	}
}
