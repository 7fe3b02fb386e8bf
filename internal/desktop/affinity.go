package desktop

// The display affinities of a window (winuser.h, SetWindowDisplayAffinity).
const (
	affinityNone    = 0x00
	affinityMonitor = 0x01 // captures show a black area
	affinityExclude = 0x11 // captures show what is behind; Windows 10 2004 and later
)

// affinity sets the display affinity that hides a window or shows it again: the older one where
// Windows does not know the newer.
func affinity(hide bool, set func(uintptr) error) error {
	if !hide {
		return set(affinityNone)
	}
	if set(affinityExclude) == nil {
		return nil
	}
	return set(affinityMonitor)
}
