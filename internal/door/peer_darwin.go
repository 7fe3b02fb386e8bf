package door

import (
	"bytes"
	"net"

	"golang.org/x/sys/unix"
)

// credentials returns user and process of the other side (unix(4), LOCAL_PEERCRED and LOCAL_PEERPID).
func credentials(c *net.UnixConn) (uid, pid int, err error) {
	err = control(c, func(fd int) error {
		cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
		if err != nil {
			return err
		}
		uid = int(cred.Uid)
		pid, err = unix.GetsockoptInt(fd, unix.SOL_LOCAL, unix.LOCAL_PEERPID)
		return err
	})
	return uid, pid, err
}

// look returns a process. What kern.procargs2 holds begins with the number of arguments in four bytes and
// the path of the program.
func look(pid int) (process, bool) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return process{}, false
	}
	args, err := unix.SysctlRaw("kern.procargs2", pid)
	if err != nil || len(args) < 5 {
		return process{}, false
	}
	path, _, _ := bytes.Cut(args[4:], []byte{0})
	began := info.Proc.P_starttime
	return process{
		pid, int(info.Eproc.Ppid), string(path), began.Sec*1_000_000 + int64(began.Usec),
	}, true
}
