package extract

import (
	"context"
	"strings"
)

// Sheet is what an article offers to a classifier of relations: its sentences, the
// ends that each offers, and the features of each pair of ends. It is what training
// reads; [Extractor.Extract] uses the same candidates and features.
type Sheet struct {
	Title []string // words
	Sents []SheetSentence
}

// SheetSentence is one sentence of a Sheet.
type SheetSentence struct {
	Start, End int      // code points of the article
	Words      []string // as the parser saw them
	Ends       []SheetEnd
	Pairs      []SheetPair
}

// SheetEnd is a candidate. Words [First, Last) of sentence Home are its place there, or
// -1 where the article's topic has none.
type SheetEnd struct {
	Kind, Class, Part string
	Name              string // as a statement would write it
	Home, First, Last int
	Head              int
}

// SheetPair is an ordered pair of candidates of one sentence.
type SheetPair struct {
	Subject, Object int
	Joint           int      // the word of the sentence that joins them, or -1
	Features        []uint16 // rows, fewer than Schema().FeatureRows
	Votes           []string // relations that rules found between the two
}

// Sheet reads an article's candidates and pairs.
func (x *Extractor) Sheet(ctx context.Context, in Input) (*Sheet, error) {
	art, err := x.state(ctx, in)
	if err != nil {
		return nil, err
	}
	sheet := &Sheet{Title: titleWords(in.Title)}
	for _, s := range art.sents {
		sheet.Sents = append(sheet.Sents, s.sheet())
	}
	return sheet, nil
}

func (s *sentence) sheet() SheetSentence {
	out := SheetSentence{Start: s.start, End: s.end}
	for i := s.first; i < s.last; i++ {
		out.Words = append(out.Words, s.tok(i).Text)
	}
	list := s.candidates()
	for i := range list {
		c := &list[i]
		end := SheetEnd{Kind: c.kind.String(), Class: c.class, Part: c.part, Name: c.name(), Home: -1, First: -1, Last: -1, Head: -1}
		if c.home != nil {
			end.Home, end.First, end.Last, end.Head = c.home.index, c.first-c.home.first, c.last-c.home.first, c.head-c.home.first
		}
		out.Ends = append(out.Ends, end)
	}
	p := newPairs(s, list)
	for i := range list {
		for j := range list {
			if p.allowed(i, j) {
				pair := SheetPair{Subject: i, Object: j, Joint: max(-1, p.joint(i, j)-s.first), Features: p.features(nil, i, j)}
				for _, v := range p.rules(i, j) {
					pair.Votes = append(pair.Votes, v.pred)
				}
				out.Pairs = append(out.Pairs, pair)
			}
		}
	}
	return out
}

func titleWords(title string) []string { return strings.Fields(title) }
