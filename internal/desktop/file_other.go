//go:build !windows && !linux

package desktop

// OpenFile lets the user choose a file to read, in a dialog of the system. It returns "" when the user
// gave it up, and ErrNoFileDialog where the system has none for programs of this kind.
func OpenFile(string, []FileKind) (string, error) { return "", ErrNoFileDialog }

// SaveFile lets the user choose where a file goes, as OpenFile does.
func SaveFile(string, string, FileKind) (string, error) { return "", ErrNoFileDialog }
