package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// launchApp starts Surfstick SMS on its own: it goes on when this program and the terminal have ended.
func launchApp(args []string) error {
	path, err := find("surfstick-sms")
	if err != nil {
		return err
	}
	c := exec.Command(path, args...)
	c.SysProcAttr = detached()
	if err := c.Start(); err != nil {
		return err
	}
	return c.Process.Release()
}

// find returns the path of another of our programs: beside this one, else where the system looks for
// programs.
func find(name string) (string, error) {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), name)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			return beside, nil
		}
	}
	return exec.LookPath(name)
}
