// Package applog keeps the log of the program and the reason of its last crash, as files in a
// folder "log" of the data folder.
//
// Whatever is written there is masked first (Redact): phone numbers, identities of cards and
// modems, raw texts and names of users never reach the disk. The log is two files of 1 MB at most:
// when one is full, it takes the place of the older one. A crash of the Go runtime is written to
// crash.txt, because a program without a console has nowhere else to report it. A crash outside of Go
// is noticed by the mark of a run (Run) that was never taken away.
//
// Library catches what the window library writes to Go's standard logger, which is the only place
// where that library reports that it could not open a window.
package applog

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

const (
	logFile    = "surfstick.log"
	oldLogFile = "surfstick.old.log"
	logSize    = 1 << 20
)

// Folder returns where the log and the crash file of a data folder are.
func Folder(data string) string { return filepath.Join(data, "log") }

// Files returns the paths of all files that this package writes for a data folder, whether they
// exist or not.
func Files(data string) []string {
	var paths []string
	for _, name := range []string{
		logFile, oldLogFile, crashFile, lastCrashFile, runFile, lastRunFile,
	} {
		paths = append(paths, filepath.Join(Folder(data), name))
	}
	return paths
}

// Logger is the log in the data folder. It masks numbers, hex and names of users; the texts of
// messages are never passed to it in the first place.
type Logger struct {
	*slog.Logger
	file *rotatingFile
}

// Open opens the log of a data folder. With trace it takes the debug level too, which includes the
// AT commands and their answers.
func Open(data string, trace bool) (*Logger, error) {
	if err := os.MkdirAll(Folder(data), 0o700); err != nil {
		return nil, fmt.Errorf("make the log folder: %w", err)
	}
	f := &rotatingFile{folder: Folder(data), limit: logSize}
	if err := f.open(); err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	level := slog.LevelInfo
	if trace {
		level = slog.LevelDebug
	}
	return &Logger{Logger: newLogger(f, level), file: f}, nil
}

// Close closes the file. What is logged after that is lost.
func (l *Logger) Close() error { return l.file.Close() }

// newLogger returns a logger that writes masked lines to w.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: replaceAttr}
	return slog.New(slog.NewTextHandler(redactor{to: w}, options))
}

// secretKeys are the attributes that are hidden whatever their value is.
var secretKeys = []string{"pin", "puk", "text", "body"}

// replaceAttr hides secret attributes, and rounds durations, whose many digits would be masked
// like a phone number.
func replaceAttr(_ []string, a slog.Attr) slog.Attr {
	switch {
	case slices.Contains(secretKeys, a.Key):
		return slog.String(a.Key, "[hidden]")
	case a.Value.Kind() == slog.KindDuration:
		return slog.Duration(a.Key, a.Value.Duration().Round(time.Millisecond))
	}
	return a
}

// rotatingFile is a file that starts over when it is full and keeps the one before. It is safe for
// concurrent use.
type rotatingFile struct {
	folder string
	limit  int64

	mu   sync.Mutex
	file *os.File // nil when it could not be opened, and after Close
	size int64
}

// open opens the current file and appends to what is in it.
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
		if err := r.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := r.file.Write(p)
	r.size += int64(n)
	return n, err
}

// rotate moves the full file to the place of the old one. It closes it first, because Windows
// cannot rename an open file.
func (r *rotatingFile) rotate() error {
	r.file.Close()
	r.file = nil
	current, old := filepath.Join(r.folder, logFile), filepath.Join(r.folder, oldLogFile)
	if os.Rename(current, old) != nil {
		// Another program has one of the two open. Losing old lines is better than a log that
		// grows without limit.
		_ = os.Truncate(current, 0)
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

// tailSize is how much of the log, and of a crash, goes into a report.
const tailSize = 16 << 10

// Tail returns the last lines of the log, or "".
func Tail(data string) string {
	text, err := os.ReadFile(filepath.Join(Folder(data), logFile))
	if err != nil {
		return ""
	}
	if len(text) <= tailSize {
		return string(text)
	}
	text = text[len(text)-tailSize:]
	return string(text[bytes.IndexByte(text, '\n')+1:])
}
