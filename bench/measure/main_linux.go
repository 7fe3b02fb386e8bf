// Measure compares the program with a bare window of the same library on the same machine: how long
// until its first frame is painted, how much memory it holds, and how much processor time it takes
// while nothing happens. All programs take turns, and the median counts, so that other work on the
// machine matters little.
//
//	measure [flags] BARE PROGRAM
//
// BARE is the program of bench/bare. With -also, another build of PROGRAM takes part, so that before
// and after come from one run.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// plan is what to measure, and how long.
type plan struct {
	starts, rounds int
	settle, idle   time.Duration
	texts, shots   string
}

func main() {
	var p plan
	also := flag.String("also", "", "another `program` to measure beside PROGRAM")
	flag.IntVar(&p.starts, "starts", 9, "how often each is started")
	flag.IntVar(&p.rounds, "rounds", 3, "how often each is watched while it is idle")
	flag.DurationVar(&p.settle, "settle", 80*time.Second, "how long a window rests before that")
	flag.DurationVar(&p.idle, "idle", 30*time.Second, "how long it is watched")
	flag.StringVar(&p.texts, "texts", "", "the `file` of texts that a program starts with")
	flag.StringVar(&p.shots, "shots", "", "keep a picture of each in this `folder`")
	flag.Parse()
	if flag.NArg() != 2 || p.starts < 1 || p.rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	programs := []string{flag.Arg(1)}
	if *also != "" {
		programs = append(programs, *also)
	}
	if err := p.measure(os.Stdout, flag.Arg(0), programs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measure measures the bare window and the programs and reports each program beside the window.
func (p plan) measure(to io.Writer, bare string, programs []string) error {
	folder, err := os.MkdirTemp("", "measure")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	s, err := newScreen(folder)
	if err != nil {
		return err
	}
	defer s.close()

	window := subject{name: "bare", command: []string{bare}}
	first := []subject{window}
	all := []subject{window}
	for i, file := range programs {
		name := fmt.Sprintf("program-%d", i+1)
		page := subject{name: name, command: []string{file}, texts: p.texts}
		chat := subject{
			name: name + "-chat", command: []string{file, "-demo", "-auto"}, texts: p.texts, page: "chat",
		}
		first, all = append(first, page), append(all, page, chat)
	}
	figures := map[string]*figures{}
	if err := p.measureStarts(s, folder, first, figures); err != nil {
		return err
	}
	if err := p.measureIdle(s, folder, all, figures); err != nil {
		return err
	}
	for i, file := range programs {
		name := fmt.Sprintf("program-%d", i+1)
		fmt.Fprintf(to, "\n%s\n", file)
		report(to, figures["bare"], figures[name], figures[name+"-chat"])
	}
	return nil
}

// measureStarts starts each of them again and again, with the same home, as a person would. The
// first start of each fills the caches and does not count.
func (p plan) measureStarts(s *screen, folder string, subjects []subject, all map[string]*figures) error {
	for _, one := range subjects {
		all[one.name] = &figures{}
	}
	for i := range p.starts + 1 {
		for _, one := range subjects {
			one.home = filepath.Join(folder, one.name)
			took, work, err := one.timeStart(s)
			if err != nil {
				return err
			}
			if i > 0 {
				f := all[one.name]
				f.window = append(f.window, float64(took.Milliseconds()))
				f.work = append(f.work, float64(work.Milliseconds()))
			}
		}
	}
	for _, one := range subjects {
		fmt.Fprintln(os.Stderr, one.name, "started, ms:", all[one.name].window)
	}
	return nil
}

// measureIdle watches each of them while nothing happens.
func (p plan) measureIdle(s *screen, folder string, subjects []subject, all map[string]*figures) error {
	for round := range p.rounds {
		for _, one := range subjects {
			fmt.Fprintln(os.Stderr, "watching", one.name, "...")
			one.home = filepath.Join(folder, fmt.Sprint(one.name, "-idle-", round))
			if all[one.name] == nil {
				all[one.name] = &figures{}
			}
			if err := p.watch(s, one, all[one.name]); err != nil {
				return err
			}
			if err := os.RemoveAll(one.home); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p plan) watch(s *screen, one subject, f *figures) error {
	proc, err := one.start(s)
	if err != nil {
		return err
	}
	defer proc.end()
	if err := proc.awaitPaint(); err != nil {
		return err
	}
	if err := proc.awaitPage(one.page); err != nil {
		return err
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
	if p.shots == "" {
		return nil
	}
	return s.SavePicture(filepath.Join(p.shots, one.name+".png"))
}
