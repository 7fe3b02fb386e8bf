//go:build wine

package wine

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const pageShown = `msg="page shown"`

// decoys are DLLs that GLFW, Fyne and libusb, or what they load, ask for by name. Not shcore and
// others that every Windows has loaded already (KnownDLLs): Wine has no such list.
var decoys = []string{
	"opengl32", "dwmapi", "dinput8", "xinput1_4", "xinput1_3", "winmm", "version", "uxtheme", "hid",
	"winusb", "libusbK",
}

// TestPlantedDLLs puts DLLs beside the .exe that somebody may have planted there: none must be
// loaded. The same program without its measures against them loads some, so the decoys work.
func TestPlantedDLLs(t *testing.T) {
	t.Parallel()
	t.Run("with measures", func(t *testing.T) {
		if loaded := loadedDecoys(t, "surfstick-sms.exe"); len(loaded) > 0 {
			t.Errorf("planted DLLs are loaded: %v", loaded)
		}
	})
	t.Run("without", func(t *testing.T) {
		loaded := loadedDecoys(t, "wine/open.exe")
		if len(loaded) == 0 {
			t.Error("the decoys do not work")
		}
		t.Logf("loaded: %v", loaded)
	})
}

// loadedDecoys starts a program of build with the decoys beside it and returns those that were
// loaded.
func loadedDecoys(t *testing.T, file string) []string {
	t.Helper()
	m := newMachine(t)
	m.overrides = "opengl32=n,b" // as Windows does; Wine takes its own first
	m.put(t, filepath.Join(top, "build", file), "planted/surfstick-sms.exe")
	for _, name := range decoys {
		m.put(t, decoy(t, name), "planted/"+name+".dll")
	}
	p := m.open(t, `C:\planted\surfstick-sms.exe`, "planted", "-demo", "-lang", "en")
	// Where a decoy took the place of OpenGL, it ends by itself or shows a message.
	if !within(time.Minute, func() bool {
		_, err := m.display.Do("search", "--onlyvisible", "--name", ".")
		return p.logged(pageShown) || p.hasEnded() || err == nil
	}) {
		p.fail("a window")
	}
	_ = m.run("wineserver", "-k")
	<-p.ended
	found, err := filepath.Glob(m.drive("loaded-*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range found {
		found[i] = strings.TrimPrefix(filepath.Base(f), "loaded-")
	}
	return found
}

// TestSecondStart starts the program twice: the second must end, the window of the first come to
// the front.
func TestSecondStart(t *testing.T) {
	m := newMachine(t)
	p := m.open(t, exe, "again", "-demo", "-lang", "de")
	defer p.close()
	p.await(pageShown)
	p.focus()
	cover := m.command(t.Context(), "wine", "notepad")
	if err := cover.Start(); err != nil {
		t.Fatal(err)
	}
	m.do(t, "search", "--sync", "--onlyvisible", "--name", "Notepad")
	p.shot("again-1-covered")
	covered, err := m.display.Picture()
	if err != nil {
		t.Fatal(err)
	}
	if err := m.run("wine", exe, "-data", `C:\data-again`, "-demo"); err != nil {
		t.Errorf("the second start: %v", err)
	}
	if !within(30*time.Second, func() bool {
		now, err := m.display.Picture()
		return err == nil && !bytes.Equal(now, covered)
	}) {
		t.Error("nothing came to the front")
	}
	p.shot("again-2-raised")
}

// TestSecondStartUnanswered starts the program while the first hangs: a message must say so, and the
// second fail.
func TestSecondStartUnanswered(t *testing.T) {
	m := newMachine(t)
	first := m.open(t, exe, "hangs", "-demo", "-lang", "de")
	defer first.close()
	first.await(pageShown)
	if err := first.command.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.command.Process.Signal(syscall.SIGCONT) }()
	second := m.open(t, exe, "hangs", "-demo", "-lang", "de")
	found := m.do(t, "search", "--sync", "--onlyvisible", "--name", "kann nicht starten")
	second.shot("hangs")
	if second.hasEnded() {
		t.Error("the message did not stay")
	}
	window, _, _ := strings.Cut(found, "\n")
	m.do(t, "windowfocus", "--sync", window, "key", "Return")
	if !within(20*time.Second, second.hasEnded) {
		t.Fatal("the second start does not end")
	}
	if second.command.ProcessState.Success() {
		t.Error("the second start was a success")
	}
}

// TestAfterKill starts the program after it ended as by a crash outside of Go: it must say so, and keep
// during what.
func TestAfterKill(t *testing.T) {
	m := newMachine(t)
	p := m.open(t, exe, "killed", "-lang", "de")
	p.await(pageShown)
	p.close()
	p = m.open(t, exe, "killed", "-lang", "de")
	defer p.close()
	p.await("page shown")
	p.focus()
	if !within(30*time.Second, func() bool {
		text, _ := os.ReadFile(p.data("log/running-last.txt"))
		return strings.Contains(string(text), "page:      stick")
	}) {
		t.Error("it is not kept during what it ended")
	}
	p.shot("killed")
}

