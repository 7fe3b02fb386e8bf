package torture

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// line is a pseudo-terminal with the modem behind it.
type line struct {
	master *os.File
	slave  *os.File // kept open, so that the terminal survives the engine
	done   chan struct{}
}

func (l *line) ended() bool {
	if l == nil {
		return true
	}
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

func (l *line) close() {
	if l != nil {
		l.master.Close()
		l.slave.Close()
		<-l.done
	}
}

// replug makes a new terminal; the port's name stays the same.
func (r *rack) replug() error {
	r.line.close()
	master, name, err := openPTY()
	if err != nil {
		return err
	}
	l := &line{master: master, done: make(chan struct{})}
	if l.slave, err = openPort(name); err != nil {
		return err
	}
	r.line = l
	go func() {
		defer close(l.done)
		_ = r.modem.Serve(master) // ends with an error when the terminal does
	}()
	next := r.port() + ".next"
	_ = os.Remove(next) // none there is fine
	if err := os.Symlink(name, next); err != nil {
		return err
	}
	return os.Rename(next, r.port())
}

// victim is an engine in a process of its own.
type victim struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	rack  *rack
	heard chan struct{} // closed when it says no more
	ready atomic.Bool
	up    chan struct{} // closed when it is ready
	open  atomic.Int64  // texts on their way, -1 unknown

	mu     sync.Mutex
	kept   []string
	errors []string
}

// start runs an engine on the rack's port and store.
func (r *rack) start() (*victim, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{childFlag, r.port(), r.store()}
	if r.kind.direct {
		args = append(args, "direct")
	}
	v := &victim{
		cmd: exec.Command(exe, args...), rack: r,
		heard: make(chan struct{}), up: make(chan struct{}),
	}
	v.open.Store(-1)
	v.cmd.Stderr = os.Stderr
	if v.in, err = v.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := v.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	go v.listen(out)
	return v, v.cmd.Start()
}

// listen takes in what it says.
func (v *victim) listen(out io.Reader) {
	defer close(v.heard)
	for s := bufio.NewScanner(out); s.Scan(); {
		word, rest, _ := strings.Cut(s.Text(), " ")
		switch word {
		case wordReady:
			if !v.ready.Swap(true) {
				close(v.up)
			}
		case wordKept:
			v.mu.Lock()
			v.kept = append(v.kept, rest)
			v.mu.Unlock()
		case wordOpen:
			n := int64(-1)
			_, _ = fmt.Sscan(rest, &n)
			v.open.Store(n)
		default:
			v.mu.Lock()
			v.errors = append(v.errors, s.Text())
			v.mu.Unlock()
		}
	}
}

// await waits until it is ready, and reports whether it is.
func (v *victim) await(patience time.Duration) bool {
	select {
	case <-v.up:
		return true
	case <-time.After(patience):
		return false
	}
}

func (v *victim) tell(line string) { _, _ = io.WriteString(v.in, line+"\n") }

func (v *victim) send(to, text string) {
	v.rack.truth.begun[text] = false
	v.tell(wordSend + " " + to + " " + text)
}

func (v *victim) ask() { v.tell(wordSettle) }

// kill ends it without a word.
func (v *victim) kill() {
	_ = v.cmd.Process.Kill()
	v.end()
}

// quit ends it politely.
func (v *victim) quit() {
	v.tell(wordQuit)
	v.end()
}

func (v *victim) end() {
	<-v.heard
	_ = v.cmd.Wait() // killed, which is an error as well
	for _, text := range v.kept {
		v.rack.truth.begun[text] = true
	}
}

// failed returns what it complained of.
func (v *victim) failed() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.errors) > 0 {
		return errors.New("the engine says: " + strings.Join(v.errors, "; "))
	}
	return nil
}
