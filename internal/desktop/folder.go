package desktop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
//
// A folder that is there already is closed to other users where that can take nothing away from
// them: own are the beginnings of the names that the program gives to its files, and nothing else
// may be there. exposed reports whether others can read or change what is in the folder all the same.
func MakeDataFolder(chosen string, demo bool, own []string) (folder string, exposed bool, err error) {
	folder, err = DataFolder(chosen, demo)
	if err != nil {
		return folder, false, fmt.Errorf("find the data folder: %w", err)
	}
	_, err = os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		err = makePrivateFolder(folder)
	} else if err == nil && onlyOwn(folder, own) {
		closeFolder(folder)
	}
	if err != nil {
		return folder, false, fmt.Errorf("make the data folder: %w", err)
	}
	return folder, isExposed(folder), nil
}

// onlyOwn reports whether everything in a folder begins with one of the names, as in an empty one.
func onlyOwn(folder string, own []string) bool {
	all, err := os.ReadDir(folder)
	return err == nil && !slices.ContainsFunc(all, func(entry os.DirEntry) bool {
		return !slices.ContainsFunc(own, func(name string) bool {
			return strings.HasPrefix(entry.Name(), name)
		})
	})
}
