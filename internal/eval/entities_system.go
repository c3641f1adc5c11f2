package eval

import (
	"context"
	"unicode/utf8"

	"kg/internal/extract"
	"kg/internal/nlp"
)

// labelClasses are the recogniser's labels for the classes of names.
var labelClasses = map[string]EntityClass{"PERSON": Person, "ORG": Organisation, "GPE": Place, "LOC": Place, "FAC": Place}

// ParserEntities is the system of the parser's own entities.
func ParserEntities(pipe extract.Annotator) EntitySystem {
	return func(ctx context.Context, text string) ([]EntitySpan, error) {
		doc, err := pipe.Annotate(ctx, text)
		if err != nil {
			return nil, err
		}
		var out []EntitySpan
		at := runeCounter(doc)
		for _, e := range doc.Ents {
			if class := labelClasses[e.Label]; class != "" {
				out = append(out, EntitySpan{at(doc.Tokens[e.Start].Start), at(doc.Tokens[e.End-1].End()), class})
			}
		}
		return out, nil
	}
}

// runeCounter turns ascending byte offsets of the document's text into code points.
func runeCounter(doc *nlp.Doc) func(offset int) int {
	last, runes := 0, 0
	return func(offset int) int {
		runes += utf8.RuneCountInString(doc.Text[last:offset])
		last = offset
		return runes
	}
}

// MentionEntities is the system of the names as extraction mends them.
func MentionEntities(x *extract.Extractor) EntitySystem {
	classes := map[string]EntityClass{"Person": Person, "Organization": Organisation, "Place": Place}
	return func(ctx context.Context, text string) ([]EntitySpan, error) {
		mentions, err := x.Mentions(ctx, extract.Input{Text: text})
		if err != nil {
			return nil, err
		}
		var out []EntitySpan
		for _, m := range mentions {
			if class := classes[m.Class]; class != "" {
				out = append(out, EntitySpan{m.Start, m.End, class})
			}
		}
		return out, nil
	}
}