// TestAfterCrash starts the program after a crash: it must keep the crash file and say so.
func TestAfterCrash(t *testing.T) {
	m := newMachine(t)
	for _, language := range languages {
		name := "crash-" + language
		p := m.open(t, exe, name, "-demo", "-lang", language)
		p.await(pageShown)
		p.close()
		logs, _ := filepath.Glob(p.data("log/*.log"))
		for _, log := range logs {
			_ = os.Remove(log)
		}
		if err := os.WriteFile(p.data("log/crash.txt"), []byte("panic: tried out\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		p = m.open(t, exe, name, "-demo", "-lang", language)
		p.await(pageShown)
		p.focus()
		if !within(30*time.Second, func() bool {
			info, err := os.Stat(p.data("log/crash-last.txt"))
			return err == nil && info.Size() > 0
		}) {
			t.Error("the crash file is not kept")
		}
		p.shot(name)
		p.close()
	}
}

// TestWithoutOpenGL starts the program on a display without OpenGL: a message box of Windows must
// say what to do.
func TestWithoutOpenGL(t *testing.T) {
	m := newMachine(t, "-extension", "GLX")
	for _, language := range languages {
		p := m.open(t, exe, "no-opengl-"+language, "-lang", language)
		m.do(t, "search", "--sync", "--onlyvisible", "--name", "Surfstick SMS")
		p.shot(p.name)
		if !within(10*time.Second, func() bool { return p.logged("window library") }) {
			t.Error("the log says nothing about OpenGL")
		}
		if p.hasEnded() {
			t.Error("the message did not stay")
		}
		_ = p.command.Process.Kill()
		<-p.ended
	}
}

// TestPackages runs the tests of the packages with files for Windows only, with a stick plugged in.
func TestPackages(t *testing.T) {
	t.Parallel()
	for _, dir := range packagesForWindows(t) {
		t.Run(dir, func(t *testing.T) {
			m := newMachine(t)
			m.setState(t, state(t, "storage-usbstor"))
			name := filepath.Base(dir)
			if err := os.CopyFS(m.drive("app/"+name), os.DirFS(filepath.Join(top, dir))); err != nil {
				t.Fatal(err)
			}
			m.put(t, windowsTest(t, dir), "app/"+name+".exe")
			err := m.runIn("/root/.wine/drive_c/app/"+name, "wine", `C:\app\`+name+".exe",
				"-test.timeout", "5m")
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// packagesForWindows returns the folders of such packages. What only builds with cgo, the window and
// libusb, is tested by the other tests.
func packagesForWindows(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, part := range []string{"hw", "sms", "gui", "internal", "cmd"} {
		err := fs.WalkDir(os.DirFS(top), part, func(path string, _ fs.DirEntry, err error) error {
			if dir := filepath.Dir(path); strings.HasSuffix(path, "_windows.go") && !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(dirs) < 5 {
		t.Errorf("only %v have files for Windows", dirs)
	}
	return dirs
}

// TestUmlautUser is a person with letters beyond ASCII, blanks, "&" and "#" in the user's name, which
// is in the path of the data folder: the program keeps its data there, and the settings show the folder.
func TestUmlautUser(t *testing.T) {
	const user = "Jörg Müller & Söhne #1"
	m := newMachine(t)
	users := filepath.Join(m.root, "etc/passwd")
	before, err := os.ReadFile(users)
	if err == nil { // Wine takes the first with this number
		err = os.WriteFile(users, append([]byte(user+":x:0:0::/root:/bin/bash\n"), before...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = m.run("wineserver", "-k")
	p := m.launch(t, &program{name: "umlaut", folder: "users/" + user + "/AppData/Local/SurfstickSMS-demo"},
		exe, "-demo", "-lang", "de", "-auto")
	defer p.close()
	p.await("page=chat")
	p.focus()
	m.settle(5 * time.Second)
	m.press(t, "ctrl+comma")
	m.settle(3 * time.Second)
	p.shot("umlaut-1-settings")
	m.press(t, strings.Fields(strings.Repeat("Tab ", tabsToFolder))...)
	p.shot("umlaut-2-button")
	m.press(t, "Return")
	time.Sleep(3 * time.Second)
	// Wine's Explorer shows nothing that could be looked for. The program logs when it cannot be had.
	if p.logged("open folder") {
		t.Errorf("the folder is not opened:\n%s", p.log())
	}
	p.shot("umlaut-3-folder")
}

// tabsToFolder is how often Tab leads from the first field of the settings to the button that shows
// the data folder.
const tabsToFolder = 12

// TestBusy is a stick in modem mode with WinUSB whose interface another program has. libusb then says
// that access is denied, as it does on Linux where a right is missing: the page must be about the
// program that has it, not about rights.
func TestBusy(t *testing.T) {
	m := newMachine(t)
	m.setState(t, state(t, "modem-winusb"))
	m.put(t, filepath.Join(top, "build/wine/busy.exe"), "busy/surfstick-sms.exe")
	p := m.open(t, `C:\busy\surfstick-sms.exe`, "busy", "-lang", "de")
	defer p.close()
	p.await("page=connection")
	p.focus()
	settled := regexp.MustCompile(`problem=portBusy\s*$`)
	if !within(time.Minute, func() bool { // the line is asked again for a while
		before := p.log()
		time.Sleep(6 * time.Second)
		return settled.MatchString(before) && p.log() == before
	}) {
		p.fail("problem=portBusy, for good")
	}
	p.shot(p.name)
	if p.logged("problem=noPermission") {
		t.Error("shows the page about rights on Linux")
	}
}
