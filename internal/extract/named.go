package extract

import "context"

// Mention is a name's occurrence: code points [Start, End) of the article, titles and
// roles trimmed off.
type Mention struct {
	Start, End int
	Class      string // of the ontology; Group for peoples and parties' adherents
	Name       string // the fullest form that the article shows
}

// Mentions reads the names of an article, in text order, disjoint. All mentions of a name
// have one class.
func (x *Extractor) Mentions(ctx context.Context, in Input) ([]Mention, error) {
	r, err := x.refer(ctx, in, true)
	if err != nil {
		return nil, err
	}
	var out []Mention
	for _, s := range r.sents {
		for _, m := range s.mentions {
			e := m.ent.root()
			class := e.class
			if m.class == "Group" {
				class = "Group"
			}
			out = append(out, Mention{s.para.runes(s.tok(m.first).Start), s.para.runes(s.tok(m.last - 1).End()), class, e.name})
		}
	}
	return out, nil
}
