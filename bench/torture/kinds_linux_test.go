package torture

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"surfstick-sms/sms/fakemodem"
)

// plan is what is asked for on the command line.
type plan struct {
	kills  int
	limit  time.Duration
	seed   uint64
	folder string
}

// kind is one sort of stick to be cruel to.
type kind struct {
	name  string
	way   way
	stick func(folder string) (stick, error)
}

// modems are the kinds of stick in modem mode, each with a store of its own.
var modems = []kind{
	{name: "stored", stick: inModem(false, fakemodem.Quirks{})},
	{name: "direct", stick: inModem(true, fakemodem.Quirks{})},
	{name: "early", stick: inModem(false, fakemodem.Quirks{
		EarlyReport: true, SplitPrompt: true, Reports: []int{0, 1},
	})},
	{name: "noisy", stick: inModem(false, fakemodem.Quirks{
		ExtraCR: true, Chunk: 7, Noise: 15 * time.Millisecond, EmptyOK: true,
	})},
}

// torture runs some kinds and prints what it found. The error lists what was lost or doubled.
func torture(kinds []kind, p plan) error {
	fmt.Printf("%d kills, seed %d\n", p.kills, p.seed)
	if p.folder == "" {
		folder, err := os.MkdirTemp("", "torture")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		p.folder = folder
	}
	began := time.Now()
	var all figures
	var wrong []error
	for i, k := range kinds {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), k.name) {
			continue
		}
		share := plan{
			kills:  p.kills*(i+1)/len(kinds) - p.kills*i/len(kinds),
			limit:  p.limit / time.Duration(len(kinds)),
			folder: filepath.Join(p.folder, k.name), seed: p.seed + uint64(i),
		}
		f, err := round(k, share)
		fmt.Printf("%-10s %v\n", k.name, f)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s, seed %d: %w", k.name, p.seed, err))
		}
		all = all.plus(f)
	}
	fmt.Printf("%-10s %v, in %v\n", "all", all, time.Since(began).Round(time.Second))
	return errors.Join(wrong...)
}
