package eval

import (
	"bytes"
	"context"
	"io/fs"

	"kg/internal/article"
	"kg/internal/extract"
	"kg/internal/ontology"
)

// Extractor reads statements; it must be safe for concurrent use.
type Extractor interface {
	Extract(ctx context.Context, in extract.Input) ([]ontology.Reading, error)
}

// Articles is the system that reads NAME.txt, with what NAME.meta.json tells about it,
// and extracts. Its statements go through the lines that kg extract prints.
func Articles(fsys fs.FS, x Extractor) System {
	return func(ctx context.Context, name string) ([]Statement, error) {
		var lines bytes.Buffer
		for art, err := range article.Read(ctx, fsys, []string{name + ".txt"}, article.Options{}) {
			if err != nil {
				return nil, err
			}
			readings, err := x.Extract(ctx, extract.Input{Text: art.Text, Title: art.Title, Date: art.Date})
			if err != nil {
				return nil, err
			}
			if err := extract.WriteJSONL(&lines, art.ID, readings); err != nil {
				return nil, err
			}
		}
		return ReadStatements(&lines, name+".txt")
	}
}
