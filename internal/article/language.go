package article

import (
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// minLetters is how many letters a verdict needs to be relied on: trigram counts of
// less change with one foreign name.
const minLetters = 200

// sampleLetters bounds the work on a long text; counts of so many letters are settled.
const sampleLetters = 20_000

// Language tells the language of a text, as an ISO 639-1 code where there is one, else
// ISO 639-3, and whether the verdict may be acted on. It is "" where nothing fits.
func Language(text string) (code string, reliable bool) {
	letters, end := 0, len(text)
	for i, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if letters++; letters == sampleLetters {
			end = i
			break
		}
	}
	info := whatlanggo.Detect(text[:end])
	if info.Lang < 0 || info.Confidence == 0 { // 0 also where two languages tie
		return "", false
	}
	if code = info.Lang.Iso6391(); code == "" {
		code = info.Lang.Iso6393()
	}
	// Among the languages of one script the counts may be close; that a text in another
	// script than English has is not English is certain.
	certain := info.IsReliable() || info.Script != unicode.Latin
	return code, letters >= minLetters && certain
}
