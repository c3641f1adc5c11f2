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
			return errors.Join(err, w.Flush())
		}
		return w.Flush()
	}
	return writeFile(path, write)
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	if info, statErr := os.Stat(path); statErr == nil && !info.Mode().IsRegular() {
		return writeDevice(path, info.Mode(), write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %q: %w", path, cause(err))
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 64<<10)
	err = errors.Join(write(w), w.Flush(), f.Chmod(fileMode(path)), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// writeDevice writes to what cannot be renamed over, as /dev/null or a pipe.
func writeDevice(path string, mode fs.FileMode, write func(io.Writer) error) error {
	if mode.IsDir() {
		return usagef("%q is a folder", path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 64<<10)
	return errors.Join(write(w), w.Flush(), f.Close())
}

// fileMode is that of the file that is replaced, else what is usual for a new one.
func fileMode(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}

// cause is what went wrong, without the operation and a temporary file's name.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
