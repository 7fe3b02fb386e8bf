package desktop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"surfstick-sms/internal/folder"
)

// MakeDataFolder makes the folder of folder.Data, for this user only. It returns the folder with an error
// too, so that a message can name it.
//
// A folder that is there already is closed to other users where that can take nothing away from
// them: own are the beginnings of the names that the program gives to its files, and nothing else
// may be there. exposed reports whether others can read or change what is in the folder all the same.
func MakeDataFolder(chosen string, demo bool, own []string) (data string, exposed bool, err error) {
	data, err = folder.Data(chosen, demo)
	if err != nil {
		return data, false, fmt.Errorf("find the data folder: %w", err)
	}
	_, err = os.Stat(data)
	if errors.Is(err, fs.ErrNotExist) {
		err = makePrivateFolder(data)
	} else if err == nil && onlyOwn(data, own) {
		closeFolder(data)
	}
	if err != nil {
		return data, false, fmt.Errorf("make the data folder: %w", err)
	}
	return data, isExposed(data), nil
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
