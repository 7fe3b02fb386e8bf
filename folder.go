package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// dataFolder gives the folder for texts, settings and the log, and makes it, for this user only.
// The folder is named in the error case too, so that it can be told.
func dataFolder(f flags) (string, error) {
	folder, err := chooseFolder(f)
	if err != nil {
		return folder, fmt.Errorf("find the data folder: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return folder, fmt.Errorf("make the data folder: %w", err)
	}
	return folder, nil
}

// chooseFolder takes the folder of -data, or this user's own place for application data. The demo
// has a folder beside it, so that made-up texts never stand among real ones.
func chooseFolder(f flags) (string, error) {
	if f.data != "" {
		return filepath.Abs(f.data)
	}
	base, err := userData()
	if err != nil {
		return "", err
	}
	if f.demo {
		return filepath.Join(base, folderName+"-demo"), nil
	}
	return filepath.Join(base, folderName), nil
}
