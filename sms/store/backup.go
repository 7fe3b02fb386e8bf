package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// kept is how many daily copies stay.
const kept = 3

const day = "2006-01-02"

// backups returns the daily copies, oldest first: their names sort by date.
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
// three. Reading and writing go on meanwhile.
func (s *Store) Backup(ctx context.Context) error {
	if err := s.Writable(ctx); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	path := s.path + ".backup-" + s.now().Format(day)
	if exists(path) {
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

const (
	// copyPages is how many pages are copied at a time. The file can be read meanwhile, but not written.
	copyPages = 128
	// copyPause is how long others have the file to themselves in between.
	copyPause = 5 * time.Millisecond
)

// copySettings are those of a copy in the making, which counts only when it is whole.
var copySettings = url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(FULL)"}}

// copyTo writes a consistent copy of the file, complete or not at all, on a connection of its own. A
// change that is made meanwhile has the copy begin anew.
func (s *Store) copyTo(ctx context.Context, path string) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := connect(s.path, true)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		makePrivate(part)
		b, err := driver.(backuper).NewBackup(dsn(part, copySettings))
		if err != nil {
			return err
		}
		return errors.Join(copyPagewise(ctx, b), b.Finish())
	})
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, path)
}

// backuper is a connection that can be copied.
type backuper interface {
	NewBackup(to string) (*sqlite.Backup, error)
}

func copyPagewise(ctx context.Context, b *sqlite.Backup) error {
	for {
		more, err := b.Step(copyPages)
		if err != nil || !more {
			return err
		}
		select {
		case <-time.After(copyPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
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
// is kept as .replaced. Nothing in the copy goes out by itself: it may have gone since the copy was made.
func Restore(path, backup string) error {
	err := copyFile(backup, path+".part")
	if err == nil {
		err = settleCopy(path+".part", time.Now())
	}
	if err != nil {
		return errors.Join(fmt.Errorf("restore: %w", err), os.Remove(path+".part"))
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
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
