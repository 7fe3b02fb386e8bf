package settings

// The keys of what concerns the program beside its window.
const (
	KeyTray   = "tray"   // "off" or "": closing the window leaves the program running
	KeyNotify = "notify" // "sender", "count", "off" or "": how much a notification shows
	KeySound  = "sound"  // "off" or "": notifications make a sound
	KeyQuiet  = "quiet"  // hours without notifications, "22:00-07:00", or ""
)
