package main

import (
	"os"
	"path/filepath"

	"surfstick-sms/internal/desktop"
)

// restoreNote is the file in the data folder that tells the way back from a driver.
const restoreNote = "driver-restore.txt"

// keepNote writes the note about the way back into the data folder. A note that cannot be kept is
// no reason not to go on: the window tells the way back, too.
func keepNote(f flags) func(string) {
	return func(note string) {
		if folder, err := desktop.MakeDataFolder(f.data, f.demo); err == nil {
			_ = os.WriteFile(filepath.Join(folder, restoreNote), []byte(note), 0o600)
		}
	}
}
