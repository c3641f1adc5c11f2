package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"kg/internal/article"
	"kg/internal/graph"
)

// articleOptions are the flags of the commands that read articles.
type articleOptions struct {
	read      article.Options
	filesFrom string
	workers   int
}

func (o *articleOptions) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.filesFrom, "files-from", "", `read further paths from a `+"`file`"+`, one a line; "-" is standard input`)
	flags.IntVar(&o.workers, "workers", 0, "articles read beside each other (default: as many as processors)")
	flags.StringVar(&o.read.ID, "id", "", "identifier of the article, for files that do not say it")
	flags.StringVar(&o.read.URL, "url", "", "address of the article, likewise")
	flags.StringVar(&o.read.Date, "date", "", "day of publication, likewise (2026-01-29)")
	flags.StringVar(&o.read.Title, "title", "", "title, likewise")
	flags.StringVar(&o.read.Source, "source", "", "publisher, likewise")
}

// processors is how many articles to read beside each other.
func (o *articleOptions) processors() int {
	if o.workers > 0 {
		return o.workers
	}
	return runtime.GOMAXPROCS(0)
}

// diskFS opens paths as the user wrote them, absolute ones and ".." too.
type diskFS struct{}

func (diskFS) Open(name string) (fs.File, error)          { return os.Open(name) }
func (diskFS) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (diskFS) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }

// paths are those of the command line and of --files-from.
func (a *app) paths(args []string, o *articleOptions) ([]string, error) {
	if o.workers < 0 {
		return nil, usagef("--workers %d: must not be negative", o.workers)
	}
	if _, ok := article.ParseDate(o.read.Date); !ok && o.read.Date != "" {
		return nil, withHint(usagef("--date %q is no day", o.read.Date), "write it as 2026-01-29, 2026-01 or 2026")
	}
	paths := args
	if o.filesFrom != "" {
		listed, err := a.listedPaths(o.filesFrom)
		if err != nil {
			return nil, err
		}
		paths = append(paths[:len(paths):len(paths)], listed...)
	}
	if len(paths) == 0 {
		return nil, withHint(usagef("no articles named"), `name files or folders; "-" is standard input`)
	}
	return paths, nil
}

func (a *app) listedPaths(name string) ([]string, error) {
	r := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	var paths []string
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if line := strings.TrimSuffix(sc.Text(), "\r"); line != "" {
			paths = append(paths, line)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return paths, nil
}

// eachArticle reads articles for a command that stores nothing; failures come with
// their place in them.
func (a *app) eachArticle(ctx context.Context, args []string, o *articleOptions) (iter.Seq2[article.Article, error], error) {
	paths, err := a.paths(args, o)
	if err != nil {
		return nil, err
	}
	opts := o.read
	opts.Stdin = a.stdin
	return func(yield func(article.Article, error) bool) {
		for art, err := range article.Read(ctx, diskFS{}, paths, opts) {
			a.warn(art.Path, art.Warnings)
			if !yield(art, err) {
				return
			}
		}
	}, nil
}

// warn names what was odd about an article that was read all the same.
func (a *app) warn(path string, warnings []string) {
	for _, warning := range warnings {
		a.logf("%q: warning: %s", path, warning)
	}
}

// spool keeps standard input so that it can be read twice: as the file that it is, or
// in a temporary one.
type spool struct {
	in   io.Reader
	file *os.File
	temp bool
}

// open gives the whole input from its beginning.
func (s *spool) open() (io.Reader, error) {
	if s.file == nil {
		if err := s.fill(); err != nil {
			return nil, fmt.Errorf("keep standard input: %w", err)
		}
	}
	_, err := s.file.Seek(0, io.SeekStart)
	return s.file, err
}

func (s *spool) fill() error {
	if f, ok := s.in.(*os.File); ok {
		info, err := f.Stat()
		if err == nil && info.Mode().IsRegular() {
			s.file = f
			return nil
		}
	}
	f, err := os.CreateTemp("", "kg-stdin-*")
	if err != nil {
		return err
	}
	s.file, s.temp = f, true
	_, err = io.Copy(f, s.in)
	return err
}

// Close removes the temporary file.
func (s *spool) Close() error {
	if !s.temp {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// fileName is a name for what belongs to an article. Identifiers are safe in a name
// already; this holds for whatever a reader may let through.
func fileName(id string) string {
	return strings.NewReplacer("/", "%2F", `\`, "%5C", ":", "%3A").Replace(id)
}

// findArticle finds an article by IRI, by the address of its page, or by the id that it
// bears in its file, which may not be fit for an IRI as it is. One that is not there is
// a mistake in the words of the command.
func findArticle(ctx context.Context, st *graph.Store, name string) (string, error) {
	iri, err := st.Article(ctx, name)
	if errors.Is(err, graph.ErrNotFound) {
		if clean, cleanErr := st.Article(ctx, article.CleanID(name)); cleanErr == nil {
			return string(clean), nil
		}
		return "", withHint(&usageError{err}, "kg stats --by article lists the articles")
	}
	return string(iri), err
}
