package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// kept is how many daily copies stay.
const kept = 3

const day = "2006-01-02"

// backups are the daily copies, oldest first: their names sort by date.
func (s *Store) backups() []string {
	dir, prefix := filepath.Dir(s.path), filepath.Base(s.path)+".backup-"
	entries, _ := os.ReadDir(dir) // sorted by name
	var found []string
	for _, e := range entries {
		date, ok := strings.CutPrefix(e.Name(), prefix)
		if _, err := time.Parse(day, date); ok && err == nil {
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	return found
}

func (s *Store) lastBackup() string {
	all := s.backups()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// Backup makes today's copy beside the file unless there is one, and removes all but the newest
// three.
func (s *Store) Backup(ctx context.Context) error {
	if err := s.writable(ctx); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	path := s.path + ".backup-" + s.now().Format(day)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := s.copyTo(ctx, path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	all := s.backups()
	for _, old := range all[:max(0, len(all)-kept)] {
		if err := os.Remove(old); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return nil
}

// setAside renames a damaged file and its journal, so that nothing is lost to a later repair.
func (s *Store) setAside() (string, error) {
	aside := s.path + ".corrupt-" + s.now().Format("2006-01-02-150405")
	for i := 2; exists(aside); i++ {
		aside = fmt.Sprintf("%s.corrupt-%s-%d", s.path, s.now().Format("2006-01-02-150405"), i)
	}
	if err := os.Rename(s.path, aside); err != nil {
		return "", err
	}
	err := os.Rename(s.path+"-journal", aside+"-journal")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return aside, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Restore puts a backup copy in the place of the file; no Store may be open on it. What is there
// is kept as .replaced.
func Restore(path, backup string) error {
	if err := copyFile(backup, path+".part"); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(path, path+".replaced"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
