package autoplay

import (
	"fmt"
	"runtime"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	ole32                 = windows.NewLazySystemDLL("ole32.dll")
	createClassMoniker    = ole32.NewProc("CreateClassMoniker")
	getRunningObjectTable = ole32.NewProc("GetRunningObjectTable")
)

// The numbers of COM (shobjidl.h, shlguid.h, unknwn.h).
var (
	classQueryCancel = windows.GUID{
		Data1: 0x331f1768, Data2: 0x05a9, Data3: 0x4ddd,
		Data4: [8]byte{0xb8, 0x6e, 0xda, 0xe3, 0x4d, 0xdc, 0x99, 0x8a},
	}
	interfaceQueryCancel = windows.GUID{
		Data1: 0xddefe873, Data2: 0x6997, Data3: 0x4e68,
		Data4: [8]byte{0xbe, 0x26, 0x39, 0xb6, 0x33, 0xad, 0xbe, 0x12},
	}
	interfaceUnknown = windows.GUID{Data4: [8]byte{0xc0, 7: 0x46}}
)

const (
	sOK          = 0
	sFalse       = 1
	eNoInterface = 0x80004002
	ePointer     = 0x80004003
	keepsAlive   = 1 // ROTFLAGS_REGISTRATIONKEEPSALIVE
)

// unknown is a COM object of others: a pointer to a table of functions.
type unknown struct{ functions *[8]uintptr }

// The places of the functions in the tables (objidl.h).
const (
	callRelease  = 2
	callRegister = 3
	callRevoke   = 4
)

// call calls a function of the object. What the arguments point to must not lie on the stack of the goroutine,
// which may be moved before Windows writes there.
//
//go:uintptrescapes
func (u *unknown) call(function int, args ...uintptr) uintptr {
	result, _, _ := syscall.SyscallN(u.functions[function],
		append([]uintptr{uintptr(unsafe.Pointer(u))}, args...)...)
	return result
}

// answerer is the COM object that Windows asks. There is one for ever, which nobody frees: what it
// answers changes.
type answerer struct {
	functions *[4]uintptr
	mu        sync.Mutex
	refuses   func(root string) bool // nil for never
}

var theAnswerer = &answerer{}

// withFunctions fills in the table of functions: those of IUnknown, and AllowAutoPlay.
var withFunctions = sync.OnceValue(func() *answerer {
	theAnswerer.functions = &[4]uintptr{
		windows.NewCallback(func(this unsafe.Pointer, id *windows.GUID, out *unsafe.Pointer) uintptr {
			if id == nil || out == nil {
				return ePointer
			}
			if *id != interfaceUnknown && *id != interfaceQueryCancel {
				*out = nil
				return eNoInterface
			}
			*out = this
			return sOK
		}),
		windows.NewCallback(func(uintptr) uintptr { return 1 }), // AddRef
		windows.NewCallback(func(uintptr) uintptr { return 1 }), // Release
		windows.NewCallback(func(_ uintptr, root *uint16, _ uint32, _ *uint16, _ uint32) uintptr {
			if root != nil && theAnswerer.refuse(windows.UTF16PtrToString(root)) {
				return sFalse
			}
			return sOK
		}),
	}
	return theAnswerer
})

func (a *answerer) refuse(root string) (refused bool) {
	defer func() {
		if recover() != nil { // Windows called: a panic would end the program
			refused = false
		}
	}()
	a.mu.Lock()
	refuses := a.refuses
	a.mu.Unlock()
	return refuses != nil && refuses(root)
}

func (a *answerer) set(refuses func(string) bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refuses = refuses
}

// refuse has AutoPlay refused for the drives until stop is called.
func refuse(drives func() []string) (stop func(), err error) {
	entered, over, ended := make(chan error), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread() // it holds COM open; calls come on threads of COM's own
		defer runtime.UnlockOSThread()
		leave, err := enter(drives)
		entered <- err
		if err != nil {
			return
		}
		<-over
		leave()
	}()
	if err := <-entered; err != nil {
		<-ended
		return nil, err
	}
	return func() { close(over); <-ended }, nil
}

// enter enters the answerer in the table of running objects.
func enter(drives func() []string) (leave func(), err error) {
	for _, call := range []*windows.LazyProc{createClassMoniker, getRunningObjectTable} {
		if err := call.Find(); err != nil {
			return nil, fmt.Errorf("refuse AutoPlay: %w", err)
		}
	}
	if err := windows.CoInitializeEx(0, windows.COINIT_MULTITHREADED); err != nil {
		return nil, fmt.Errorf("refuse AutoPlay: open COM: %w", err)
	}
	table, cookie, err := register(withFunctions())
	if err != nil {
		windows.CoUninitialize()
		return nil, fmt.Errorf("refuse AutoPlay: %w", err)
	}
	theAnswerer.set(func(root string) bool { return ofStick(root, drives(), findDevice) })
	return func() {
		theAnswerer.set(nil)
		table.call(callRevoke, uintptr(cookie))
		table.call(callRelease)
		windows.CoUninitialize()
	}, nil
}

func register(a *answerer) (table *unknown, cookie uint32, err error) {
	if code, _, _ := getRunningObjectTable.Call(0, uintptr(unsafe.Pointer(&table))); code != sOK {
		return nil, 0, fmt.Errorf("GetRunningObjectTable: code %#x", uint32(code))
	}
	var name *unknown
	code, _, _ := createClassMoniker.Call(uintptr(unsafe.Pointer(&classQueryCancel)),
		uintptr(unsafe.Pointer(&name)))
	if code != sOK {
		table.call(callRelease)
		return nil, 0, fmt.Errorf("CreateClassMoniker: code %#x", uint32(code))
	}
	defer name.call(callRelease)
	// A positive code says that another program has entered itself, too: both are asked.
	code = table.call(callRegister, keepsAlive, uintptr(unsafe.Pointer(a)),
		uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&cookie)))
	if int32(code) < 0 {
		table.call(callRelease)
		return nil, 0, fmt.Errorf("enter an object: code %#x", uint32(code))
	}
	return table, cookie, nil
}

// findDevice asks a drive for its number (IOCTL_STORAGE_GET_DEVICE_NUMBER, ntddstor.h), with neither
// the right to read nor to write: the disc is not touched.
func findDevice(path string) (device, error) {
	const getDeviceNumber = 0x2D1080
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return device{}, err
	}
	h, err := windows.CreateFile(name, 0, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil,
		windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		return device{}, fmt.Errorf("open %s: %w", path, err)
	}
	defer func() { _ = windows.CloseHandle(h) }()
	var found struct{ kind, number, partition uint32 }
	var got uint32
	err = windows.DeviceIoControl(h, getDeviceNumber, nil, 0, (*byte)(unsafe.Pointer(&found)),
		uint32(unsafe.Sizeof(found)), &got, nil)
	if err != nil {
		return device{}, fmt.Errorf("number of %s: %w", path, err)
	}
	return device{found.kind, found.number}, nil
}
