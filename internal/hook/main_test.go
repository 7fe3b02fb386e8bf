package hook

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestMain makes the test binary the program that is run, too: its first argument is then "helper".
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "helper" {
		os.Exit(helper(os.Args[2], os.Args[3:]))
	}
	os.Exit(m.Run())
}

// record is what the helper has seen of a call.
type record struct {
	Args, Env []string
	Stdin     string
}

func helper(what string, args []string) int {
	switch what {
	case "record": // appends what it got to a file
		stdin, err := io.ReadAll(os.Stdin)
		if err != nil {
			return 9
		}
		f, err := os.OpenFile(args[0], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return 8
		}
		defer f.Close()
		if json.NewEncoder(f).Encode(record{os.Args[1:], os.Environ(), string(stdin)}) != nil {
			return 7
		}
	case "echo": // prints what it got, as careless programs do
		_, _ = io.Copy(os.Stdout, os.Stdin)
	case "flood":
		line := strings.Repeat("x", 1<<16)
		for range 1 << 8 { // 16 MiB
			if _, err := io.WriteString(os.Stdout, line); err != nil {
				return 6
			}
		}
	case "hang": // with a child of its own, which writes to a file as long as it lives
		c := exec.Command(os.Args[0], "helper", "tick", args[0])
		c.Stdout = os.Stdout
		if c.Start() != nil {
			return 5
		}
		time.Sleep(time.Minute)
	case "leave": // ends while its child goes on and holds the output open
		c := exec.Command(os.Args[0], "helper", "sleep")
		c.Stdout = os.Stdout
		if c.Start() != nil {
			return 5
		}
	case "sleep":
		time.Sleep(4 * time.Second)
	case "tick":
		for range 300 {
			_ = os.WriteFile(args[0], []byte(time.Now().Format(time.RFC3339Nano)), 0o600)
			time.Sleep(20 * time.Millisecond)
		}
	case "slow":
		time.Sleep(300 * time.Millisecond)
		_ = os.WriteFile(args[0], []byte("done"), 0o600)
	case "one":
		_, _ = io.WriteString(os.Stderr, "no route to host\n")
		return 1
	}
	return 0
}
