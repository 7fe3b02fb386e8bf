package torture

import (
	"flag"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// childFlag as the first argument makes the process the engine that is killed.
const childFlag = "-child"

var (
	kills = flag.Int("kills", 4, "how often the engine is killed")
	limit = flag.Duration("time", 0, "stop killing after this time; 0 for no limit")
	seed  = flag.Uint64("seed", 0, "of all that is random; 0 takes the time")
	only  = flag.String("only", "", "`names` of kinds of stick, with commas, or door; all if empty")
	keep  = flag.String("keep", "", "`folder` for the stores, and logs; removed afterwards if empty")
)

// TestMain lets this binary be the engine that is killed.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childFlag {
		child(os.Args[2:])
		os.Exit(0)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		removePrograms()
		os.Exit(code)
	}))
}

// TestTortureModem is a taste of it unless -kills asks for more: make torture kills 1,000 times.
func TestTortureModem(t *testing.T) { try(t, modems) }

// TestTortureHiLink is the same with sticks in HiLink mode.
func TestTortureHiLink(t *testing.T) { try(t, sticks) }

func try(t *testing.T, kinds []kind) {
	t.Helper()
	p := plan{kills: *kills, limit: *limit, seed: *seed, folder: *keep}
	if p.seed == 0 {
		p.seed = uint64(time.Now().UnixNano())
	}
	if err := torture(kinds, p); err != nil {
		t.Fatal(err)
	}
}
