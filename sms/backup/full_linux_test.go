package backup_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"surfstick-sms/sms/transfer"
)

// TestFullDisk: what does not fit is no backup, sealed or not, and what was there before stays.
func TestFullDisk(t *testing.T) {
	for _, sealed := range []string{"", passphrase} {
		files, _ := bench(t)
		path := filepath.Join(t.TempDir(), "texts.json")
		if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("/dev/full", path+".part"); err != nil {
			t.Fatal(err)
		}
		_, err := files.Export(t.Context(), transfer.Job{Path: path, Format: transfer.FormatJSON, Passphrase: sealed}, nil)
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("sealed %v: %v", sealed != "", err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != "before" {
			t.Errorf("sealed %v: %q, %v", sealed != "", b, err)
		}
	}
}
