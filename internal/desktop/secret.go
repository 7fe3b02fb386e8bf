package desktop

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// ErrExposed says that others than the user can read or change a file that is secret.
var ErrExposed = errors.New("other users can read or change this file")

// ReadSecret reads a file of at most limit bytes that holds something secret, such as a PIN. The error is
// ErrExposed when it is another user's or others can read or change it.
func ReadSecret(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if isExposed(path) {
		return nil, fmt.Errorf("%s: %w", path, ErrExposed)
	}
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is longer than %d bytes", path, limit)
	}
	return text, err
}
