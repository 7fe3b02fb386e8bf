package scan

import (
	"context"
	"fmt"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

var (
	cfgmgr32               = windows.NewLazySystemDLL("cfgmgr32.dll")
	registerNotification   = cfgmgr32.NewProc("CM_Register_Notification")
	unregisterNotification = cfgmgr32.NewProc("CM_Unregister_Notification")
)

// notifyFilter is CM_NOTIFY_FILTER (cfgmgr32.h).
type notifyFilter struct {
	size, flags, kind, reserved uint32
	which                       [200]uint16 // a class or a device; zeroes are all of them
}

// notifyFilters ask for the interfaces of every class, so that ports and drives are reported, and
// for every device, so that drivers are that are bound or removed while a stick stays plugged in.
var notifyFilters = [...]notifyFilter{
	{kind: 0, flags: 1}, // CM_NOTIFY_FILTER_TYPE_DEVICEINTERFACE, …_FLAG_ALL_INTERFACE_CLASSES
	{kind: 2, flags: 2}, // CM_NOTIFY_FILTER_TYPE_DEVICEINSTANCE, …_FLAG_ALL_DEVICE_INSTANCES
}

// listeners are those who listen, by the number that Windows hands to the callback: Windows must
// keep no pointer into Go's memory.
var listeners struct {
	sync.Mutex
	last   uintptr
	signal map[uintptr]func()
}

// notifyCallback is the one function that Windows calls, on threads of its own. Go frees no
// callback, so that there must not be one for every listener.
var notifyCallback = sync.OnceValue(func() uintptr {
	return windows.NewCallback(func(_, number, _, _, _ uintptr) uintptr {
		listeners.Lock()
		signal := listeners.signal[number]
		listeners.Unlock()
		if signal != nil {
			signal()
		}
		return uintptr(windows.ERROR_SUCCESS)
	})
})

// listening enters a listener and returns its number.
func listening(signal func()) uintptr {
	listeners.Lock()
	defer listeners.Unlock()
	if listeners.signal == nil {
		listeners.signal = make(map[uintptr]func())
	}
	listeners.last++
	listeners.signal[listeners.last] = signal
	return listeners.last
}

func notListening(number uintptr) {
	listeners.Lock()
	defer listeners.Unlock()
	delete(listeners.signal, number)
}

// systemListen has the Configuration Manager report devices, their drivers and their interfaces;
// it needs no window and no rights.
func systemListen(ctx context.Context, signal func()) error {
	for _, call := range []*windows.LazyProc{registerNotification, unregisterNotification} {
		if err := call.Find(); err != nil {
			return fmt.Errorf("device notifications: %w: %w", hw.ErrUnsupported, err)
		}
	}
	number := listening(signal)
	defer notListening(number)
	for _, filter := range notifyFilters {
		handle, err := register(filter, number)
		if err != nil {
			return err
		}
		// It waits for callbacks that run, and must so not be called by one.
		defer func() { _, _, _ = unregisterNotification.Call(handle) }()
	}
	signal()
	<-ctx.Done()
	return nil
}

func register(filter notifyFilter, number uintptr) (handle uintptr, err error) {
	filter.size = uint32(unsafe.Sizeof(filter))
	code, _, _ := registerNotification.Call(uintptr(unsafe.Pointer(&filter)), number,
		notifyCallback(), uintptr(unsafe.Pointer(&handle)))
	if code != 0 { // CR_SUCCESS
		return 0, fmt.Errorf("device notifications: %w: CM_Register_Notification, code %d",
			hw.ErrUnsupported, code)
	}
	return handle, nil
}
