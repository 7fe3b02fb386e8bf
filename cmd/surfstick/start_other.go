//go:build !windows

package main

import "syscall"

// detached gives a program a session of its own, so that neither Ctrl-C nor the end of the terminal reaches
// it.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
