package desktop

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// motionTime is how long the desktop may take for its answer: the window waits for it.
const motionTime = 50 * time.Millisecond

// ReducedMotion reports whether the desktop asks programs to move nothing: GNOME's switch "Reduce
// animation", which xdg-desktop-portal tells any program
// (https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html).
func ReducedMotion() bool {
	ctx, cancel := context.WithTimeout(context.Background(), motionTime)
	defer cancel()
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer bus.Close()
	var answer dbus.Variant
	err = bus.Object(portalName, portalPath).CallWithContext(ctx, "org.freedesktop.portal.Settings.Read", 0,
		"org.gnome.desktop.interface", "enable-animations").Store(&answer)
	return err == nil && animationsOff(answer)
}

// animationsOff reports whether the desktop's answer is that animations are off. It comes in one variant
// or in two around each other, by the version of the portal.
func animationsOff(answer dbus.Variant) bool {
	if inner, ok := answer.Value().(dbus.Variant); ok {
		answer = inner
	}
	on, ok := answer.Value().(bool)
	return ok && !on
}
