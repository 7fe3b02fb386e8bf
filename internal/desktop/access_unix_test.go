//go:build unix

package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

// TestExistingFolder: a folder of the program's own is closed to others. One with other files in it is
// left as it is, and told.
func TestExistingFolder(t *testing.T) {
	cases := []struct {
		name    string
		mode    os.FileMode
		files   []string
		want    os.FileMode
		exposed bool
	}{
		{"empty", 0o755, nil, 0o700, false},
		{"own", 0o775, []string{"messages.db", "messages.db-journal", "log"}, 0o700, false},
		{"private", 0o700, []string{"photo.jpg"}, 0o700, false},
		{"with other files", 0o755, []string{"messages.db", "photo.jpg"}, 0o755, true},
		{"written by a group", 0o720, []string{"photo.jpg"}, 0o720, true},
		{"passed through by others", 0o711, []string{"photo.jpg"}, 0o711, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			for _, name := range c.files {
				if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(folder, c.mode); err != nil {
				t.Fatal(err)
			}
			_, exposed, err := MakeDataFolder(folder, false, []string{"messages.db", "log"})
			if err != nil || exposed != c.exposed {
				t.Errorf("exposed %t, %v; want %t", exposed, err, c.exposed)
			}
			if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != c.want {
				t.Errorf("mode %v, %v; want %v", info.Mode(), err, c.want)
			}
		})
	}
}

// TestForeignFolder: the folder of another user is told, whatever its rights.
func TestForeignFolder(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chown(folder, 12345, -1); err != nil {
		t.Skip("only root can give a folder away")
	}
	if _, exposed, err := MakeDataFolder(folder, false, nil); err != nil || !exposed {
		t.Errorf("exposed %t, %v", exposed, err)
	}
}
