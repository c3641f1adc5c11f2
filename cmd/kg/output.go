package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeOutput gives write the file that -o names, or stdout for "" and "-". A file
// appears under its name only when write has succeeded: until then it lies beside it
// under another.
func (a *app) writeOutput(path string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		w := bufio.NewWriterSize(a.stdout, 64<<10)
		if err := write(w); err != nil {
			return worst(err, w.Flush())
		}
		return w.Flush()
	}
	return writeFile(path, write)
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	mode := fs.FileMode(0o666) // less what the user's mask takes away
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return usagef("%q is a folder", path)
	case err == nil && !info.Mode().IsRegular():
		return writeDevice(path, write)
	case err == nil:
		mode = info.Mode().Perm()
	}
	beside := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d", filepath.Base(path), os.Getpid()))
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("write %q: %w", path, cause(err))
	}
	defer func() {
		if err != nil {
			os.Remove(beside)
		}
	}()
	w := bufio.NewWriterSize(f, 64<<10)
	if err := worst(write(w), w.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

// writeDevice writes to what cannot be renamed over, as /dev/null or a pipe.
func writeDevice(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 64<<10)
	return worst(write(w), w.Flush(), f.Close())
}

// cause is what went wrong, without the operation and a temporary file's name.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
