package guide

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"surfstick-sms/hw"
)

// TestFiles: the names and sums are those of the guide, each once.
func TestFiles(t *testing.T) {
	files := Files()
	if len(files) != 3 || files[0].Kind != hw.DriverFileRAR || files[2].Name != "data.bin" {
		t.Fatalf("%+v", files)
	}
	seen := map[string]bool{}
	for _, f := range files {
		if len(f.SHA256) != 64 || f.SHA256 != strings.ToLower(f.SHA256) || seen[f.SHA256] {
			t.Errorf("%+v", f)
		}
		seen[f.SHA256] = true
	}
	for i, begins := range []string{"e00e6ffe", "93ed95b2", "16541e0a"} {
		if !strings.HasPrefix(files[i].SHA256, begins) {
			t.Errorf("%s has %s", files[i].Name, files[i].SHA256)
		}
	}
}

func TestVerdict(t *testing.T) {
	rar, zip := Files()[0], Files()[1]
	for _, c := range []struct {
		name, sum string
		want      hw.DriverFile
		err       error
	}{
		{rar.Name, rar.SHA256, hw.DriverFileRAR, nil},
		{"HUAWEI Stick UTPS (1).rar", rar.SHA256, hw.DriverFileRAR, nil},
		{zip.Name, zip.SHA256, hw.DriverFileZIP, nil},
		{"data.bin", Files()[2].SHA256, hw.DriverFileData, nil},
		{strings.ToUpper(rar.Name), "00", hw.DriverFileNone, hw.ErrChangedFile},
		{"data.bin", "00", hw.DriverFileNone, hw.ErrChangedFile},
		{"Setup.exe", "00", hw.DriverFileNone, hw.ErrOtherFile},
		{"", "", hw.DriverFileNone, hw.ErrOtherFile},
	} {
		if got, err := verdict(c.name, c.sum, Files()); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
}

func TestCheck(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "data.bin")
	if err := os.WriteFile(path, []byte("<html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		path: hw.ErrChangedFile, ` "` + path + `"`: hw.ErrChangedFile, folder: hw.ErrOtherFile,
		filepath.Join(folder, "no"): hw.ErrGone, "": hw.ErrGone, "a\x00b": hw.ErrGone,
	} {
		if kind, err := Check(t.Context(), path); kind != hw.DriverFileNone || !errors.Is(err, want) {
			t.Errorf("%q: %v, %v", path, kind, err)
		}
	}
}

func TestHash(t *testing.T) {
	long := bytes.Repeat([]byte("0123456789abcdef"), 100_000) // 1.6 MB: two pieces
	const sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if got, err := hash(t.Context(), bytes.NewReader(nil)); err != nil || got != sum {
		t.Errorf("nothing: %s, %v", got, err)
	}
	one, err := hash(t.Context(), bytes.NewReader(long))
	if err != nil {
		t.Fatal(err)
	}
	long[len(long)-1]++
	if other, err := hash(t.Context(), bytes.NewReader(long)); err != nil || other == one {
		t.Errorf("the last byte does not count: %s, %v", other, err)
	}
	if _, err := hash(t.Context(), iotest.ErrReader(os.ErrPermission)); !errors.Is(err,
		os.ErrPermission) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hash(ctx, bytes.NewReader(long)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
