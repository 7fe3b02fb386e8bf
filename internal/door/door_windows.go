package door

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"
)

// Listener lets clients of this user in.
type Listener struct {
	listener net.Listener
	addr     string
}

// Listen makes the door of a data folder. It is an error when there is a pipe of that name already: another
// program might wait behind it for messages.
func Listen(folder string) (*Listener, error) {
	name, err := pipeName(folder)
	if err != nil {
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	access, err := pipeAccess()
	if err != nil {
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	// The library makes the first instance and no other (FILE_CREATE), and refuses remote clients.
	l, err := winio.ListenPipe(name, &winio.PipeConfig{
		SecurityDescriptor: access, InputBufferSize: bufferSize, OutputBufferSize: bufferSize,
	})
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, fs.ErrExist), errors.Is(err, windows.ERROR_PIPE_BUSY):
		return nil, fmt.Errorf("listen for programs: %w: %w", ErrTaken, err)
	case err != nil:
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	takeFirst(name)
	return &Listener{l, name}, nil
}

// takeFirst takes the first instance of a pipe where that can be had. The library makes it to hold the name
// and answers nobody who connects to it, because nobody can: Windows keeps an instance disconnected that
// was opened neither for reading nor for writing. Wine does not.
func takeFirst(name string) {
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return
	}
	const anonymous = windows.SECURITY_SQOS_PRESENT | windows.SECURITY_ANONYMOUS
	h, err := windows.CreateFile(path, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, anonymous, 0)
	if err == nil {
		_ = windows.CloseHandle(h)
	}
}

// bufferSize is that of a pipe in each direction, in bytes.
const bufferSize = 16 << 10

// pipeName returns the name of the pipe of a data folder, with the digits of the event by which
// internal/instance wakes the program that has it.
func pipeName(folder string) (string, error) {
	folder, err := whole(folder)
	if err != nil {
		return "", err
	}
	lock := strings.ToLower(filepath.Join(folder, "lock"))
	return `\\.\pipe\SurfstickSMS-` + digits(lock), nil
}

// pipeAccess returns who may open the pipe, in the language of security descriptors
// (learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format): it belongs to this user;
// nobody gets in over the network; this user does; and no program of low integrity, such as one in a
// sandbox, may write. Without it, Windows lets everybody read.
func pipeAccess() (string, error) {
	sid, err := ownSID()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("O:%[1]sD:P(D;;GA;;;NU)(A;;GA;;;%[1]s)S:(ML;;NW;;;ME)", sid), nil
}

func ownSID() (string, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", fmt.Errorf("find the user: %w", err)
	}
	return user.User.Sid.String(), nil
}

// Accept waits for a client of this user. The only error is net.ErrClosed: others pass.
func (l *Listener) Accept() (*Conn, error) {
	c, err := l.listener.Accept()
	for ; err != nil; c, err = l.listener.Accept() {
		if errors.Is(err, net.ErrClosed) {
			return nil, net.ErrClosed
		}
		time.Sleep(acceptPause)
	}
	var pid uint32
	if h, ok := handle(c); ok {
		_ = windows.GetNamedPipeClientProcessId(h, &pid)
	}
	return &Conn{c, Peer{int(pid), program(int(pid), look)}}, nil
}

// handle returns the handle of a pipe.
func handle(c net.Conn) (windows.Handle, bool) {
	f, ok := c.(interface{ Fd() uintptr })
	if !ok {
		return 0, false
	}
	return windows.Handle(f.Fd()), true
}

// Close lets nobody in any more. Connections stay.
func (l *Listener) Close() error { return l.listener.Close() }

// Dial connects to the program that has a data folder. The error is ErrNotRunning, ErrForeign, ErrAccess, or
// that of ctx.
func Dial(ctx context.Context, folder string) (net.Conn, error) {
	name, err := pipeName(folder)
	if err != nil {
		return nil, err
	}
	// The library connects anonymously, so that a false server cannot act as this user.
	c, err := winio.DialPipeContext(ctx, name)
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNotRunning
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%w: %s", ErrAccess, name)
	case err != nil:
		return nil, err
	}
	if err := checkOwner(c); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// checkOwner makes sure that the pipe belongs to this user.
func checkOwner(c net.Conn) error {
	own, err := ownSID()
	if err != nil {
		return err
	}
	h, ok := handle(c)
	if !ok {
		return os.ErrInvalid
	}
	d, err := windows.GetSecurityInfo(h, windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return fmt.Errorf("find the owner of the pipe: %w", err)
	}
	sid, _, err := d.Owner()
	switch {
	case err != nil:
		return fmt.Errorf("find the owner of the pipe: %w", err)
	case sid == nil || sid.String() != own:
		return fmt.Errorf("%w: %s", ErrForeign, c.RemoteAddr())
	}
	return nil
}
