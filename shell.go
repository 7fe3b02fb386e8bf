//go:build !darwin && !nowindow

package main

import (
	"image"
	"log/slog"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui"
	"surfstick-sms/gui/tray"
	"surfstick-sms/internal/presence"
	"surfstick-sms/internal/presence/shell"
)

// noteSide is the side of the picture in notifications, in pixels.
const noteSide = 64

// openShell returns what shows the program beside its window.
func openShell(_ fyne.App, _ gui.Post, log *slog.Logger) presence.Shell {
	return shell.Open(shell.Options{
		Name: "Surfstick SMS", ID: appID, Log: log,
		Icon: func() image.Image { return tray.Picture(noteSide, 0, false) },
	})
}
