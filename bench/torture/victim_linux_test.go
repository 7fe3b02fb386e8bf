package torture

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

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
	unsure []string // texts that it said are possibly sent
	errors []string
}

// start runs an engine on the rack's stick and store.
func (r *rack) start() (*victim, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := append([]string{childFlag, r.store()}, r.stick.engine()...)
	v := &victim{
		cmd: exec.Command(exe, args...), rack: r,
		heard: make(chan struct{}), up: make(chan struct{}),
	}
	v.open.Store(-1)
	v.cmd.Stderr = os.Stderr
	if *keep != "" {
		v.cmd.Env = append(os.Environ(), logVariable+"="+filepath.Join(r.plan.folder, "log"))
	}
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
			v.note(&v.kept, rest)
		case wordUnsure:
			v.note(&v.unsure, rest)
		case wordOpen:
			n := int64(-1)
			_, _ = fmt.Sscan(rest, &n)
			v.open.Store(n)
		default:
			v.note(&v.errors, s.Text())
		}
	}
}

func (v *victim) note(list *[]string, what string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	*list = append(*list, what)
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
	for _, text := range v.unsure {
		v.rack.unsure[text] = true
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
