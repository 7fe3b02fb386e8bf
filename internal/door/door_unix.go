//go:build unix

package door

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// maxPath is the most bytes of the path of a socket: sockaddr_un has 104 with the closing NUL on macOS,
// 108 on Linux.
const maxPath = 103

const (
	// runFolder is in the folder of this login, which ends with it.
	runFolder = "surfstick-sms"
	// socketName is the socket in a data folder, where there is no folder of the login.
	socketName = "door.sock"
)

// Listener lets clients of this user in.
type Listener struct {
	listener *net.UnixListener
	addr     string
}

// Listen makes the door of a data folder. The caller holds the folder (internal/instance): a socket that
// an earlier process left there is removed.
func Listen(folder string) (*Listener, error) {
	path, err := socketFor(folder)
	if err != nil {
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	if err := removeStale(path); err != nil {
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, fmt.Errorf("listen for programs: %w", errors.Join(err, l.Close()))
	}
	return &Listener{l, path}, nil
}

// socketFor returns where to listen, in a folder that only this user can enter.
func socketFor(folder string) (string, error) {
	folder, err := whole(folder)
	if err != nil {
		return "", err
	}
	if run := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(run) && private(run) {
		path := inRun(run, folder)
		err := os.Mkdir(filepath.Dir(path), 0o700)
		if (err == nil || errors.Is(err, fs.ErrExist)) && len(path) <= maxPath && private(filepath.Dir(path)) {
			return path, nil
		}
	}
	path := filepath.Join(folder, socketName)
	switch {
	case len(path) > maxPath:
		return "", fmt.Errorf("%w (%d bytes are allowed): %s", ErrLongPath, maxPath, path)
	case !private(folder):
		return "", fmt.Errorf("others can enter %s", folder)
	}
	return path, nil
}

func inRun(run, folder string) string {
	return filepath.Join(run, runFolder, digits(folder)+".sock")
}

// private reports whether a folder is this user's, and no other may enter it.
func private(folder string) bool {
	info, err := os.Lstat(folder)
	return err == nil && info.IsDir() && info.Mode()&0o077 == 0 && owner(info) == os.Geteuid()
}

func owner(info os.FileInfo) int {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return -1
	}
	return int(s.Uid)
}

// removeStale removes a socket that nobody listens to any more, and nothing else.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s is no socket", path)
	}
	c, err := net.Dial("unix", path)
	if err == nil {
		c.Close()
		return fmt.Errorf("%w: %s", ErrTaken, path)
	}
	return os.Remove(path)
}

// Accept waits for a client of this user. Those of others are sent away unseen. The only error is
// net.ErrClosed: others pass, such as having no file descriptors left.
func (l *Listener) Accept() (*Conn, error) {
	for {
		c, err := l.listener.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return nil, net.ErrClosed
		}
		if err != nil {
			time.Sleep(acceptPause)
			continue
		}
		uid, pid, err := credentials(c)
		if err == nil && uid == os.Geteuid() {
			return &Conn{c, Peer{pid, program(pid, look)}}, nil
		}
		c.Close()
	}
}

// Close lets nobody in any more and removes the socket. Connections stay.
func (l *Listener) Close() error { return l.listener.Close() }

// Dial connects to the program that has a data folder. The error is ErrNotRunning, ErrForeign, ErrAccess, or
// that of ctx.
func Dial(ctx context.Context, folder string) (net.Conn, error) {
	paths, err := sockets(folder)
	if err != nil {
		return nil, err
	}
	found := ErrNotRunning
	for _, path := range paths {
		c, err := dial(ctx, path)
		if err == nil {
			return c, nil
		}
		if !errors.Is(err, ErrNotRunning) {
			found = err
		}
	}
	return nil, found
}

// sockets returns where the door of a folder may be. A program that the system started by the clock has no
// XDG_RUNTIME_DIR, but the usual folder of a login may be there all the same.
func sockets(folder string) ([]string, error) {
	folder, err := whole(folder)
	if err != nil {
		return nil, err
	}
	var paths []string
	usual := fmt.Sprintf("/run/user/%d", os.Geteuid())
	for _, run := range []string{os.Getenv("XDG_RUNTIME_DIR"), usual} {
		// After su, the variable names the folder of the user before.
		if filepath.IsAbs(run) && private(run) && !slices.Contains(paths, inRun(run, folder)) {
			paths = append(paths, inRun(run, folder))
		}
	}
	return append(paths, filepath.Join(folder, socketName)), nil
}

func dial(ctx context.Context, path string) (net.Conn, error) {
	if len(path) > maxPath {
		return nil, ErrNotRunning // nobody can listen there
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", path)
	switch {
	case ctx.Err() != nil:
		return nil, errors.Join(ctx.Err(), closeNotNil(c))
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%w: %s", ErrAccess, path)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENOTDIR):
		return nil, ErrNotRunning
	case err != nil:
		return nil, err
	}
	uid, _, err := credentials(c.(*net.UnixConn))
	if err != nil || uid != os.Geteuid() {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrForeign, path), c.Close())
	}
	return c, nil
}

func closeNotNil(c net.Conn) error {
	if c == nil {
		return nil
	}
	return c.Close()
}

// control calls a function with the descriptor of a connection.
func control(c *net.UnixConn, f func(fd int) error) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	err = raw.Control(func(fd uintptr) { inner = f(int(fd)) })
	return errors.Join(err, inner)
}
