package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockedAt is the upper half of the offset of the byte that is locked, far behind what is in the
// file: on Windows nobody else can read a locked byte.
const lockedAt = 0x7fffffff

// Lock locks a file that is open for writing, until it is closed. It does not wait: the error is ErrLocked when
// the file was opened elsewhere, here or in another process, and is locked there.
func Lock(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	at := windows.Overlapped{OffsetHigh: lockedAt}
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrLocked
	}
	return err
}
