package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"surfstick-sms/hw"
)

// serviceList is the names of all services, which are some hundred and change rarely.
type serviceList struct {
	mu    sync.Mutex
	list  []string  // guarded by mu
	until time.Time // guarded by mu: when it is read anew
}

func (l *serviceList) names() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Now().Before(l.until) {
		return l.list
	}
	l.until = time.Now().Add(5 * time.Second)
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Services`,
		registry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return l.list
	}
	defer func() { _ = key.Close() }()
	if list, err := key.ReadSubKeyNames(-1); err == nil {
		l.list = list
	}
	return l.list
}

// noLibusbK reports whether the library is missing through which libusb uses libusb0.sys and
// libusbK.sys.
func noLibusbK() bool {
	folder, err := windows.GetSystemDirectory()
	if err != nil {
		return false
	}
	_, err = os.Stat(filepath.Join(folder, "libusbK.dll"))
	return errors.Is(err, fs.ErrNotExist)
}

var getSystemMetrics = windows.NewLazySystemDLL("user32.dll").NewProc("GetSystemMetrics")

// remoteSession reports whether the window is shown over Remote Desktop (SM_REMOTESESSION).
func remoteSession() bool {
	const remote = 0x1000
	if getSystemMetrics.Find() != nil {
		return false
	}
	r, _, _ := getSystemMetrics.Call(uintptr(remote))
	return r != 0
}

// waitNoPending is CM_WaitNoPendingInstallEvents of cfgmgr32.h, which is a macro for this name.
var waitNoPending = windows.NewLazySystemDLL("cfgmgr32.dll").NewProc("CMP_WaitNoPendingInstallEvents")

// installs asks without waiting whether Windows has drivers to install. No rights are needed. What
// Windows Update finds later is a new installation.
func installs() hw.Installs {
	if waitNoPending.Find() != nil {
		return hw.InstallsUnknown
	}
	r, _, _ := waitNoPending.Call(0)
	switch uint32(r) {
	case windows.WAIT_OBJECT_0:
		return hw.InstallsNone
	case uint32(windows.WAIT_TIMEOUT):
		return hw.InstallsPending
	}
	return hw.InstallsUnknown
}
