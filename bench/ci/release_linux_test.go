package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// script runs one of .ci and returns what it prints, and whether it succeeded.
func script(t *testing.T, name string, args ...string) (string, bool) {
	t.Helper()
	out, err := exec.Command("../../.ci/"+name, args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err == nil
}

// TestTag compares tags with the version that stands in FyneApp.toml.
func TestTag(t *testing.T) {
	version, ok := script(t, "version")
	if !ok || version == "" {
		t.Fatalf("no version: %s", version)
	}
	for tag, want := range map[string]bool{
		"v" + version: true, version: false, "v" + version + "1": false, "v" + version + "-rc1": false, "v": false,
	} {
		if _, ok := script(t, "version", tag); ok != want {
			t.Errorf("tag %s of version %s passes: %v", tag, version, ok)
		}
	}
}

// TestLibusbTooOld: no release with a libusb before 1.0.30, whether it was built here or is somebody's own.
func TestLibusbTooOld(t *testing.T) {
	for version, want := range map[string]bool{
		"1.0.26": false, "1.0.9": false, "1.0.29": false, "1.0.30": true, "1.0.100": true, "1.1.0": true,
	} {
		built, own := t.TempDir(), t.TempDir()
		write(t, filepath.Join(built, "VERSION"), version+"\n")
		write(t, filepath.Join(own, "lib/pkgconfig/libusb-1.0.pc"), "prefix=/x\nVersion: "+version+"\nLibs: -lusb-1.0\n")
		for _, folder := range []string{built, own} {
			out, ok := script(t, "libusb-version", folder, "1.0.30")
			if ok != want || !strings.Contains(out, version) {
				t.Errorf("libusb %s passes: %v, %s", version, ok, out)
			}
		}
	}
	if out, ok := script(t, "libusb-version", t.TempDir(), "1.0.30"); ok {
		t.Errorf("a folder without libusb passes as %q", out)
	}
}

// TestWinget: the manifest names the installer by its address and its hash, and the version.
func TestWinget(t *testing.T) {
	t.Setenv("GITHUB_REPOSITORY", "someone/surfstick")
	folder := t.TempDir()
	installer := filepath.Join(folder, "surfstick-sms-setup.exe")
	write(t, installer, "abc")
	if out, ok := script(t, "winget", installer, filepath.Join(folder, "winget")); !ok {
		t.Fatal(out)
	}
	version, _ := script(t, "version")
	files, err := filepath.Glob(filepath.Join(folder, "winget/*.yaml"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%v, %v", files, err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "\nPackageVersion: "+version+"\n") {
			t.Errorf("%s does not name the version", file)
		}
		all.Write(text)
	}
	for _, want := range []string{
		"InstallerSha256: BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\n",
		"InstallerUrl: https://github.com/someone/surfstick/releases/download/v" + version + "/surfstick-sms-setup.exe\n",
		"Silent: /S\n", "ProductCode: SurfstickSMS\n",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no %q", want)
		}
	}
}

// TestActionsArePinned: whoever can move a tag of an action could run anything in the workflow.
func TestActionsArePinned(t *testing.T) {
	text, err := os.ReadFile("../../.github/workflows/build.yml")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, line := range strings.Split(string(text), "\n") {
		_, action, ok := strings.Cut(line, "uses: ")
		if !ok {
			continue
		}
		found++
		_, version, _ := strings.Cut(action, "@")
		commit, _, _ := strings.Cut(version, " ")
		if len(commit) != 40 || strings.Trim(commit, "0123456789abcdef") != "" {
			t.Errorf("%s is not pinned by its commit", action)
		}
	}
	if found == 0 {
		t.Error("no actions found")
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
