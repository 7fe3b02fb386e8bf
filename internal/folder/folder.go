// Package folder knows where this user's messages and settings are kept. It is apart from
// internal/desktop because the command line program needs no more than this of it.
package folder

import "path/filepath"

// Data returns the folder for messages, settings and the log: chosen if it is not empty, else this user's
// own place for application data. The demo has a folder beside it, so that made-up messages never stand
// among real ones.
func Data(chosen string, demo bool) (string, error) {
	if chosen != "" {
		return filepath.Abs(chosen)
	}
	base, err := userData()
	if err != nil {
		return "", err
	}
	if demo {
		return filepath.Join(base, name+"-demo"), nil
	}
	return filepath.Join(base, name), nil
}
