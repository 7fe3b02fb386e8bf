package applog

import (
	"os"
	"path/filepath"
	"runtime/debug"
)

// The Go runtime writes the reason of a crash to crashFile. The next start renames it to
// lastCrashFile, from where a report takes it.
const (
	crashFile     = "crash.txt"
	lastCrashFile = "crash-last.txt"
)

// CatchCrashes has the reason of a crash written to a file from here on, and reports whether the
// last run ended in a crash. The log folder must exist; where the file cannot be written, the
// program runs without it.
func CatchCrashes(data string) bool {
	current := filepath.Join(Folder(data), crashFile)
	crashed := false
	if info, err := os.Stat(current); err == nil && info.Size() > 0 {
		crashed = os.Rename(current, filepath.Join(Folder(data), lastCrashFile)) == nil
	}
	f, err := os.OpenFile(current, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return crashed
	}
	defer f.Close() // the runtime duplicates the handle
	_ = debug.SetCrashOutput(f, debug.CrashOptions{})
	return crashed
}

// ReleaseCrashFile closes the file of CatchCrashes, so that Windows can delete it.
func ReleaseCrashFile() { _ = debug.SetCrashOutput(nil, debug.CrashOptions{}) }

// LastCrash returns the reason of the last crash, at most the 16 KB at its beginning, or "".
func LastCrash(data string) string {
	text, err := os.ReadFile(filepath.Join(Folder(data), lastCrashFile))
	if err != nil {
		return ""
	}
	return string(text[:min(len(text), tailSize)])
}
