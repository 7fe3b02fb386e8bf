//go:build unix

package store

import (
	"os"
	"path/filepath"
	"strings"
)

// makePrivate makes a file that only this user can read, if there is none. SQLite would make one
// that everybody can read who reaches the folder, and gives its journal the rights of the file.
func makePrivate(path string) {
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		f.Close()
	}
}

// keepPrivate takes the rights of others away from a file and all its copies, which may have come
// from elsewhere.
func keepPrivate(path string) {
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range all {
		info, err := entry.Info()
		if err != nil || !strings.HasPrefix(entry.Name(), filepath.Base(path)) {
			continue
		}
		if mode := info.Mode(); mode.IsRegular() && mode&0o077 != 0 {
			_ = os.Chmod(filepath.Join(filepath.Dir(path), entry.Name()), mode.Perm()&^0o077)
		}
	}
}
