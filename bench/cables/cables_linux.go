package cables

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// What a stick's network looks like to the computer, and a router of the house as well.
const (
	StickAddress = "192.168.8.1"
	network      = "192.168.8.0"
	StickMAC     = "0c:5b:8f:27:9a:64"
	Leased       = "192.168.8.100/24"
)

// inside is set in the process that Run starts.
const inside = "SURFSTICK_TEST_NAMESPACE"

// noCables says why nothing can be tested in the namespace.
const noCables = "the kernel makes no pairs of adapters here"

// Inside reports whether this is the process that Run starts; a test that has to run there begins
// with it.
func Inside() bool { return os.Getenv(inside) != "" }

// Run runs another test of the program in a process with a network of its own, without an adapter
// at first. It skips where that is not possible, and says why.
func Run(t *testing.T, test string) {
	t.Helper()
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("the program ip (iproute2) is not installed: connections over an adapter are not tested")
	}
	c := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.v")
	c.Env = append(os.Environ(), inside+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		c.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := c.CombinedOutput()
	switch {
	case errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.ENOSPC):
		t.Skipf("no right to make a network namespace (%v): connections over an adapter are not tested", err)
	case strings.Contains(string(out), noCables):
		t.Skipf("connections over an adapter are not tested:\n%s", out)
	case err != nil || !strings.Contains(string(out), "--- PASS: "+test):
		t.Errorf("%v:\n%s", err, out)
	default:
		t.Logf("%s", out)
	}
}

// Prepare makes the namespace that this process is in ready for cables.
func Prepare(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("ip", "link", "add", "try", "type", "veth", "peer", "name", "try2").
		CombinedOutput(); err != nil {
		t.Fatalf("%s: %s", noCables, out)
	}
	IP(t, "link del try")
	if err := settle(); err != nil {
		t.Fatal(err)
	}
}

// settle has the namespace that the thread is in behave as that of a computer does.
func settle() error {
	set("ipv4/conf/all/rp_filter", "2") // as systemd has it
	set("ipv4/conf/default/rp_filter", "2")
	set("ipv6/conf/all/disable_ipv6", "1")
	return ip("link set lo up")
}

// IP runs the program ip.
func IP(t *testing.T, arguments string) {
	t.Helper()
	if err := ip(arguments); err != nil {
		t.Fatal(err)
	}
}

// ip runs it in the namespace that the thread is in.
func ip(arguments string) error {
	if out, err := exec.Command("ip", strings.Fields(arguments)...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %w: %s", arguments, err, out)
	}
	return nil
}

// set writes a setting of the namespace that the thread is in.
func set(name, value string) {
	_ = os.WriteFile("/proc/sys/net/"+name, []byte(value), 0o600) // what does not exist needs no setting
}

// Place is a network namespace on the far end of a cable.
type Place struct {
	Name   string
	thread int
	jobs   chan func()
	// computer is the namespace that it was made from. The thread that the process began with may be in
	// any by now.
	computer *os.File
}

// NewPlace makes one. Its thread stays in the namespace and does what it is told to.
func NewPlace(t *testing.T, name string) *Place {
	t.Helper()
	p := &Place{Name: name, jobs: make(chan func())}
	failed := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		p.thread = unix.Gettid()
		var err error
		if p.computer, err = os.Open("/proc/thread-self/ns/net"); err == nil {
			err = unix.Unshare(unix.CLONE_NEWNET)
		}
		failed <- err
		for job := range p.jobs {
			job()
		}
	}()
	if err := <-failed; err != nil {
		t.Fatalf("namespace: %v", err)
	}
	t.Cleanup(func() { close(p.jobs); _ = p.computer.Close() })
	return p
}

// NewComputer makes a place that is a computer of its own, without an adapter at first: cables are laid
// from there with Cable.From.
func NewComputer(t *testing.T, name string) *Place {
	t.Helper()
	p := NewPlace(t, name)
	p.do(t, settle)
	return p
}

// Path returns the file that stands for the namespace, for nsenter(1), until the test ends.
func (p *Place) Path() string { return fmt.Sprintf("/proc/%d/task/%d/ns/net", os.Getpid(), p.thread) }

