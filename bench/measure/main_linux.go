// Measure compares the program with a bare window of the same library on the same machine: how
// long until it is painted, how much memory it holds, and how much it does while nothing happens.
// The programs take turns, and what counts is the median, so that other work on the machine does
// not decide.
//
//	measure [flags] BARE PROGRAM TEXTS
//
// BARE and PROGRAM are executables, TEXTS is a file of texts to start PROGRAM with.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// figures are those of one subject.
type figures struct {
	window         []float64 // ms until painted
	work           []float64 // ms of processor time until then
	windowWork     []float64 // ms of it on the thread of the window
	rss, pss, idle []float64 // MB, MB, percent of a core
}

// plan is how long to measure.
type plan struct {
	starts, rounds int
	settle, idle   time.Duration
	shot           string
}

func main() {
	var p plan
	flag.IntVar(&p.starts, "starts", 9, "how often each is started")
	flag.IntVar(&p.rounds, "rounds", 3, "how often each is watched while it is idle")
	flag.DurationVar(&p.settle, "settle", 40*time.Second, "how long a window rests before that")
	flag.DurationVar(&p.idle, "idle", 30*time.Second, "how long it is watched")
	flag.StringVar(&p.shot, "shots", "", "keep a picture of each in this `folder`")
	flag.Parse()
	if flag.NArg() != 3 {
		flag.Usage()
		os.Exit(2)
	}
	if err := p.measure(flag.Arg(0), flag.Arg(1), flag.Arg(2)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (p plan) measure(bare, program, texts string) error {
	subjects := []subject{
		{name: "bare", args: []string{bare}},
		{name: "program", args: []string{program}, texts: texts},
		{name: "chat", args: []string{program, "-demo", "-auto"}, texts: texts, chat: true},
	}
	folder, err := os.MkdirTemp("", "measure")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	on, err := newScreen(folder)
	if err != nil {
		return err
	}
	defer on.close()

	all := make([]figures, len(subjects))
	for i := range p.starts + 1 {
		for j, s := range subjects[:2] {
			s.home = filepath.Join(folder, s.name)
			if err := os.MkdirAll(s.home, 0o700); err != nil {
				return err
			}
			if err := s.startOnce(on, folder, &all[j], i > 0); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(os.Stderr, "started", p.starts, "times, ms:", all[0].window, all[1].window)
	for range p.rounds {
		for j, s := range subjects {
			fmt.Fprintln(os.Stderr, "watching", s.name, "...")
			if err := p.watch(s, on, folder, &all[j]); err != nil {
				return err
			}
		}
	}
	report(all[0], all[1], all[2])
	return nil
}

// startOnce times one start. The first of each is to warm up the machine and does not count.
func (s subject) startOnce(on *screen, folder string, f *figures, counts bool) error {
	began := time.Now()
	proc, err := s.run(on, folder)
	if err != nil {
		return err
	}
	took, err := proc.awaitPaint(began)
	if err == nil && counts {
		f.window = append(f.window, float64(took.took.Milliseconds()))
		f.work = append(f.work, float64(took.work.Milliseconds()))
		f.windowWork = append(f.windowWork, float64(took.windowWork.Milliseconds()))
	}
	if ended := proc.end(); err == nil {
		err = ended
	}
	return err
}

// watch lets a window rest, and then looks at what it holds and does.
func (p plan) watch(s subject, on *screen, folder string, f *figures) error {
	proc, err := s.run(on, folder)
	if err != nil {
		return err
	}
	err = p.look(s, proc, f)
	if ended := proc.end(); err == nil {
		err = ended
	}
	return err
}

func (p plan) look(s subject, proc *process, f *figures) error {
	if _, err := proc.awaitPaint(time.Now()); err != nil {
		return err
	}
	if s.chat {
		if err := proc.awaitPage("chat"); err != nil {
			return err
		}
	}
	time.Sleep(p.settle)
	rss, pss, err := proc.memory()
	if err != nil {
		return err
	}
	began := time.Now()
	before, err := proc.work()
	if err != nil {
		return err
	}
	time.Sleep(p.idle)
	after, err := proc.work()
	if err != nil {
		return err
	}
	f.rss, f.pss = append(f.rss, rss), append(f.pss, pss)
	f.idle = append(f.idle, 100*float64(after-before)/float64(time.Since(began)))
	return proc.keepShot(p.shot, s.name)
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return (sorted[len(sorted)/2] + sorted[(len(sorted)-1)/2]) / 2
}

// line is one row of the report: the most that the program may need, as a multiple of what the bare
// window needs or on top of it; neither is no budget.
type line struct {
	name        string
	bare, prog  []float64
	ratio, more float64
	unit        string
}

func report(bare, program, chat figures) {
	fmt.Printf("%-48s %9s %9s %13s  %-9s ok\n", "", "bare", "program", "", "budget")
	for _, l := range []line{
		{"window painted", bare.window, program.window, 1.5, 0, "ms"},
		{"processor time until then, window's thread", bare.windowWork, program.windowWork, 1.5, 0, "ms"},
		{"the same, all threads", bare.work, program.work, 0, 0, "ms"},
		{"memory (Rss)", bare.rss, program.rss, 0, 40, "MB"},
		{"memory (Pss)", bare.pss, program.pss, 0, 40, "MB"},
		{"idle, no stick, of a core", bare.idle, program.idle, 0, 0.3, "%"},
		{"memory (Rss), page of chats, simulated stick", bare.rss, chat.rss, 0, 40, "MB"},
		{"idle, page of chats, simulated stick", bare.idle, chat.idle, 0, 0.3, "%"},
	} {
		if len(l.prog) > 0 {
			l.print()
		}
	}
}

func (l line) print() {
	was, is := median(l.bare), median(l.prog)
	difference := fmt.Sprintf("+%.2f %s", is-was, l.unit)
	budget, ok := "", ""
	switch {
	case l.ratio > 0:
		difference = fmt.Sprintf("x %.2f", is/was)
		budget, ok = fmt.Sprintf("x %g", l.ratio), verdict(is <= was*l.ratio)
	case l.more > 0:
		budget, ok = fmt.Sprintf("+%g %s", l.more, l.unit), verdict(is-was <= l.more)
	}
	fmt.Printf("%-48s %9.2f %9.2f %13s  %-9s %s\n", l.name+", "+l.unit, was, is, difference, budget, ok)
}

func verdict(ok bool) string {
	if ok {
		return "ok"
	}
	return "OVER"
}
