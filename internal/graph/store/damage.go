package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/cockroachdb/pebble/v2"
)

// ErrDamaged: something other than kg has changed, cut or taken files of the database.
var ErrDamaged = errors.New("database is damaged")

// DamageError says which database is damaged and how that shows. It is an
// [ErrDamaged].
type DamageError struct {
	Dir    string
	Reason string
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("database %q is damaged: %s", e.Dir, e.Reason)
}

// Hint is the next step for the user.
func (e *DamageError) Hint() string {
	return "put back a copy of the folder, or read the articles again into another: kg ingest --db NEW PATH"
}

// Is implements the protocol of errors.Is.
func (e *DamageError) Is(target error) bool { return target == ErrDamaged }

// damage remembers the first damage that the engine came upon. Much of it is met
// where no error comes back: in the background, and in iterators whose errors
// Cayley passes over.
type damage struct {
	dir   string
	mu    sync.Mutex
	first *DamageError
}

// seen returns the first damage, nil if there was none.
func (d *damage) seen() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.first == nil {
		return nil
	}
	return d.first
}

// judge makes a [DamageError] of an error that tells of damage and leaves all
// others alone.
func (d *damage) judge(err error) error {
	if err == nil || !pebble.IsCorruptionError(err) {
		return err
	}
	return d.found(err.Error())
}

func (d *damage) found(reason string) error {
	e := &DamageError{Dir: d.dir, Reason: firstLine(strings.TrimPrefix(reason, "pebble: "))}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.first == nil {
		d.first = e
	}
	return e
}

// judgeOpen takes every failure to open a directory that bears our marker for
// damage, unless the operating system is why: no right, no space, no descriptor.
// A file that is missing is damage too.
func (d *damage) judgeOpen(err error) error {
	var errno syscall.Errno
	switch {
	case err == nil, errors.Is(err, ErrInUse), errors.Is(err, pebble.ErrDBDoesNotExist):
		return err
	case errors.Is(err, fs.ErrNotExist), pebble.IsCorruptionError(err):
	case errors.As(err, &errno):
		return err
	}
	return d.found(err.Error())
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// checkManifest finds a directory that has files of the engine and not the one that
// leads to them: the engine would take it for new and hide what is left.
func checkManifest(dir string) error {
	has := func(pattern string) bool {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		return err == nil && len(names) > 0
	}
	// The engine makes tables and logs after the marker of the manifest.
	if (has("*.sst") || has("*.log")) && !has("marker.manifest.*") {
		return &DamageError{dir, "its manifest is missing"}
	}
	return nil
}
