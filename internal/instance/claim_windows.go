package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// claim is a named mutex of this user's session. Windows drops it with the process.
type claim struct{ mutex windows.Handle }

// claimFolder takes the mutex, or fails with ErrRunning when another process has it. One that runs
// as administrator does not even let us see its mutex: access denied.
func claimFolder(folder string) (claim, error) {
	name, err := mutexName(folder)
	if err != nil {
		return claim{}, err
	}
	h, err := windows.CreateMutex(nil, false, name)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		_ = windows.CloseHandle(h)
		return claim{}, ErrRunning
	}
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		return claim{}, ErrRunning
	}
	if err != nil {
		return claim{}, err
	}
	return claim{mutex: h}, nil
}

// mutexName stands for one folder; a path itself may hold backslashes, which a name may not.
func mutexName(folder string) (*uint16, error) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(strings.ToLower(path)))
	return windows.UTF16PtrFromString(`Local\SurfstickSMS-` + hex.EncodeToString(sum[:8]))
}

func (c claim) release() error { return windows.CloseHandle(c.mutex) }
