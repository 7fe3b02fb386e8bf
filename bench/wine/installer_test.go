//go:build wine

package wine

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Where the installer puts things, below drive C: in the folder of the user.
const (
	user      = "users/root/"
	installed = user + "AppData/Local/Programs/Surfstick SMS"
	shortcut  = user + "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Surfstick SMS.lnk"
	userData  = user + "AppData/Local/SurfstickSMS"
	startup   = user + "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/StartUp/Surfstick SMS.lnk" // so Wine writes it
	appsEntry = `HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SurfstickSMS`

	setupExe    = `C:\download\surfstick-sms-setup.exe`
	uninstaller = `C:\users\root\AppData\Local\Programs\Surfstick SMS\uninstall.exe`
)

// Names of credentials: a PIN of the program, and one that is none of its business.
const (
	ownPIN  = "Surfstick SMS:89490200001234567890"
	foreign = "Another program:Surfstick SMS:1"
)

// TestInstaller installs the program, starts it, installs over the running one, and uninstalls it:
// the messages stay. A second time they go, because the question is answered so.
func TestInstaller(t *testing.T) {
	m := newMachine(t)
	m.put(t, filepath.Join(folder, "surfstick-sms-setup.exe"), "download/surfstick-sms-setup.exe")
	m.put(t, credentials(t), "download/credential.exe")
	m.install(t)
	checkInstalled(t, m)

	p := m.openInstalled(t, "first")
	p.await("page=stick")
	p.shot("installer-1-started")
	old := filepath.Join(m.drive(installed), "SOURCES.txt")
	if err := os.WriteFile(old, []byte("an older version"), 0o644); err != nil {
		t.Fatal(err)
	}
	m.install(t)
	if !within(5*time.Second, p.hasEnded) {
		t.Error("the running program was not closed")
	}
	checkInstalled(t, m)

	m.put(t, m.drive(shortcut), startup) // as the settings do
	for _, name := range []string{ownPIN, foreign} {
		if err := m.run("wine", `C:\download\credential.exe`, "write", name); err != nil {
			t.Fatal(err)
		}
		if err := m.run("wine", `C:\download\credential.exe`, "has", name); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.run("wine", uninstaller, "/S"); err != nil {
		t.Fatal(err)
	}
	checkUninstalled(t, m)
	checkMessages(t, m, true)
	if m.run("wine", `C:\download\credential.exe`, "has", ownPIN) == nil {
		t.Error("a PIN stays")
	}
	if err := m.run("wine", `C:\download\credential.exe`, "has", foreign); err != nil {
		t.Errorf("a foreign credential is gone: %v", err)
	}
}

// TestInstallerGivesUp installs over a program that does not end: nothing is replaced, and the exit code
// says so to whoever installs silently (5, access denied).
func TestInstallerGivesUp(t *testing.T) {
	m := newMachine(t)
	m.put(t, filepath.Join(folder, "surfstick-sms-setup.exe"), "download/surfstick-sms-setup.exe")
	m.install(t)
	p := m.openInstalled(t, "hangs")
	p.await("page=stick")
	file := filepath.Join(m.drive(installed), "SOURCES.txt")
	if err := os.WriteFile(file, []byte("an older version"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.command.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := m.run("wine", setupExe, "/S"); !errors.As(err, &exit) || exit.ExitCode() != 5 {
		t.Errorf("the installer ends with %v", err)
	}
	if text, _ := os.ReadFile(file); string(text) != "an older version" {
		t.Error("it replaces files all the same")
	}
	p.close()
}

// TestUninstallerAsks answers the uninstaller's question about the messages as it is suggested.
func TestUninstallerAsks(t *testing.T) {
	m := newMachine(t)
	m.put(t, filepath.Join(folder, "surfstick-sms-setup.exe"), "download/surfstick-sms-setup.exe")
	m.install(t)
	p := m.openInstalled(t, "uninstaller")
	p.await("page=stick")
	p.close()

	if err := m.run("wine", uninstaller); err != nil { // goes on in a copy of itself
		t.Fatal(err)
	}
	const title = "Surfstick SMS Uninstall"
	page := m.look(t, title, "uninstaller-1-page")
	m.press(t, "Return")
	m.look(t, title, "uninstaller-2-messages", page)
	checkMessages(t, m, true) // before the answer
	m.press(t, "Return")
	m.endPages(t, title, page, "uninstaller-3-end")
	checkMessages(t, m, true)
	checkUninstalled(t, m)
}

// TestInstallerByHand goes through all pages in German: the last of the installer starts the program; the
// uninstaller closes it, and deletes the messages.
func TestInstallerByHand(t *testing.T) {
	m := newMachine(t)
	m.speakGerman(t)
	m.put(t, filepath.Join(folder, "surfstick-sms-setup.exe"), "download/surfstick-sms-setup.exe")
	setup := m.command(t.Context(), "wine", setupExe)
	if err := setup.Start(); err != nil {
		t.Fatal(err)
	}
	const title = "Installation von Surfstick SMS"
	page := m.look(t, title, "installer-2-welcome")
	m.press(t, "Return")
	if !within(time.Minute, func() bool { return exists(m.drive(shortcut)) }) {
		t.Fatal("nothing is installed")
	}
	m.endPages(t, title, page, "installer-3-end")
	_ = setup.Wait()
	checkInstalled(t, m)
	p := &program{t: t, m: m, name: "by-hand", folder: userData, ended: make(chan struct{})}
	p.await("page=stick")

	if err := m.run("wine", uninstaller); err != nil {
		t.Fatal(err)
	}
	const other = "Deinstallation von Surfstick SMS"
	page = m.look(t, other, "uninstaller-4-page")
	m.press(t, "Return")
	running := m.look(t, other, "uninstaller-5-running", page)
	m.press(t, "Return")
	m.look(t, other, "uninstaller-6-messages", page, running)
	m.press(t, "Left", "Return")
	m.endPages(t, other, page, "uninstaller-7-end")
	checkMessages(t, m, false)
	checkUninstalled(t, m)
}

// install runs the installer silently.
func (m *machine) install(t *testing.T) {
	t.Helper()
	if err := m.run("wine", setupExe, "/S"); err != nil {
		t.Fatal(err)
	}
}

// openInstalled starts the installed program as its user does, with the usual data folder.
func (m *machine) openInstalled(t *testing.T, name string) *program {
	t.Helper()
	const exe = `C:\users\root\AppData\Local\Programs\Surfstick SMS\surfstick-sms.exe`
	return m.launch(t, &program{name: name, folder: userData}, exe, "-lang", "de")
}

// speakGerman has Windows speak German from now on. Wine takes the language from the name of the C
// library's locale, whatever is in it.
func (m *machine) speakGerman(t *testing.T) {
	t.Helper()
	locales := filepath.Join(m.root, "usr/lib/locale")
	if err := os.CopyFS(filepath.Join(locales, "de_DE.utf8"), os.DirFS(filepath.Join(locales, "C.utf8"))); err != nil {
		t.Fatal(err)
	}
	m.language = "de_DE.UTF-8"
}

// look waits for a window with a title besides others, gives it the keyboard, keeps a picture of the
// screen, and returns the window.
func (m *machine) look(t *testing.T, title, picture string, besides ...string) string {
	t.Helper()
	window := ""
	if !within(time.Minute, func() bool {
		found, _ := m.display.Do("search", "--onlyvisible", "--name", title)
		for _, w := range strings.Fields(found) {
			if !slices.Contains(besides, w) {
				window = w
			}
		}
		return window != ""
	}) {
		m.shot(t, "failed-"+picture)
		t.Fatalf("no window %q for %s", title, picture)
	}
	m.do(t, "windowfocus", "--sync", window)
	m.settle(5 * time.Second)
	m.shot(t, picture)
	return window
}

// endPages presses the button of the last page, and waits until its window is gone.
func (m *machine) endPages(t *testing.T, title, window, picture string) {
	t.Helper()
	m.do(t, "windowfocus", "--sync", window)
	m.settle(5 * time.Second)
	m.shot(t, picture)
	m.press(t, "Return")
	if !within(time.Minute, func() bool {
		_, err := m.display.Do("search", "--onlyvisible", "--name", title)
		return err != nil
	}) {
		t.Errorf("%q does not end", title)
	}
}

// checkInstalled checks what the installer leaves.
func checkInstalled(t *testing.T, m *machine) {
	t.Helper()
	for file, want := range map[string]string{
		"surfstick-sms.exe": "build/surfstick-sms.exe",
		"surfstick.exe":     "build/surfstick.exe",
		"surfstick.py":      "scripts/surfstick.py",
		"SOURCES.txt":       "build/wine/files/SOURCES.txt",
		"licences.zip":      "build/wine/files/licences.zip",
	} {
		right, err := os.ReadFile(filepath.Join(top, want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(m.drive(installed), file))
		if err != nil || !bytes.Equal(got, right) {
			t.Errorf("%s is not what was packed (%v)", file, err)
		}
	}
	if !exists(m.drive(shortcut)) {
		t.Error("no entry in the Start menu")
	}
	for _, value := range []string{"DisplayName", "DisplayVersion", "QuietUninstallString"} {
		if err := m.run("wine", "reg", "query", appsEntry, "/v", value); err != nil {
			t.Errorf("the entry among the apps: %v", err)
		}
	}
}

// checkUninstalled checks that nothing is left but, perhaps, messages. The uninstaller goes on in a copy
// of itself when the program that was started has ended.
func checkUninstalled(t *testing.T, m *machine) {
	t.Helper()
	for _, path := range []string{installed, shortcut, startup, user + "AppData/Roaming/fyne"} {
		if !within(time.Minute, func() bool { return !exists(m.drive(path)) }) {
			t.Errorf("%s is left", path)
		}
	}
	if m.run("wine", "reg", "query", appsEntry) == nil {
		t.Error("the entry among the apps is left")
	}
}

func checkMessages(t *testing.T, m *machine, kept bool) {
	t.Helper()
	if got := exists(filepath.Join(m.drive(userData), "messages.db")); got != kept {
		t.Errorf("messages are there: %v, want %v", got, kept)
	}
	if !kept && exists(m.drive(userData)) {
		t.Error("the folder of the messages is left")
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// credentials builds the program that keeps and looks for credentials.
func credentials(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "credential.exe")
	err := build("x86_64-w64-mingw32-gcc", "-municode", "-o", file, "testdata/credential.c", "-ladvapi32")
	if err != nil {
		t.Fatal(err)
	}
	return file
}
