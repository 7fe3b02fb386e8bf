//go:build unix

package instance

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// claim is a lock on a file in the data folder. The system drops it with the process; the file
// itself says nothing and stays.
type claim struct{ file *os.File }

// claimFolder takes the lock, or fails with ErrRunning when another process has it.
func claimFolder(folder string) (claim, error) {
	f, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return claim{}, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = ErrRunning
	}
	if err != nil {
		f.Close()
		return claim{}, err
	}
	return claim{file: f}, nil
}

func (c claim) release() error { return c.file.Close() }
