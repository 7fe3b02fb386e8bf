package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// session returns the number of the session that this process belongs to: each login and each
// Remote Desktop connection has its own windows.
func session() string {
	var id uint32
	if windows.ProcessIdToSessionId(windows.GetCurrentProcessId(), &id) != nil {
		return ""
	}
	return strconv.FormatUint(uint64(id), 10)
}

// asfwAny is ASFW_ANY (winuser.h): any process may come to the front next.
const asfwAny = ^uintptr(0)

var allowSetForegroundWindow = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")

// ring sets the event of the process that has the lock. Before that, it passes on its own right to
// come to the front, which Windows grants to a program that the user has just started, and refuses
// to one in the background (SetForegroundWindow).
func ring(path string) error {
	name, err := eventName(path)
	if err != nil {
		return err
	}
	event, err := windows.OpenEvent(windows.EVENT_MODIFY_STATE, false, name)
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(event) }()
	_, _, _ = allowSetForegroundWindow.Call(asfwAny)
	return windows.SetEvent(event)
}

// eventBell rings when a named event of this session is set.
type eventBell struct{ rung, stopped windows.Handle }

// newBell makes the event, or takes that of an earlier process that has not quite gone.
func newBell(path string) (bell, error) {
	name, err := eventName(path)
	if err != nil {
		return nil, err
	}
	access, err := userAccess()
	if err != nil {
		return nil, err
	}
	rung, err := windows.CreateEvent(access, 0, 0, name)
	if err != nil && !errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		return nil, fmt.Errorf("make an event: %w", err)
	}
	stopped, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return nil, errors.Join(err, windows.CloseHandle(rung))
	}
	return eventBell{rung, stopped}, nil
}

// eventName returns the name that stands for a file. The path itself may hold backslashes, which
// a name may not.
func eventName(path string) (*uint16, error) {
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

func (b eventBell) wait() bool {
	handles := []windows.Handle{b.stopped, b.rung}
	which, err := windows.WaitForMultipleObjects(handles, false, windows.INFINITE)
	return err == nil && which == windows.WAIT_OBJECT_0+1
}

func (b eventBell) stop() { _ = windows.SetEvent(b.stopped) }

func (b eventBell) close() error {
	return errors.Join(windows.CloseHandle(b.stopped), windows.CloseHandle(b.rung))
}
