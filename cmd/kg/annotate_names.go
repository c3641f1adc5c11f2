package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"

	"kg/internal/extract"
	"kg/internal/nlp"
)

// nameStages print what extraction decides about names; their JSON is the parser's
// document with these decisions in it.
var nameStages = map[string]func(*extract.Extractor, *nlp.Pipeline, string) (string, readDocument){
	"mentions": mentionReader, "coreference": coreferenceReader,
}

// mentionReader prints the names as extraction repairs them: in JSON as the document's
// entities.
func mentionReader(x *extract.Extractor, pipe *nlp.Pipeline, format string) (string, readDocument) {
	return "doc\tstart\tend\tclass\ttext\tname\n", func(ctx context.Context, w io.Writer, d document) error {
		mentions, err := x.Mentions(ctx, extract.Input{Text: d.text})
		if err != nil {
			return err
		}
		if format == "tsv" {
			runes := []rune(d.text)
			for _, m := range mentions {
				if _, err := fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%s\n", oneLine(d.id), m.Start, m.End, m.Class, oneLine(string(runes[m.Start:m.End])), oneLine(m.Name)); err != nil {
					return err
				}
			}
			return nil
		}
		doc, err := pipe.Annotate(ctx, d.text)
		if err != nil {
			return err
		}
		doc.ID, doc.Ents = d.id, repaired(doc, mentions)
		return nlp.WriteJSON(w, doc)
	}
}

// entityLabels are OntoNotes' labels for the classes of names.
var entityLabels = map[string]string{
	"Person": "PERSON", "Organization": "ORG", "Place": "GPE", "Group": "NORP", "Event": "EVENT", "Work": "WORK_OF_ART", "Product": "PRODUCT",
}

// repaired gives the mentions as entities of the document. A place that the parser has
// as a location or facility keeps that label.
func repaired(doc *nlp.Doc, mentions []extract.Mention) []nlp.Span {
	label := map[int]string{}
	for _, e := range doc.Ents {
		for i := e.Start; i < e.End; i++ {
			label[i] = e.Label
		}
	}
	var ents []nlp.Span
	last := 0
	for _, m := range mentions {
		for _, sp := range doc.CharSpans([][2]int{{m.Start, m.End}}) {
			if sp.Start < last {
				continue
			}
			sp.Label = entityLabels[m.Class]
			if was := label[sp.End-1]; sp.Label == "GPE" && (was == "LOC" || was == "FAC") {
				sp.Label = was
			}
			if sp.Label == "" {
				sp.Label = "MISC"
			}
			ents, last = append(ents, sp), sp.End
		}
	}
	return ents
}

// coreferenceReader prints which phrases stand for the same one: in JSON as groups of
// spans, coref_clusters_1 and so on.
func coreferenceReader(x *extract.Extractor, pipe *nlp.Pipeline, format string) (string, readDocument) {
	return "doc\tcluster\tstart\tend\ttext\n", func(ctx context.Context, w io.Writer, d document) error {
		clusters, err := x.Clusters(ctx, extract.Input{Text: d.text})
		if err != nil {
			return err
		}
		if format == "tsv" {
			runes := []rune(d.text)
			for n, c := range clusters {
				for _, p := range c {
					if _, err := fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\n", oneLine(d.id), n+1, p.Start, p.End, oneLine(string(runes[p.Start:p.End]))); err != nil {
						return err
					}
				}
			}
			return nil
		}
		doc, err := pipe.Annotate(ctx, d.text)
		if err != nil {
			return err
		}
		doc.ID = d.id
		var groups []nlp.SpanGroup
		for n, c := range clusters {
			g := nlp.SpanGroup{Name: fmt.Sprintf("coref_clusters_%d", n+1)}
			for _, p := range c {
				g.Spans = append(g.Spans, doc.CharSpans([][2]int{{p.Start, p.End}})...)
			}
			groups = append(groups, g)
		}
		return nlp.WriteJSONSpans(w, doc, groups)
	}
}

// oneLine puts a plain space in the place of each other white space, so that a text
// fits a table's cell.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
}
