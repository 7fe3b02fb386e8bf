package desktop

import "surfstick-sms/internal/hiddenwindow"

// sessionWatcher is the name of the window that hears of the end of the session.
const sessionWatcher = "SurfstickSMS session"

// wmEndSession says whether the session ends (winuser.h).
const wmEndSession = 0x0016

// OnSessionEnd calls f when Windows is shut down or the user logs off while the program runs, and
// returns what ends that. When f has returned, the program may be ended at any moment.
func OnSessionEnd(f func()) (stop func()) {
	w, err := hiddenwindow.Open(sessionWatcher, func(message uint32, wParam, _ uintptr) {
		if message == wmEndSession && wParam != 0 {
			f()
		}
	}, func(*hiddenwindow.Window) {})
	if err != nil {
		return func() {}
	}
	return w.Close
}
