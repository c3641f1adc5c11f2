package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"kg/internal/eval"
)

// runEvalEntities scores the parser's names and those that extraction makes of them on
// annotated sets of names.
func (a *app) runEvalEntities(ctx context.Context, paths []string, o *evalOptions) error {
	pipe, err := a.pipeline()
	if err != nil {
		return err
	}
	x, err := a.extractor()
	if err != nil {
		return err
	}
	w, err := o.writer(a.stdout, "scope", "name", "gold", "system", "right", "precision", "recall", "f1")
	if err != nil {
		return err
	}
	for _, name := range paths {
		texts, err := readEntities(name)
		if err != nil {
			return err
		}
		for _, sys := range []struct {
			name string
			find eval.EntitySystem
		}{{"parser", eval.ParserEntities(pipe)}, {"mentions", eval.MentionEntities(x)}} {
			total, byClass, err := eval.ScoreEntities(ctx, texts, sys.find)
			if err != nil {
				return err
			}
			for _, r := range eval.EntityRows(filepath.Base(name), sys.name, total, byClass) {
				if err := w.Write(r.Scope, r.Name, r.Gold, r.System, r.Right, r.Precision, r.Recall, r.F1); err != nil {
					return err
				}
			}
		}
	}
	return w.Close()
}

// readEntities reads a set of annotated names at a path of the operating system.
func readEntities(name string) ([]eval.EntityText, error) {
	clean := filepath.Clean(name) // a trailing slash would be a folder of its own
	texts, err := eval.ReadEntities(os.DirFS(filepath.Dir(clean)), filepath.Base(clean))
	if err != nil {
		return nil, fmt.Errorf("read annotated names of %q: %w", name, cause(err))
	}
	return texts, nil
}
