package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// claim is a named event of this user's session. Whoever made it has the folder; others set it to
// ask for the window. Windows drops it with the process.
type claim struct {
	raise    windows.Handle
	stopped  windows.Handle
	watchErr error // always nil: the event serves both purposes
}

// newClaim makes the event. When another process has it, newClaim sets it and fails with ErrRunning.
func newClaim(folder string) (*claim, error) {
	name, err := eventName(folder)
	if err != nil {
		return nil, err
	}
	access, err := userAccess()
	if err != nil {
		return nil, err
	}
	raise, err := windows.CreateEvent(access, 0, 0, name)
	switch {
	case errors.Is(err, windows.ERROR_ALREADY_EXISTS):
		defer windows.CloseHandle(raise)
		if err := windows.SetEvent(raise); err != nil {
			return nil, fmt.Errorf("%w, and cannot be asked to come forward: %w", ErrRunning, err)
		}
		return nil, ErrRunning
	case errors.Is(err, windows.ERROR_ACCESS_DENIED): // that of another user, who has the folder
		return nil, ErrRunning
	case err != nil:
		return nil, err
	}
	stopped, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return nil, errors.Join(err, windows.CloseHandle(raise))
	}
	return &claim{raise: raise, stopped: stopped}, nil
}

// eventName returns the name that stands for a folder. The path itself may hold backslashes, which
// a name may not.
func eventName(folder string) (*uint16, error) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(strings.ToLower(path)))
	return windows.UTF16PtrFromString(`Local\SurfstickSMS-` + hex.EncodeToString(sum[:8]))
}

// userAccess lets every process of this user set the event. Without it, what a program makes that
// runs as administrator can neither be opened nor set by one that does not.
func userAccess() (*windows.SecurityAttributes, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("find the user: %w", err)
	}
	// All rights for the user, and a label of medium integrity, which is that of usual programs.
	descriptor, err := windows.SecurityDescriptorFromString(
		"D:(A;;GA;;;" + user.User.Sid.String() + ")S:(ML;;NW;;;ME)")
	if err != nil {
		return nil, fmt.Errorf("describe the access to an event: %w", err)
	}
	access := &windows.SecurityAttributes{SecurityDescriptor: descriptor}
	access.Length = uint32(unsafe.Sizeof(*access))
	return access, nil
}

// wait waits until the event is set and reports whether it was; false means that stop was called.
func (c *claim) wait() bool {
	handles := []windows.Handle{c.stopped, c.raise}
	which, err := windows.WaitForMultipleObjects(handles, false, windows.INFINITE)
	return err == nil && which == windows.WAIT_OBJECT_0+1
}

// stop ends wait.
func (c *claim) stop() { _ = windows.SetEvent(c.stopped) }

func (c *claim) release() error {
	return errors.Join(windows.CloseHandle(c.stopped), windows.CloseHandle(c.raise))
}
