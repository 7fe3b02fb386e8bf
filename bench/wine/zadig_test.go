//go:build wine

package wine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestZadig has the program start Zadig, as the person does: from the page of a stick without a
// driver, by the keyboard. What is not signed by its maker must not run. What is runs as a copy in a
// folder of its own with the program's settings; a zadig.ini beside the file that was picked has no
// effect.
func TestZadig(t *testing.T) {
	unsigned := fakeZadig(t)
	for name, c := range map[string]struct {
		file string
		runs bool
	}{
		"signed":         {signed(t, unsigned, "Akeo Consulting"), true},
		"unsigned":       {unsigned, false},
		"somebody else":  {signed(t, unsigned, "Somebody Else"), false},
		"not Zadig":      {decoy(t, "zadig"), false},
		"changed signed": {changed(t, signed(t, unsigned, "Akeo Consulting")), false},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.setState(t, state(t, "storage-no-driver-28"))
			m.put(t, c.file, "picked/zadig-2.9.exe")
			planted := m.drive("picked/zadig.ini")
			if err := os.WriteFile(planted, []byte("[driver]\r\ndefault_driver = 3\r\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			p := m.open(t, exe, "zadig-"+strings.ReplaceAll(name, " ", "-"), "-lang", "de")
			defer p.close()
			p.chooseModemMode(false)
			p.await("problem=noStorageDriver")
			p.focus()
			m.press(t, "Return") // Treiber installieren …
			m.write(t, `C:\picked\zadig-2.9.exe`)
			p.shot(p.name + "-1-consent")
			m.press(t, "Return") // Zadig starten
			p.await("msg=driver")
			p.shot(p.name + "-2")
			ran, err := os.ReadFile(m.drive("zadig-ran.txt"))
			if (err == nil) != c.runs {
				t.Fatalf("ran: %v; %s", err == nil, p.log())
			}
			if c.runs {
				p.checkRun(t, string(ran))
			}
			if left, _ := filepath.Glob(p.data("zadig-copy-*")); left != nil &&
				!within(10*time.Second, func() bool {
					left, _ = filepath.Glob(p.data("zadig-copy-*"))
					return left == nil
				}) {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// checkRun checks what the copy found when it was started.
func (p *program) checkRun(t *testing.T, ran string) {
	t.Helper()
	folder, ini, _ := strings.Cut(ran, "\n")
	if !strings.HasPrefix(folder, `C:\data-`+p.name+`\zadig-copy-`) {
		t.Errorf("it was started in %s", folder)
	}
	if !strings.Contains(ini, "list_all = true") || !strings.Contains(ini, "default_driver = 0") {
		t.Errorf("its settings are %q", ini)
	}
}

// fakeZadig builds a program that calls itself Zadig.
func fakeZadig(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	resource, file := filepath.Join(folder, "zadig.o"), filepath.Join(folder, "zadig.exe")
	if err := build("x86_64-w64-mingw32-windres", "testdata/zadig.rc", resource); err != nil {
		t.Fatal(err)
	}
	err := build("x86_64-w64-mingw32-gcc", "-O", "-mwindows", "-o", file, "testdata/zadig.c", resource)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// signed returns a copy of a program with a signature by a self-made certificate for this name. Wine
// 10 takes any certificate, Windows would not.
func signed(t *testing.T, program, name string) string {
	t.Helper()
	folder := t.TempDir()
	key, cert := filepath.Join(folder, "key.pem"), filepath.Join(folder, "cert.pem")
	err := build("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert,
		"-days", "2", "-subj", "/CN="+name, "-addext", "extendedKeyUsage=codeSigning")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "signed.exe")
	err = build("osslsigncode", "sign", "-certs", cert, "-key", key, "-h", "sha256", "-in", program, "-out", file)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// changed returns a copy of a program with one bit of its code changed.
func changed(t *testing.T, program string) string {
	t.Helper()
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	content[0x600] ^= 1
	file := filepath.Join(t.TempDir(), "changed.exe")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
