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
	err = beside(ctx, len(names), workers, func(ctx context.Context, i int) (err error) {
		found[i], err = system(ctx, names[i])
		return err
	})
	if err != nil {
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

// beside calls f for 0 to n-1, as many at a time as workers says, and gives the first
// error; after it, or when ctx ends, it starts no more.
func beside(ctx context.Context, n, workers int, f func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return f(ctx, i)
		})
	}
	return group.Wait()
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
