package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// The log is two files of 1 MB at most: when one is full, it takes the place of the older one.
const (
	logFile    = "surfstick.log"
	oldLogFile = "surfstick.old.log"
	logSize    = 1 << 20
)

// logger is the log in the data folder. It masks numbers, hex and user names; texts are never
// given to it in the first place.
type logger struct {
	*slog.Logger
	file *rotatingFile
}

// openLog opens the log. With trace it takes the debug level too, where the talk with the modem
// goes.
func openLog(data string, trace bool) (*logger, error) {
	folder := logFolder(data)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the log folder: %w", err)
	}
	f := &rotatingFile{folder: folder, limit: logSize}
	if err := f.open(); err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	level := slog.LevelInfo
	if trace {
		level = slog.LevelDebug
	}
	return &logger{Logger: newLogger(f, level), file: f}, nil
}

// Close closes the file. What is logged afterwards is lost.
func (l *logger) Close() error { return l.file.Close() }

// newLogger gives a logger that writes masked lines of text.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: plainAttr}
	return slog.New(slog.NewTextHandler(redactor{to: w}, options))
}

// secretKeys are attributes that must never be logged, should somebody try.
var secretKeys = []string{"pin", "puk", "text", "body"}

// plainAttr hides what is secret by name, and rounds durations, which would look like numbers
// with too many digits.
func plainAttr(_ []string, a slog.Attr) slog.Attr {
	switch {
	case slices.Contains(secretKeys, a.Key):
		return slog.String(a.Key, "[hidden]")
	case a.Value.Kind() == slog.KindDuration:
		return slog.Duration(a.Key, a.Value.Duration().Round(time.Millisecond))
	}
	return a
}

// rotatingFile is a file that begins anew when it is full, keeping the one before. It is safe for
// concurrent use.
type rotatingFile struct {
	folder string
	limit  int64

	mu   sync.Mutex
	file *os.File // nil when it could not be opened, and after Close
	size int64
}

// open goes on with the file that is there.
func (r *rotatingFile) open() error {
	path := filepath.Join(r.folder, logFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	r.file, r.size = f, info.Size()
	return nil
}

// Write implements io.Writer.
func (r *rotatingFile) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return 0, os.ErrClosed
	}
	if r.size > 0 && r.size+int64(len(p)) > r.limit {
		if err := r.turn(); err != nil {
			return 0, err
		}
	}
	n, err := r.file.Write(p)
	r.size += int64(n)
	return n, err
}

// turn puts the full file in the place of the old one. Windows renames closed files only.
func (r *rotatingFile) turn() error {
	r.file.Close()
	r.file = nil
	now, old := filepath.Join(r.folder, logFile), filepath.Join(r.folder, oldLogFile)
	if os.Rename(now, old) != nil {
		_ = os.Truncate(now, 0) // somebody has one open: better a log that begins anew
	}
	return r.open()
}

// Close implements io.Closer.
func (r *rotatingFile) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	return f.Close()
}

// lastLogSize is how much of the log goes into a report.
const lastLogSize = 16 << 10

// lastLog gives the last lines of the log, or "".
func lastLog(data string) string {
	text, err := os.ReadFile(filepath.Join(logFolder(data), logFile))
	if err != nil {
		return ""
	}
	if len(text) <= lastLogSize {
		return string(text)
	}
	text = text[len(text)-lastLogSize:]
	return string(text[bytes.IndexByte(text, '\n')+1:])
}
