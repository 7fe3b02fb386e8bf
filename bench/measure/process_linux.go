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

// subject is one of the programs that are measured.
type subject struct {
	name string
	args []string
	// texts is a file of texts that it starts with; "" for none.
	texts string
	// chat takes the demo to its chat.
	chat bool
	// home is where it was started before, as people do: with its texts, and with the graphics
	// library's cache; a new one every time when "".
	home string
}

// process is a running one.
type process struct {
	*exec.Cmd
	screen *screen
	home   string
	keep   bool // the home, for the next time
	log    bytes.Buffer
}

// start runs the program with a home of its own.
func (s subject) run(on *screen, folder string) (*process, error) {
	home, err := s.home, error(nil)
	if home == "" {
		home, err = os.MkdirTemp(folder, "home")
	}
	if err != nil {
		return nil, err
	}
	p := &process{
		Cmd: exec.Command(s.args[0], s.args[1:]...), screen: on, home: home, keep: s.home != "",
	}
	if s.texts != "" {
		if err := s.putTexts(home); err != nil {
			return nil, err
		}
		p.Args = append(p.Args, "-data", home, "-lang", "en")
	}
	p.Env = append(on.environ(), "HOME="+home, "XDG_CONFIG_HOME="+home,
		"XDG_CACHE_HOME="+home, "FYNE_SCALE=1", "FYNE_THEME=light")
	p.Stderr = &p.log
	return p, p.Start()
}

// putTexts copies the texts into a home that has none.
func (s subject) putTexts(home string) error {
	name := filepath.Join(home, "messages.db")
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	texts, err := os.ReadFile(s.texts)
	if err != nil {
		return err
	}
	return os.WriteFile(name, texts, 0o600)
}

// awaitPaint waits for the window, and makes sure that it is this program's.
func (p *process) awaitPaint(since time.Time) (start, error) {
	for !p.screen.painted() {
		if time.Since(since) > patience {
			return start{}, fmt.Errorf("%s: no window: %s", p.Path, p.log.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
	s := start{took: time.Since(since)}
	var err1, err2 error
	s.work, err1 = p.work()
	s.windowWork, err2 = p.windowWork()
	return s, errors.Join(err1, err2, p.xdotool("search", "--pid", strconv.Itoa(p.Process.Pid)))
}

// start is how long it took until the window was painted, and what processor time.
type start struct{ took, work, windowWork time.Duration }

// awaitPage waits until the log tells of the page.
func (p *process) awaitPage(page string) error {
	want := []byte(`msg="page shown" page=` + page)
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		logs, _ := filepath.Glob(filepath.Join(p.home, "log", "*.log"))
		for _, name := range logs {
			if text, err := os.ReadFile(name); err == nil && bytes.Contains(text, want) {
				return nil
			}
		}
	}
	return fmt.Errorf("the page %q did not come", page)
}

// xdotool asks or acts on the display.
func (p *process) xdotool(args ...string) error {
	c := exec.Command("xdotool", args...)
	c.Env = p.screen.environ()
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// tick is what /proc counts in (getconf CLK_TCK); it is the same on all of Linux.
const tick = 10 * time.Millisecond

// work is the processor time that it has used, for itself and in the kernel (proc_pid_stat(5)).
func (p *process) work() (time.Duration, error) {
	return worked(fmt.Sprintf("/proc/%d/stat", p.Process.Pid))
}

// windowWork is the part of it on the first thread, the one that the window belongs to.
func (p *process) windowWork() (time.Duration, error) {
	return worked(fmt.Sprintf("/proc/%d/task/%[1]d/stat", p.Process.Pid))
}

func worked(stat string) (time.Duration, error) {
	text, err := os.ReadFile(stat)
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("%s has an unknown form", stat)
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick, errors.Join(err1, err2)
}

// memory is what it holds (Rss) and its share of it (Pss), in MB.
func (p *process) memory() (rss, pss float64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.Process.Pid))
	for line := range strings.Lines(string(text)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "Rss: %f kB", &kb); n == 1 {
			rss = kb / 1024
		}
		if n, _ := fmt.Sscanf(line, "Pss: %f kB", &kb); n == 1 {
			pss = kb / 1024
		}
	}
	return rss, pss, err
}

// end closes it and leaves the screen empty for the next.
func (p *process) end() error {
	_ = p.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(patience, func() { _ = p.Process.Kill() })
	defer kill.Stop()
	_ = p.Wait() // that it was a signal is no news
	p.screen.awaitBlank()
	if p.keep {
		return nil
	}
	return os.RemoveAll(p.home)
}

// keepShot writes a picture of the screen.
func (p *process) keepShot(folder, name string) error {
	if folder == "" {
		return nil
	}
	c := exec.Command("import", "-window", "root", filepath.Join(folder, name+".png"))
	c.Env = p.screen.environ()
	return c.Run()
}
