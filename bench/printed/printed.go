// Package printed keeps what a program prints for a test that reads it meanwhile.
package printed

import (
	"bytes"
	"sync"
)

// Text is what was printed so far. Several goroutines may write and read it; its zero value is empty.
type Text struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (t *Text) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

// String returns all of it.
func (t *Text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}
