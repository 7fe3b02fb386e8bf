package messenger_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// fullEnv has this test binary run TestCase09DiskFull with a limit to its files.
const fullEnv = "MESSENGER_TEST_FULL"

// TestCase09DiskFull is case 9 with a file that really cannot grow (RLIMIT_FSIZE, in a process of
// its own): what comes in stays on the card and in the network, the window hears of it, and hears that
// it works again only once there is room. Then everything is there exactly once.
func TestCase09DiskFull(t *testing.T) {
	if os.Getenv(fullEnv) == "" {
		child := exec.Command(os.Args[0], "-test.run=^TestCase09DiskFull$", "-test.timeout=60s")
		child.Env = append(os.Environ(), fullEnv+"=1")
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	over(t, fakemodem.Options{}, func(b *bench, s *stick) {
		time.Sleep(2 * time.Minute) // until the daily copy is made
		file, err := os.Stat(b.path)
		if err != nil {
			b.t.Fatal(err)
		}
		limitFiles(b.t, uint64(file.Size())+8<<10)
		arrived := 0
		for ; arrived < 300 && failures(b, true) == 0; arrived++ {
			s.comes(arrived)
		}
		if failures(b, true) == 0 {
			b.t.Fatalf("%d texts came and nothing was told", arrived)
		}
		for range 150 { // seconds in which it stays full, and is looked at several times
			s.comes(arrived)
			arrived++
		}
		if n := failures(b, false); n > 0 {
			b.t.Errorf("told %d times that it works again, and it is full", n)
		}
		waiting := len(s.Stored("SM")) + len(s.Stored("ME")) + s.Waiting()
		if shown := len(b.with(anna)); waiting == 0 || shown+waiting > arrived {
			b.t.Errorf("%d shown and %d left with the stick of %d", shown, waiting, arrived)
		}
		limitFiles(b.t, math.MaxUint64)
		time.Sleep(5 * time.Minute)
		s.allThere(arrived)
	})
}

// comes has a text of some length come in.
func (s *stick) comes(n int) {
	s.b.t.Helper()
	text := fmt.Sprintf("text %03d, %0100d", n, n)
	if err := s.Arrive(string(anna), text); err != nil {
		s.b.t.Fatal(err)
	}
	time.Sleep(time.Second)
}

// allThere wants every text once, and nothing left with the stick.
func (s *stick) allThere(arrived int) {
	s.b.t.Helper()
	seen := map[string]bool{}
	all := s.b.with(anna)
	for _, m := range all {
		seen[m.Text] = true
	}
	if len(all) != arrived || len(seen) != arrived {
		s.b.t.Errorf("%d texts, %d different; %d came", len(all), len(seen), arrived)
	}
	if left := len(s.Stored("SM")) + len(s.Stored("ME")) + s.Waiting(); left != 0 {
		s.b.t.Errorf("%d left with the stick", left)
	}
	if failed, works := failures(s.b, true), failures(s.b, false); failed != works {
		s.b.t.Errorf("told %d times that it fails, %d times that it works again", failed, works)
	}
}

// failures counts how often the window was told that the store fails, or works again.
func failures(b *bench, failed bool) int {
	return seen(b, func(e sms.StoreFailed) bool { return (e.Err != nil) == failed })
}

// limitFiles sets how large a file may become that this process writes.
func limitFiles(t testing.TB, size uint64) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = min(size, now.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
}
