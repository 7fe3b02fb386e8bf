package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// companions are what stands behind the file's name in the names of its journals and copies.
var companions = []string{
	"", "-journal", "-wal", "-shm", ".part", ".replaced", ".backup-", ".corrupt-", ".v",
}

// files are the file with its journals and copies, as far as they exist.
func files(path string) ([]string, error) {
	dir, base := filepath.Dir(path), filepath.Base(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), base)
		if ours && e.Type().IsRegular() && isCompanion(rest) {
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	return found, nil
}

func isCompanion(rest string) bool {
	for _, c := range companions {
		if rest == c || strings.HasPrefix(rest, c) && (strings.HasSuffix(c, "-") && c[0] == '.' || c == ".v") {
			return true
		}
	}
	return false
}

// Erase removes the file with all its journals and copies, and writes over what they held before;
// no Store may be open on it. How much of that a disk forgets is the disk's own affair. It goes on
// after a failure and returns all of them.
func Erase(path string) error {
	all, err := files(path)
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	var failed error
	for _, f := range all {
		if err := EraseFile(f); err != nil {
			failed = errors.Join(failed, fmt.Errorf("erase: %w", err))
		}
	}
	return failed
}

// EraseFile writes zeros over a file and removes it. That there is none is no error.
func EraseFile(path string) error {
	err := overwrite(path)
	if removed := os.Remove(path); !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

func overwrite(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	zeros := make([]byte, 64<<10)
	for left := info.Size(); left > 0; {
		n, err := f.Write(zeros[:min(left, int64(len(zeros)))])
		if err != nil {
			return err
		}
		left -= int64(n)
	}
	return errors.Join(f.Sync(), f.Truncate(0))
}
