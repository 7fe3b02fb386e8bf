//go:build !windows

package hook

import (
	"io/fs"
	"os"
	"syscall"
)

// executable reports whether somebody may execute a file.
func executable(info fs.FileInfo) bool { return info.Mode()&0o111 != 0 }

// family is a program with all that it starts: a process group.
type family struct{}

// prepare returns what the program is to be started with.
func (*family) prepare() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func (*family) begin(*os.Process) {}

func (*family) kill(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }

func (*family) close() {}
