//go:build !nowindow

package main

import (
	"path/filepath"

	"surfstick-sms/gui"
	"surfstick-sms/internal/desktop"
)

// autostart returns the start of the program with the session: in the background, and otherwise as it
// was started now. It is nil where that cannot be had.
func (w *window) autostart() gui.Autostart {
	a, err := desktop.NewAutostart(autostartArgs(w.flags)...)
	if err != nil {
		w.program.log.Warn("autostart", "err", err)
		return nil
	}
	return a
}

// autostartArgs are the arguments for that.
func autostartArgs(f flags) []string {
	args := []string{"-background"}
	if f.stick != "" {
		args = append(args, "-demo-stick", f.stick)
	} else if f.demo {
		args = append(args, "-demo")
	}
	for _, one := range []struct{ name, value string }{{"-port", f.port}, {"-lang", f.lang}} {
		if one.value != "" {
			args = append(args, one.name, one.value)
		}
	}
	if f.data != "" {
		if folder, err := filepath.Abs(f.data); err == nil {
			args = append(args, "-data", folder)
		}
	}
	return args
}
