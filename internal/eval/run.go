package eval

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// A System gives the statements of an article; name is that of the annotation's file
// without ".jsonl".
type System func(ctx context.Context, name string) ([]Statement, error)

// Score adds the figures of a system on every annotation NAME.jsonl in the top folder
// of gold, with as many articles at a time as workers says. The system must be safe for
// that.
func (r *Report) Score(ctx context.Context, gold fs.FS, system System, workers int) error {
	names, err := Names(gold)
	if err != nil {
		return err
	}
	found := make([][]Statement, len(names))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	for i, name := range names {
		if groupCtx.Err() != nil {
			break
		}
		group.Go(func() (err error) {
			if err = groupCtx.Err(); err == nil {
				found[i], err = system(groupCtx, name)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, name := range names {
		stmts, err := ReadFile(gold, name)
		if err != nil {
			return err
		}
		r.Add(name, stmts, found[i])
	}
	return ctx.Err()
}

// Names lists the annotations of a folder, sorted, without ".jsonl".
func Names(gold fs.FS) ([]string, error) {
	files, err := fs.Glob(gold, "*.jsonl")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, ErrNoAnnotations
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".jsonl")
	}
	slices.Sort(files)
	return files, nil
}

// ErrNoAnnotations is returned for a folder without a single .jsonl file.
var ErrNoAnnotations = errors.New("no annotation (NAME.jsonl) in the folder")

// ReadFile reads NAME.jsonl of a folder.
func ReadFile(fsys fs.FS, name string) ([]Statement, error) {
	f, err := fsys.Open(name + ".jsonl")
	if err != nil {
		return nil, fmt.Errorf("read statements: %w", err)
	}
	defer f.Close()
	return ReadStatements(f, name+".jsonl")
}

// Folder is the system whose output lies in a folder as NAME.jsonl; an article without
// a file has no statements.
func Folder(fsys fs.FS) System {
	return func(_ context.Context, name string) ([]Statement, error) {
		stmts, err := ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return stmts, err
	}
}
