//go:build unix

package work

import (
	"syscall"
	"time"
)

func soFar() time.Duration {
	var all syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &all); err != nil {
		return time.Since(began)
	}
	return time.Duration(all.Utime.Nano() + all.Stime.Nano())
}
