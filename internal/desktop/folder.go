package desktop

import (
	"fmt"
	"os"
	"path/filepath"
)

// DataFolder returns the folder for texts, settings and the log: chosen if it is not empty, else
// this user's own place for application data. The demo has a folder beside it, so that made-up
// texts never stand among real ones.
func DataFolder(chosen string, demo bool) (string, error) {
	if chosen != "" {
		return filepath.Abs(chosen)
	}
	base, err := userData()
	if err != nil {
		return "", err
	}
	if demo {
		return filepath.Join(base, folderName+"-demo"), nil
	}
	return filepath.Join(base, folderName), nil
}

// MakeDataFolder makes the folder of DataFolder, for this user only. It returns the folder with an
// error too, so that a message can name it.
func MakeDataFolder(chosen string, demo bool) (string, error) {
	folder, err := DataFolder(chosen, demo)
	if err != nil {
		return folder, fmt.Errorf("find the data folder: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return folder, fmt.Errorf("make the data folder: %w", err)
	}
	return folder, nil
}
