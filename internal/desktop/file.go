package desktop

import "errors"

// ErrNoFileDialog means that the system offers no dialog to choose a file with: the program has to show one
// of its own.
var ErrNoFileDialog = errors.New("no file dialog")

// FileKind is a kind of file that a dialog offers: in words, and by the endings of its names without a dot.
type FileKind struct {
	Words   string
	Endings []string
}
