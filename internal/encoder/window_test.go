package encoder

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func words(text string, times int) []string {
	return strings.Fields(strings.Repeat(text+" ", times))
}

func TestPack(t *testing.T) {
	v := testVocabulary(t)
	for _, test := range []struct {
		name      string
		title     []string
		sentences [][]string
		lengths   []int  // of the windows
		first     string // pieces of the first window, its start
		spots     [][]Spot
	}{
		{"nothing", nil, nil, nil, "", [][]Spot{}},
		{"a title alone", words("the", 1), nil, nil, "", [][]Spot{}},
		{"an empty sentence", nil, [][]string{{}}, nil, "", [][]Spot{{}}},
		{"words of several pieces", nil, [][]string{{"unaffable", " ", "the"}, {"b"}}, []int{8}, "[CLS] un ##aff ##able [UNK] the b [SEP]", [][]Spot{{1, 4, 5}, {6}}},
		{"a title", words("the cafe", 1), [][]string{{"b"}}, []int{6}, "[CLS] the cafe [SEP] b [SEP]", [][]Spot{{4}}},
		{"a title without pieces", []string{" "}, [][]string{{"b"}}, []int{3}, "[CLS] b [SEP]", [][]Spot{{1}}},
		{"a long title", words("unaffable", 20), [][]string{{"b"}}, []int{36}, "[CLS] un ##aff ##able un", [][]Spot{{34}}},
		{"a full window", nil, [][]string{words("a", 200), words("a", 54)}, []int{256}, "", nil},
		{"one piece too much", nil, [][]string{words("a", 200), words("a", 55)}, []int{202, 57}, "", nil},
		{"a sentence that is too long", nil, [][]string{{"b"}, words("a", 300), {"b"}}, []int{3, 256, 3}, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			windows, spots := Pack(v, test.title, test.sentences)
			var lengths []int
			for _, w := range windows {
				lengths = append(lengths, len(w))
				if w[0] != v.cls || w[len(w)-1] != v.sep {
					t.Errorf("window starts with %d and ends with %d", w[0], w[len(w)-1])
				}
			}
			if diff := cmp.Diff(test.lengths, lengths); diff != "" {
				t.Errorf("lengths (-want +got):\n%s", diff)
			}
			if test.spots != nil {
				if diff := cmp.Diff(test.spots, spots); diff != "" {
					t.Errorf("spots (-want +got):\n%s", diff)
				}
			}
			if test.first != "" {
				var text []string
				for _, id := range windows[0] {
					text = append(text, v.text(id))
				}
				if got := strings.Join(text, " "); !strings.HasPrefix(got, test.first) {
					t.Errorf("first window is %q, want %q", got, test.first)
				}
			}
		})
	}
	t.Run("words cut off are at the last place", func(t *testing.T) {
		_, spots := Pack(v, nil, [][]string{{"b"}, words("a", 300)})
		for i, s := range spots[1] {
			if s.Window() != 1 || s.Place() != min(1+i, WindowSize-2) {
				t.Fatalf("word %d is at %d of window %d", i, s.Place(), s.Window())
			}
		}
	})
}
