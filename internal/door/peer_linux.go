package door

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// credentials returns user and process of the other side, as they were when it connected or listened.
func credentials(c *net.UnixConn) (uid, pid int, err error) {
	err = control(c, func(fd int) error {
		cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
		if err == nil {
			uid, pid = int(cred.Uid), int(cred.Pid)
		}
		return err
	})
	return uid, pid, err
}

// look returns a process (proc_pid_exe(5), proc_pid_stat(5)).
func look(pid int) (process, bool) {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return process{}, false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return process{}, false
	}
	// The name of the program may hold blanks and brackets; what follows is the third field.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 20 {
		return process{}, false
	}
	parent, err1 := strconv.Atoi(fields[1])
	began, err2 := strconv.ParseInt(fields[19], 10, 64)
	path = strings.TrimSuffix(path, " (deleted)") // the file was replaced since
	return process{pid, parent, path, began}, err1 == nil && err2 == nil
}
