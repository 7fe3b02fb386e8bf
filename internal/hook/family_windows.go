package hook

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// executable is true: Windows knows by the file itself, when it is started.
func executable(fs.FileInfo) bool { return true }

// family is a program with all that it starts: a job of Windows. Where there can be none, it is the program
// alone.
type family struct{ job windows.Handle }

// prepare makes the job and returns what the program is to be started with: without the console window that
// it would have.
func (f *family) prepare() *syscall.SysProcAttr {
	if job, err := windows.CreateJobObject(nil, nil); err == nil {
		f.job = job
	}
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}

// begin takes the program into the job, just after it was started.
func (f *family) begin(p *os.Process) {
	if f.job == 0 {
		return
	}
	h, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return
	}
	defer func() { _ = windows.CloseHandle(h) }()
	_ = windows.AssignProcessToJobObject(f.job, h)
}

func (f *family) kill(p *os.Process) error {
	if f.job != 0 {
		_ = windows.TerminateJobObject(f.job, 1)
	}
	return p.Kill()
}

func (f *family) close() {
	if f.job != 0 {
		_ = windows.CloseHandle(f.job)
	}
}
