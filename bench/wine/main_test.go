//go:build wine

package wine

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// notShown is the exit status when what was tested passed, but not everything could be tested. It
// says nothing about the program.
const notShown = 75

// inside marks the process that runs in the namespace.
const inside = "SURFSTICK_WINE_INSIDE"

var (
	began = time.Now()
	limit time.Duration // after which no test is started; 0 for none

	top     string // of the repository
	folder  string // build/wine
	debian  string // the installed Debian; nothing writes to it
	skipped struct {
		sync.Mutex
		names []string
	}
)

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv(inside) == "" {
		os.Exit(runInside())
	}
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "wine: not shown here:", err)
		os.Exit(notShown)
	}
	code := m.Run()
	shots, _ := filepath.Glob(filepath.Join(folder, "shots", "*.png"))
	fmt.Printf("%d pictures in build/wine/shots, %v\n", len(shots), time.Since(began).Round(time.Second))
	if code == 0 && len(skipped.names) > 0 {
		fmt.Fprintf(os.Stderr, "wine: not shown here: the time was over before %s\n",
			strings.Join(skipped.names, ", "))
		code = notShown
	}
	os.Exit(code)
}

// runInside runs this program again in a namespace of its own and returns its exit status. What is
// mounted and started there ends with it, and it ends with this process.
func runInside() int {
	runtime.LockOSThread() // Pdeathsig is about the thread
	c := exec.Command("unshare", append([]string{
		"--mount-proc", "--pid", "--fork", "--kill-child", os.Args[0],
	}, os.Args[1:]...)...)
	c.Env = append(os.Environ(), inside+"=1")
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, "wine:", err)
	return 1
}

// prepare makes everything that the tests have in common.
func prepare() (err error) {
	if top, err = filepath.Abs("../.."); err != nil {
		return err
	}
	seconds, err := strconv.Atoi("0" + os.Getenv("WINE_LIMIT"))
	if err != nil {
		return fmt.Errorf("WINE_LIMIT: %w", err)
	}
	limit = time.Duration(seconds) * time.Second
	folder = filepath.Join(top, "build", "wine")
	shots := filepath.Join(folder, "shots")
	if flag.Lookup("test.run").Value.String() == "" {
		_ = os.RemoveAll(shots) // those of another run; a run of some tests adds to them
	}
	for _, f := range []string{shots, filepath.Join(folder, "machines")} {
		if err := os.MkdirAll(f, 0o755); err != nil {
			return err
		}
	}
	if os.Getuid() != 0 {
		return errors.New("chroot and mounts need root")
	}
	root, err := exec.Command(filepath.Join(top, ".ci", "wine-root")).Output()
	if err != nil {
		return fmt.Errorf(".ci/wine-root: %w", err)
	}
	debian = strings.TrimSpace(string(root))
	// In memory, and gone with the namespace.
	err = syscall.Mount("tmpfs", filepath.Join(folder, "machines"), "tmpfs", 0, "mode=755")
	if err != nil {
		return fmt.Errorf("this machine allows no mounts: %w", err)
	}
	if err := installDebian(); err != nil {
		return fmt.Errorf("Debian 13 with Wine could not be installed: %w", err)
	}
	return nil
}

// late reports whether the time is over.
func late() bool { return limit > 0 && time.Since(began) > limit }

// parallel has a test run beside others, unless the time is over when its turn comes.
func parallel(t *testing.T) {
	t.Helper()
	t.Parallel()
	if late() {
		skipped.Lock()
		skipped.names = append(skipped.names, t.Name())
		skipped.Unlock()
		t.Skip("not shown: the time is over")
	}
}
