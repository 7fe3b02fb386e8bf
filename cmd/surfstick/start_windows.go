package main

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// detached gives a program no console of ours, so that Ctrl-C does not reach it.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP}
}
