//go:build !nowindow

package main

import (
	"surfstick-sms/gui/files"
	"surfstick-sms/internal/desktop"
)

// fileDialogs are the system's own.
func fileDialogs() files.Native {
	return files.Native{
		Open: func(title string, kinds []files.Kind) (string, error) {
			all := make([]desktop.FileKind, len(kinds))
			for i, k := range kinds {
				all[i] = desktop.FileKind(k)
			}
			return desktop.OpenFile(title, all)
		},
		Save: func(title, name string, kind files.Kind) (string, error) {
			return desktop.SaveFile(title, name, desktop.FileKind(kind))
		},
	}
}
