package scan

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// onDisk makes a recorded tree out of real files and links, with links that lead in a circle.
func onDisk(t testing.TB, name string) sysfs {
	t.Helper()
	root := t.TempDir()
	for file, content := range readTree(t, name) {
		at := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		var err error
		if content.Mode&fs.ModeSymlink != 0 {
			err = os.Symlink(string(content.Data), at)
		} else {
			err = os.WriteFile(at, content.Data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	circle := filepath.Join(root, usbDevices, "9-9")
	if err := os.Symlink(circle, circle); err != nil {
		t.Fatal(err)
	}
	fsys, ok := os.DirFS(root).(fs.ReadLinkFS)
	if !ok {
		t.Fatal("os.DirFS does not read links")
	}
	return sysfs{fsys, everything, nil}
}

// TestScanOnDisk: the real file system follows links as the one in memory does.
func TestScanOnDisk(t *testing.T) {
	for _, name := range trees(t) {
		if name == "no-usb" {
			continue
		}
		s := scanner{read: onDisk(t, name).read}
		got, err := s.Scan(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := scanTree(t, name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n got %+v\nwant %+v", name, got, want)
		}
	}
}

func TestWritable(t *testing.T) {
	if !writable("/dev/null") {
		t.Error("/dev/null is not writable")
	}
	if !writable("/dev/bus/usb/999/999") {
		t.Error("a node that is not there counts as forbidden")
	}
	file := filepath.Join(t.TempDir(), "node")
	if err := os.WriteFile(file, nil, 0o400); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 && writable(file) {
		t.Error("a node without write permission counts as writable")
	}
}

// BenchmarkScan scans a computer with six devices; it is done once a second all day.
func BenchmarkScan(b *testing.B) {
	s := scanner{read: onDisk(b, "others").read}
	for b.Loop() {
		if _, err := s.Scan(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
