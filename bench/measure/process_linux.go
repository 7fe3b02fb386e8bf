package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how long anything may take.
const patience = 60 * time.Second

// subject is a program to measure.
type subject struct {
	name    string
	command []string
	home    string // a folder that is its home; it is made when it is not there
	texts   string // a file of texts that it starts with, or "" for none
	page    string // the page that it must reach before it is watched, or "" for any
}

// process is a running one.
type process struct {
	*exec.Cmd
	screen *screen
	home   string
	began  time.Time
	stderr bytes.Buffer
}

// start starts the program.
func (s subject) start(on *screen) (*process, error) {
	if err := s.prepareHome(); err != nil {
		return nil, err
	}
	p := &process{Cmd: on.Command(s.command[0], s.command[1:]...), screen: on, home: s.home}
	if s.texts != "" {
		p.Args = append(p.Args, "-data", s.home, "-lang", "en")
	}
	p.Env = append(p.Env, "HOME="+s.home, "XDG_CONFIG_HOME="+s.home, "XDG_CACHE_HOME="+s.home,
		"FYNE_SCALE=1", "FYNE_THEME=light")
	p.Stderr = &p.stderr
	p.began = time.Now()
	return p, p.Start()
}

// prepareHome makes the home with a copy of the texts, unless it was made before.
func (s subject) prepareHome() error {
	if err := os.MkdirAll(s.home, 0o700); err != nil || s.texts == "" {
		return err
	}
	name := filepath.Join(s.home, "messages.db")
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	texts, err := os.ReadFile(s.texts)
	if err != nil {
		return err
	}
	return os.WriteFile(name, texts, 0o600)
}

// timeStart returns how long it took until the first frame, and the processor time until then.
func (s subject) timeStart(on *screen) (took, work time.Duration, err error) {
	p, err := s.start(on)
	if err != nil {
		return 0, 0, err
	}
	defer p.end()
	if err := p.awaitPaint(); err != nil {
		return 0, 0, err
	}
	took = time.Since(p.began)
	if work, err = p.work(); err != nil {
		return 0, 0, err
	}
	// What was painted must be this program's window.
	_, err = on.Do("search", "--pid", strconv.Itoa(p.Process.Pid))
	return took, work, err
}

// awaitPaint waits for the first frame.
func (p *process) awaitPaint() error {
	for !painted(p.screen.pixels) {
		if time.Since(p.began) > patience {
			return fmt.Errorf("%s: no window: %s", p.Path, p.stderr.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
	return nil
}

// awaitPage waits until the log says that the page is shown; "" is any.
func (p *process) awaitPage(page string) error {
	if page == "" {
		return nil
	}
	want := []byte(`msg="page shown" page=` + page)
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		logs, _ := filepath.Glob(filepath.Join(p.home, "log", "*.log"))
		for _, name := range logs {
			if text, err := os.ReadFile(name); err == nil && bytes.Contains(text, want) {
				return nil
			}
		}
	}
	return fmt.Errorf("%s: the page %q did not come: %s", p.Path, page, p.stderr.String())
}

// end closes it and waits until the screen is empty for the next.
func (p *process) end() {
	_ = p.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(patience, func() { _ = p.Process.Kill() })
	defer kill.Stop()
	_ = p.Wait() // ended by the signal
	for painted(p.screen.pixels) {
		time.Sleep(10 * time.Millisecond)
	}
}

// clockTick is the unit of the times in /proc (getconf CLK_TCK); it is the same on all of Linux.
const clockTick = 10 * time.Millisecond

// work returns the processor time that it has used, for itself and in the kernel.
func (p *process) work() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.Process.Pid))
	if err != nil {
		return 0, err
	}
	return workIn(text)
}

// workIn returns the processor time in a file stat of /proc (proc_pid_stat(5)).
func workIn(stat []byte) (time.Duration, error) {
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("unknown form: %q", stat)
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * clockTick, errors.Join(err1, err2)
}

// memory returns what it holds (Rss) and its share of that (Pss), in MB.
func (p *process) memory() (rss, pss float64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	return memoryIn(string(text))
}

// memoryIn returns the two sums in a file smaps_rollup of /proc.
func memoryIn(rollup string) (rss, pss float64, err error) {
	for line := range strings.Lines(rollup) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "Rss: %f kB", &kb); n == 1 {
			rss = kb / 1024
		}
		if n, _ := fmt.Sscanf(line, "Pss: %f kB", &kb); n == 1 {
			pss = kb / 1024
		}
	}
	if rss == 0 || pss == 0 {
		return 0, 0, fmt.Errorf("unknown form: %q", rollup)
	}
	return rss, pss, nil
}
