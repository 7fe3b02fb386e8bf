package door

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"
)

// The helpers of the other systems.
func helpServe(string) int { return 1 }
func helpRaw(string) int   { return 1 }

// TestPipeAccess: the pipe has the security descriptor that was asked for: this user is its owner and the
// only one who gets in, nobody does over the network, and no program of low integrity may write.
func TestPipeAccess(t *testing.T) {
	data := places(t)
	l := listen(t, data)
	greet(t, l)
	c, err := winio.DialPipeContext(t.Context(), l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	h, ok := handle(c)
	if !ok {
		t.Fatal("a pipe without a handle")
	}
	const all = windows.OWNER_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION | windows.LABEL_SECURITY_INFORMATION
	d, err := windows.GetSecurityInfo(h, windows.SE_KERNEL_OBJECT, all)
	if err != nil {
		t.Fatal(err)
	}
	sid, err := ownSID()
	if err != nil {
		t.Fatal(err)
	}
	got := d.String()
	t.Log(got)
	for _, want := range []string{"O:" + sid, "D:P", ";;;NU)", ";;;" + sid + ")"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if n := strings.Count(got, "(A;"); n != 1 {
		t.Errorf("%d are let in: %s", n, got)
	}
	if deny := strings.Index(got, "(D;"); deny < 0 || deny > strings.Index(got, "(A;") {
		t.Errorf("the network is not kept out first: %s", got)
	}
	checkLabel(t, d)
}

// checkLabel checks the label of integrity in a descriptor: medium, no write from below (winnt.h).
func checkLabel(t *testing.T, d *windows.SECURITY_DESCRIPTOR) {
	t.Helper()
	const labelType, noWriteUp, medium = 0x11, 0x1, "S-1-16-8192"
	acl, _, err := d.SACL()
	if err != nil || acl == nil || acl.AceCount != 1 {
		t.Fatalf("labels %+v, %v", acl, err)
	}
	var label *windows.ACCESS_ALLOWED_ACE // of the same form
	if err := windows.GetAce(acl, 0, &label); err != nil {
		t.Fatal(err)
	}
	sid := (*windows.SID)(unsafe.Pointer(&label.SidStart)).String()
	if label.Header.AceType != labelType || label.Mask != noWriteUp || sid != medium {
		t.Errorf("label of type %#x, mask %#x, integrity %s", label.Header.AceType, label.Mask, sid)
	}
}

// TestPipeSquatted: where another program has made a pipe of that name, there is no door, and a client
// notices when it belongs to somebody else.
func TestPipeSquatted(t *testing.T) {
	data := places(t)
	name, err := pipeName(data)
	if err != nil {
		t.Fatal(err)
	}
	sid, err := ownSID()
	if err != nil {
		t.Fatal(err)
	}
	squatter, err := winio.ListenPipe(name, &winio.PipeConfig{
		SecurityDescriptor: "O:" + sid + "D:P(A;;GA;;;WD)",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer squatter.Close()
	if _, err := Listen(data); !errors.Is(err, ErrTaken) {
		t.Errorf("a door beside another: %v", err)
	}
}

// TestPipeForeign: a client tells nothing to a pipe that belongs to another user.
func TestPipeForeign(t *testing.T) {
	data := places(t)
	name, err := pipeName(data)
	if err != nil {
		t.Fatal(err)
	}
	// The administrators own what an administrator makes, and that is another owner than the user.
	squatter, err := winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: "O:BAD:P(A;;GA;;;WD)"})
	if err != nil {
		t.Skipf("this user may not give a pipe to the administrators: %v", err)
	}
	accepted := make(chan error)
	go func() {
		c, err := squatter.Accept()
		if err == nil {
			c.Close()
		}
		accepted <- err
	}()
	defer func() { squatter.Close(); <-accepted }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if c, err := Dial(ctx, data); !errors.Is(err, ErrForeign) {
		t.Errorf("%v, %v", c, err)
	}
}

// TestPipeName: the digits are those of the event that internal/instance makes for the same folder.
func TestPipeName(t *testing.T) {
	name, err := pipeName(`C:\Users\Anna\AppData\Local\SurfstickSMS`)
	if err != nil {
		t.Fatal(err)
	}
	lower, err := pipeName(`c:\users\anna\appdata\local\surfsticksms\`)
	if err != nil || name != lower {
		t.Errorf("%s and %s, %v", name, lower, err)
	}
	want := `\\.\pipe\SurfstickSMS-` + digits(`c:\users\anna\appdata\local\surfsticksms\lock`)
	if name != want {
		t.Errorf("%s, want %s", name, want)
	}
}

// TestPeerOfScript: the peer of our command line program is the program that started it; that of another
// program is itself.
func TestPeerOfScript(t *testing.T) {
	data := places(t)
	came := greet(t, listen(t, data))
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	other := filepath.Join(folder, "other.exe")
	for file, want := range map[string]string{filepath.Join(folder, "surfstick.exe"): self, other: other} {
		if err := os.WriteFile(file, program, 0o700); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(file, data)
		c.Env = append(os.Environ(), helper+"=dial")
		if out, err := c.Output(); err != nil || strings.TrimSpace(string(out)) != "hello" {
			t.Fatalf("%q, %v", out, err)
		}
		if peer := <-came; !samePath(peer.Path, want) {
			t.Errorf("%s came as %+v, want %s", file, peer, want)
		}
	}
}