// do runs something in the namespace.
func (p *Place) do(t *testing.T, job func() error) {
	t.Helper()
	if err := p.run(job); err != nil {
		t.Fatal(err)
	}
}

func (p *Place) run(job func() error) error {
	done := make(chan error)
	p.jobs <- func() { done <- job() }
	if err := <-done; err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	return nil
}

// Cable is how a place is seen from the computer.
type Cable struct {
	// From is the computer; nil is the namespace that this process is in.
	From         *Place
	Adapter, MAC string
	Index        int    // of the adapter; 0 has the kernel choose
	Own          string // address of the computer, such as Leased; "" for none so far
	Metric       int    // of the default route over it; the lowest is preferred
	Strong       bool   // what is sent from Own leaves by this adapter only, as on Windows (strong hosts)
	Down         bool   // the adapter is not switched on, so that it has neither address nor route
}

// strongTables is where the tables of routes begin that are there for Cable.Strong.
const strongTables = 1000

// at runs something on the computer.
func (c Cable) at(t *testing.T, job func() error) {
	t.Helper()
	if c.From != nil {
		c.From.do(t, job)
	} else if err := job(); err != nil {
		t.Fatal(err)
	}
}

// Lay lays a cable from an adapter of the computer to the place, which has the address of a stick.
func (p *Place) Lay(t *testing.T, c Cable) {
	t.Helper()
	link := "link add " + c.Adapter
	if c.Index != 0 {
		link += fmt.Sprintf(" index %d", c.Index)
	}
	c.at(t, func() error {
		return ip(fmt.Sprintf("%s address %s type veth peer name far netns %d", link, c.MAC, p.thread))
	})
	t.Cleanup(func() {
		c.at(t, func() error {
			_ = ip("link del " + c.Adapter) // a test may have pulled it out
			return nil
		})
	})
	p.do(t, switchOnFar)
	c.at(t, c.switchOn)
}

// switchOn gives the adapter its address, and waits until the cable is felt.
func (c Cable) switchOn() error {
	if c.Down {
		return nil
	}
	err := ip(fmt.Sprintf("link set %s up", c.Adapter))
	if c.Own != "" {
		err = errors.Join(err, ip(fmt.Sprintf("addr add %s dev %s", c.Own, c.Adapter)),
			ip(fmt.Sprintf("route add default via %s dev %s metric %d", StickAddress, c.Adapter, c.Metric)))
	}
	if c.Strong {
		own, _, _ := strings.Cut(c.Own, "/")
		err = errors.Join(err, ip(fmt.Sprintf("rule add from %s lookup %d", own, strongTables+c.Index)),
			ip(fmt.Sprintf("route add %s/24 dev %s table %d", network, c.Adapter, strongTables+c.Index)))
	}
	for deadline := time.Now().Add(5 * time.Second); err == nil; time.Sleep(5 * time.Millisecond) {
		i, found := net.InterfaceByName(c.Adapter)
		if found == nil && i.Flags&net.FlagRunning != 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s: %+v, %w", c.Adapter, i, os.ErrDeadlineExceeded)
		}
	}
	return err
}

// Listen opens port 80 of the place, until the test ends.
func (p *Place) Listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

// Received is how many packets of whatever kind have come out of the cable.
func (p *Place) Received(t *testing.T) string {
	t.Helper()
	var packets string
	p.do(t, func() error {
		table, err := os.ReadFile("/proc/thread-self/net/dev")
		for line := range strings.Lines(string(table)) {
			// name: bytes packets …
			if f := strings.Fields(line); len(f) > 2 && f[0] == "far:" {
				packets = f[2]
			}
		}
		return err
	})
	return packets
}

// Segments is how many segments of TCP the place has got, those of refused connections with them.
func (p *Place) Segments(t *testing.T) (n int) {
	t.Helper()
	p.do(t, func() error {
		table, err := os.ReadFile("/proc/thread-self/net/snmp")
		if err != nil {
			return err
		}
		var names []string
		for line := range strings.Lines(string(table)) {
			f := strings.Fields(line)
			if f[0] != "Tcp:" {
				continue
			}
			if at := slices.Index(names, "InSegs"); at > 0 {
				n, err = strconv.Atoi(f[at])
				return err
			}
			names = f
		}
		return errors.New("the kernel counts no segments")
	})
	return n
}
