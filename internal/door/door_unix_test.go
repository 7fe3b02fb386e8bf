//go:build unix

package door

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is the user that stands for another one.
const nobody = 65534

// helpServe listens at the socket of a data folder for whoever comes, until its input ends.
func helpServe(folder string) int {
	path := filepath.Join(folder, socketName)
	l, err := net.Listen("unix", path)
	if err != nil || os.Chmod(path, 0o666) != nil {
		fmt.Println(err)
		return 1
	}
	defer l.Close()
	fmt.Println("listening")
	_, _ = io.ReadAll(os.Stdin)
	return 0
}

// helpRaw dials a socket and prints what is said there, whoever listens.
func helpRaw(path string) int {
	c, err := net.Dial("unix", path)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer c.Close()
	text, _ := io.ReadAll(c)
	fmt.Printf("%s\n", text)
	return 0
}

// openFolder returns a folder that everybody can enter, and write in.
func openFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "door")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	return folder
}

// copySelf copies the test program under a name into a folder that everybody can enter.
func copySelf(t *testing.T, name string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(openFolder(t), name)
	if err := os.WriteFile(file, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

// asNobody returns a command that runs the test program as another user.
func asNobody(t *testing.T, what, folder string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can be another user")
	}
	c := exec.Command(copySelf(t, "door.test"), folder)
	c.Env = []string{helper + "=" + what}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return c
}

// TestDoorPrivate: nobody else can come near the socket, and no step on the way leaves it open.
func TestDoorPrivate(t *testing.T) {
	data := places(t)
	l := listen(t, data)
	for path, want := range map[string]os.FileMode{
		l.Addr():               os.ModeSocket | 0o600,
		filepath.Dir(l.Addr()): os.ModeDir | 0o700,
	} {
		info, err := os.Lstat(path)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
	if run := os.Getenv("XDG_RUNTIME_DIR"); !strings.HasPrefix(l.Addr(), run) {
		t.Errorf("%s is not in the folder of the login", l.Addr())
	}
}

// TestDoorInDataFolder: without a folder of the login, or with one that others can enter, the socket is in
// the data folder. It is found there by programs that have such a folder, and the other way round.
func TestDoorInDataFolder(t *testing.T) {
	for name, mode := range map[string]os.FileMode{"none": 0, "others can enter": 0o755} {
		t.Run(name, func(t *testing.T) {
			data := places(t)
			run := os.Getenv("XDG_RUNTIME_DIR")
			if mode == 0 {
				t.Setenv("XDG_RUNTIME_DIR", "")
			} else if err := os.Chmod(run, mode); err != nil {
				t.Fatal(err)
			}
			l := listen(t, data)
			greet(t, l)
			if l.Addr() != filepath.Join(data, socketName) {
				t.Errorf("it is at %s", l.Addr())
			}
			t.Setenv("XDG_RUNTIME_DIR", run)
			if text, err := hello(t, data); text != "hello" || err != nil {
				t.Errorf("%q, %v", text, err)
			}
		})
	}
}

// TestDoorOfAnotherLogin: a folder of a login that is somebody else's says nothing about whether somebody
// listens.
func TestDoorOfAnotherLogin(t *testing.T) {
	data := openFolder(t)
	run := openFolder(t)
	client := asNobody(t, "dial", data)
	if err := os.Chmod(run, 0o700); err != nil {
		t.Fatal(err)
	}
	client.Env = append(client.Env, "XDG_RUNTIME_DIR="+run)
	if out, err := client.Output(); err != nil || string(out) != "nobody listens\n" {
		t.Errorf("%q, %v", out, err)
	}
}

// TestDoorOpenFolder: where others can enter the data folder, too, there is no door.
func TestDoorOpenFolder(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "")
	if l, err := Listen(openFolder(t)); err == nil {
		l.Close()
		t.Error("there is a door for everybody")
	}
}

// TestDoorStale: a socket that a killed process left is replaced. Anything else of that name stays.
func TestDoorStale(t *testing.T) {
	data := places(t)
	l := listen(t, data)
	l.listener.SetUnlinkOnClose(false)
	l.Close()
	if _, err := os.Lstat(l.Addr()); err != nil {
		t.Fatalf("nothing was left: %v", err)
	}
	if _, err := hello(t, data); !errors.Is(err, ErrNotRunning) {
		t.Errorf("the socket of a dead process: %v", err)
	}
	l = listen(t, data)
	l.Close()
	if err := os.WriteFile(l.Addr(), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(data); err == nil {
		t.Error("a file was taken for a socket")
	}
	if text, err := os.ReadFile(l.Addr()); string(text) != "mine" {
		t.Errorf("the file is gone: %v", err)
	}
}

// TestDoorLongPath: a socket cannot have a longer path, which is told; with a folder of the login it does
// not need one.
func TestDoorLongPath(t *testing.T) {
	base := places(t)
	data := filepath.Join(base, strings.Repeat("x", 100))
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	greet(t, listen(t, data))
	if text, err := hello(t, data); text != "hello" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	t.Setenv("XDG_RUNTIME_DIR", "")
	if _, err := Listen(data); !errors.Is(err, ErrLongPath) {
		t.Errorf("a long path: %v", err)
	}
	exact := filepath.Join(base, strings.Repeat("y", maxPath-len(filepath.Join(base, "", socketName))-1))
	if err := os.Mkdir(exact, 0o700); err != nil {
		t.Fatal(err)
	}
	if l := listen(t, exact); len(l.Addr()) != maxPath {
		t.Errorf("%d bytes", len(l.Addr()))
	}
	if _, err := hello(t, filepath.Join(data, "other")); !errors.Is(err, ErrNotRunning) {
		t.Errorf("a long path where nobody listens: %v", err)
	}
}

// TestDoorOtherUser: another user is kept out by the rights, and by the server where the rights do not.
func TestDoorOtherUser(t *testing.T) {
	data := openFolder(t)
	client := asNobody(t, "dial", data)
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", "")
	l := listen(t, data)
	came := greet(t, l)
	if out, err := client.Output(); err != nil || string(out) != "access denied\n" {
		t.Errorf("by the rights: %q, %v", out, err)
	}
	for path, mode := range map[string]os.FileMode{data: 0o777, l.Addr(): 0o666} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	client = asNobody(t, "dial", data)
	if out, err := client.Output(); err != nil || string(out) != "another user\n" {
		t.Errorf("by its own check: %q, %v", out, err)
	}
	// A program that does not check whom it talks to.
	client = asNobody(t, "raw", l.Addr())
	if out, err := client.Output(); err != nil || string(out) != "\n" {
		t.Errorf("by the server: %q, %v", out, err)
	}
	if text, err := hello(t, data); text != "hello" || err != nil {
		t.Errorf("this user: %q, %v", text, err)
	}
	if peer := <-came; peer.PID != os.Getpid() {
		t.Errorf("%+v came", peer)
	}
}

// TestFalseServer: a client tells nothing to a server of another user.
func TestFalseServer(t *testing.T) {
	data := openFolder(t)
	server := asNobody(t, "serve", data)
	t.Setenv("XDG_RUNTIME_DIR", "")
	in, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); _ = server.Wait() }()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "listening\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if _, err := hello(t, data); !errors.Is(err, ErrForeign) {
		t.Errorf("a false server: %v", err)
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
	other := copySelf(t, "other")
	for file, want := range map[string]string{copySelf(t, "surfstick"): self, other: other} {
		c := exec.Command(file, data)
		c.Env = append(os.Environ(), helper+"=dial")
		if out, err := c.Output(); err != nil || string(out) != "hello\n" {
			t.Fatalf("%q, %v", out, err)
		}
		if peer := <-came; !samePath(peer.Path, want) {
			t.Errorf("%s came as %+v, want %s", file, peer, want)
		}
	}
}
