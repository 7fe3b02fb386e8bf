package main

import (
	"encoding/binary"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestPainted(t *testing.T) {
	screen := func(colors ...uint32) []byte {
		pixels := make([]byte, 4*4000)
		for i, c := range colors { // each is 400 pixels of a black screen
			for j := range 400 {
				binary.LittleEndian.PutUint32(pixels[4*(i*400+j):], c)
			}
		}
		return pixels
	}
	for name, c := range map[string]struct {
		pixels []byte
		want   bool
	}{
		"empty screen":      {screen(), false},
		"window mapped":     {screen(0xffffff), false},
		"window with text":  {screen(0xffffff, 0x333333), true},
		"padding is no ink": {screen(0xffffff, 0xff000000), false},
	} {
		if got := painted(c.pixels); got != c.want {
			t.Errorf("%s: painted %v", name, got)
		}
	}
}

func TestPixels(t *testing.T) {
	dump := make([]byte, 108+2*12+40)
	binary.BigEndian.PutUint32(dump, 108)
	binary.BigEndian.PutUint32(dump[76:], 2)
	if pixels, err := pixelsOf(dump); err != nil || len(pixels) != 40 {
		t.Errorf("%d bytes, %v", len(pixels), err)
	}
	binary.BigEndian.PutUint32(dump[76:], 2000)
	for _, bad := range [][]byte{dump, dump[:50]} {
		if _, err := pixelsOf(bad); err == nil {
			t.Errorf("%d bytes pass for a dump", len(bad))
		}
	}
}

// TestProcess measures a process that works for a while.
func TestProcess(t *testing.T) {
	p := &process{Cmd: exec.Command("sh", "-c", "while :; do :; done")}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Process.Kill(); _ = p.Wait() }()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		work, err := p.work()
		if err != nil {
			t.Fatal(err)
		}
		if work >= 100*time.Millisecond {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("worked %v in 10 s", work)
		}
	}
	rss, pss, err := p.memory()
	if err != nil || rss < 0.1 || pss > rss {
		t.Errorf("rss %v, pss %v, %v", rss, pss, err)
	}
}

func TestWorkIn(t *testing.T) {
	stat := "7 (a (b) c) S 1 7 7 0 -1 4194560 1 0 0 0 120 30 0 0 20 0 1 0 5 6 7"
	if got, err := workIn([]byte(stat)); err != nil || got != 1500*time.Millisecond {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "7 (a) S 1", strings.ReplaceAll(stat, "120", "x")} {
		if _, err := workIn([]byte(bad)); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
	if _, _, err := memoryIn("Size: 4 kB\n"); err == nil {
		t.Error("a file without sums passes")
	}
}

func TestReport(t *testing.T) {
	bare := &figures{
		window: []float64{100, 300, 200}, work: []float64{10}, rss: []float64{100},
		pss: []float64{90}, idle: []float64{2, 2.2},
	}
	program := &figures{
		window: []float64{250}, work: []float64{20}, rss: []float64{141}, pss: []float64{91},
		idle: []float64{2.2},
	}
	var out strings.Builder
	report(&out, bare, program, &figures{idle: []float64{2.15}})
	var verdicts []string
	for line := range strings.Lines(out.String()) {
		fields := strings.Fields(line)
		verdicts = append(verdicts, fields[len(fields)-1])
	}
	// Header, 1.25 times, no budget, 41 MB more, 1 MB more, 0.1 % more, 0.05 % more.
	want := "ok ok ms OVER ok OVER ok"
	if got := strings.Join(verdicts, " "); got != want {
		t.Errorf("verdicts %s, want %s in\n%s", got, want, out.String())
	}
	if median(nil) != 0 || median([]float64{4, 1, 2}) != 2 || median([]float64{1, 2}) != 1.5 {
		t.Error("wrong median")
	}
}

func TestHome(t *testing.T) {
	texts := t.TempDir() + "/texts"
	if err := os.WriteFile(texts, []byte("first"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := subject{home: t.TempDir() + "/home", texts: texts}
	for _, content := range []string{"first", "changed by the program"} {
		if err := s.prepareHome(); err != nil {
			t.Fatal(err)
		}
		name := s.home + "/messages.db"
		if got, err := os.ReadFile(name); err != nil || string(got) != content {
			t.Errorf("%q, %v; want %q", got, err, content)
		}
		if err := os.WriteFile(name, []byte("changed by the program"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
