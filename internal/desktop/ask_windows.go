package desktop

import "surfstick-sms/internal/hiddenwindow"

const (
	// endWatcher is the name of the window that hears of being asked to end. The installer looks for it
	// (assets/windows/installer.nsi): WM_CLOSE to the program's own window only hides that.
	endWatcher = "SurfstickSMS end"
	// wmEnd is what the installer sends there.
	wmEnd = hiddenwindow.FirstFree
)

// OnAskedToEnd calls f when the installer asks the program to end, so that it can replace or remove it,
// and returns what ends that. f is to return soon.
func OnAskedToEnd(f func()) (stop func()) {
	w, err := hiddenwindow.Open(endWatcher, func(message uint32, _, _ uintptr) {
		if message == wmEnd {
			f()
		}
	}, func(*hiddenwindow.Window) {})
	if err != nil {
		return func() {}
	}
	return w.Close
}
