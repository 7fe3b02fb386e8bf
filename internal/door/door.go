// Package door is where a running Surfstick SMS can be reached by programs of the same user: a named pipe
// on Windows, a Unix socket elsewhere. There is no network port, so neither another computer nor a web page
// gets near it.
//
// Who may come in is left to the system, which knows its users; nothing secret is exchanged. Each side
// makes sure of the other: the server refuses a client of another user, and the client a server of
// another user, which might only wait for messages. The name of pipe or socket is made of the data folder,
// so there is one door for each.
//
// The package knows nothing about what is said. It is small, because it is part of the command line
// program.
package door

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"time"
)

// The errors of Dial and Listen.
var (
	// ErrNotRunning says that nobody listens: no program has this data folder, or programs are not let in.
	ErrNotRunning = errors.New("nobody listens")
	// ErrForeign says that the program that listens belongs to another user.
	ErrForeign = errors.New("another user's program listens")
	// ErrAccess says that the system does not let this user connect.
	ErrAccess = errors.New("access denied")
	// ErrTaken says that somebody listens there already.
	ErrTaken = errors.New("somebody listens already")
	// ErrLongPath says that the path of the data folder is too long for a socket.
	ErrLongPath = errors.New("path is too long for a socket")
)

// Peer is the program on the other side. It is there to tell programs apart, and no proof: any program of
// a user can act for any other of the same user.
type Peer struct {
	PID int
	// Path is the program's file. Where that is one of our own command line programs, it is the file of
	// the program that started it: a script. "" when the system does not say.
	Path string
}

// Conn is a connection to a client of the same user.
type Conn struct {
	net.Conn
	peer Peer
}

// Peer returns who is on the other side.
func (c *Conn) Peer() Peer { return c.peer }

// acceptPause is how long Accept waits after an error that may pass.
const acceptPause = 100 * time.Millisecond

// Addr returns where the clients of the listener connect to.
func (l *Listener) Addr() string { return l.addr }

// digits returns 16 hexadecimal digits that stand for a data folder.
func digits(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return hex.EncodeToString(sum[:8])
}

// whole returns the one path of a folder, however it was written: without links, short names and dots. A
// folder that is not there has no other name.
func whole(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	return folder, nil
}

// process is a running program.
type process struct {
	pid, parent int
	path        string
	began       int64 // grows with time
}

// ours are the names of our own command line programs, without .exe.
var ours = []string{"surfstick", "surfstick-serve"}

// maxParents is how far up a script is looked for: surfstick may have started surfstick-serve.
const maxParents = 3

// program returns the path of the program that a process acts for: its own, or, when it is one of ours,
// that of the nearest process above it that is not. look returns a process, false when the system does not
// say. The number of a parent that has ended may belong to a younger process, which did not start anything
// that is older.
func program(pid int, look func(pid int) (process, bool)) string {
	p, known := look(pid)
	if !known {
		return ""
	}
	path := p.path
	for range maxParents {
		if !isOurs(p.path) {
			return p.path
		}
		above, known := look(p.parent)
		if !known || above.path == "" || above.began > p.began {
			break
		}
		p = above
	}
	if isOurs(p.path) {
		return path
	}
	return p.path
}

// isOurs reports whether a path is that of one of our command line programs. Paths of Windows are
// understood everywhere.
func isOurs(path string) bool {
	name := strings.ToLower(path[strings.LastIndexAny(path, `/\`)+1:])
	for _, our := range ours {
		if strings.TrimSuffix(name, ".exe") == our {
			return true
		}
	}
	return false
}
