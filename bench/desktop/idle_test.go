//go:build desktop

package desktop

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var idle = flag.Duration("idle", 0, "watch the program without its window for this `time`, beside a bare one")

// idleSettle is how long programs rest before they are watched: the daily copy of the texts is over.
const idleSettle = 80 * time.Second

// noise is of a core in percent, between two runs of the same program.
const noise = 0.2

// TestIdle has the program rest in the tray beside a bare window of the same library, and compares the
// processor time that they take: the tray must not take more, but for what cannot be told apart.
func TestIdle(t *testing.T) {
	if *idle == 0 {
		t.Skip("takes minutes; -idle 60s runs it")
	}
	s := newSession(t, true)
	p := newProgram(s, "-background")
	p.ready()
	bare := s.start(filepath.Join(mustAbs(t, top), "build/budgets/bare"))
	s.await("the bare window", func() bool {
		_, err := s.display.Do("search", "--onlyvisible", "--name", "Bare")
		return err == nil
	})
	time.Sleep(idleSettle)
	began := time.Now()
	before := [2]time.Duration{work(t, p.command), work(t, bare)}
	time.Sleep(*idle)
	took := time.Since(began)
	share := func(c *exec.Cmd, before time.Duration) float64 {
		return 100 * float64(work(t, c)-before) / float64(took)
	}
	tray, window := share(p.command, before[0]), share(bare, before[1])
	t.Logf("of a core: %.2f %% in the tray, %.2f %% a bare window", tray, window)
	if s.windows() != 0 {
		t.Error("it has a window")
	}
	if tray > window+noise {
		t.Errorf("the tray takes %.2f %% of a core, a bare window %.2f %%", tray, window)
	}
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// work returns the processor time of a process (proc(5), schedstat of every thread).
func work(t *testing.T, c *exec.Cmd) (sum time.Duration) {
	t.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", c.Process.Pid))
	for _, file := range files {
		text, err := os.ReadFile(file)
		var ns int64
		if err == nil {
			_, err = fmt.Fscan(strings.NewReader(string(text)), &ns)
		}
		if err == nil { // a thread may have ended
			sum += time.Duration(ns)
		}
	}
	if sum == 0 {
		t.Fatal("no such process")
	}
	return sum
}
