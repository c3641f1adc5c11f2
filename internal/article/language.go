package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// minLetters is how many letters a verdict needs to be relied on: trigram counts of
// less change with one foreign name.
const minLetters = 200

// windowLetters and windows bound the sample: the detector is surest of a page or so,
// and a longer text is judged in several places.
const (
	windowLetters = 1200
	windows       = 3
)

// Language tells the language of a text, as an ISO 639-1 code where there is one, else
// ISO 639-3, and whether the verdict may be acted on. It is "" where nothing fits.
func Language(text string) (code string, reliable bool) {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	votes, sure := map[string]int{}, map[string]int{}
	n := min(windows, 1+letters/(2*windowLetters))
	for i, window := range sample(text, letters, n) {
		lang, certain := detect(window)
		votes[lang]++
		if certain {
			sure[lang]++
		}
		if i == 0 || votes[lang] > votes[code] {
			code = lang
		}
		if 2*sure[code] > n {
			break // what the other windows say changes nothing
		}
	}
	agreed := 2*sure[code] > n || n > 1 && votes[code] == n
	return code, code != "" && letters >= minLetters && agreed
}

// sample cuts n windows out of a text of so many letters, spread from its beginning to
// its end; the whole text where n is 1 and it is short.
func sample(text string, letters, n int) []string {
	starts := make([]int, n) // in letters
	for i := range starts {
		if n > 1 {
			starts[i] = i * (letters - windowLetters) / (n - 1)
		}
	}
	var out []string
	begin, seen := -1, 0
	for i, r := range text {
		if begin < 0 && len(out) < n && seen >= starts[len(out)] {
			begin = i
		}
		if !unicode.IsLetter(r) {
			continue
		}
		if seen++; begin >= 0 && seen == starts[len(out)]+windowLetters {
			out = append(out, text[begin:i+utf8.RuneLen(r)])
			begin = -1
		}
	}
	if len(out) < n {
		out = append(out, text[max(begin, 0):])
	}
	return out
}

// englishWords are the short words that English prose is full of. Other languages write a
// few of them, too ("was", "for"), but none so many in one text.
var englishWords = wordSet("the of and that with which from were was has have had this these been would will could said their they his her who are by it its for not but about after than when")

// A plainly English text has at least plainWords words, and at most englishShare of them
// for one of englishWords: prose has one in three or four.
const (
	plainWords   = 100
	englishShare = 6
)

// plainlyEnglish says that a text is English without a look at its trigrams, which takes
// fifty times as long.
func plainlyEnglish(text string) bool {
	words, english := 0, 0
	for word := range strings.FieldsSeq(text) {
		words++
		if englishWords[word] {
			english++
		}
	}
	return words >= plainWords && english*englishShare >= words
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// detect tells the language of a window, "" where two fit as well, and whether that is
// certain.
func detect(text string) (code string, certain bool) {
	if plainlyEnglish(text) {
		return "en", true
	}
	info := whatlanggo.Detect(text)
	if info.Lang < 0 || info.Confidence == 0 { // 0 also where two languages tie
		return "", false
	}
	if code = info.Lang.Iso6391(); code == "" {
		code = info.Lang.Iso6393()
	}
	// Among the languages of one script the counts may be close; that a text in another
	// script than English has is not English is certain.
	return code, info.IsReliable() || info.Script != unicode.Latin
}
