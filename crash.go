package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
)

// The runtime writes the reason of a crash into crashFile, because a program without a console has
// nowhere else to say it. At the next start it becomes crashedFile, for the report.
const (
	crashFile   = "crash.txt"
	crashedFile = "crash-last.txt"
)

// watchForCrash has the reason of a crash written to a file from here on, and tells whether the
// last run ended in one. Where that file cannot be had, the program works without.
func watchForCrash(data string) bool {
	now := filepath.Join(logFolder(data), crashFile)
	crashed := false
	if info, err := os.Stat(now); err == nil && info.Size() > 0 {
		crashed = os.Rename(now, filepath.Join(logFolder(data), crashedFile)) == nil
	}
	f, err := os.OpenFile(now, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return crashed
	}
	defer f.Close() // the runtime keeps a copy of its own
	_ = debug.SetCrashOutput(f, debug.CrashOptions{})
	return crashed
}

// lastCrash gives the reason of the last crash, at most the 16 KB at its beginning, or "".
func lastCrash(data string) string {
	text, err := os.ReadFile(filepath.Join(logFolder(data), crashedFile))
	if err != nil {
		return ""
	}
	return string(text[:min(len(text), 16<<10)])
}
