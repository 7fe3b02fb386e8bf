package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// key is what a client has to know.
type key struct {
	Name    string `json:"name"`
	Key     string `json:"key"`
	Signing string `json:"signingKey"` // webhooks are signed with it
}

func keyPath(data string) string { return filepath.Join(data, "serve-key.json") }

// openKey returns the key that is kept in a folder. At the first start it makes one.
func openKey(data string) (k key, made bool, err error) {
	path := keyPath(data)
	err = readPrivate(path, &k)
	if errors.Is(err, fs.ErrNotExist) {
		k = key{"sms", rand.Text(), rand.Text()}
		return k, true, writePrivate(path, k)
	}
	if err == nil && (k.Name == "" || len(k.Key) < 16 || len(k.Signing) < 16) {
		err = fmt.Errorf("%s has no name, or a key of less than 16 characters; without the file, a new one is made", path)
	}
	return k, false, err
}

// fits reports whether a name and a key are the right ones. How long it takes says nothing about how much of
// them is.
func (k key) fits(name, secret string) bool {
	same := func(a, b string) int {
		x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
		return subtle.ConstantTimeCompare(x[:], y[:])
	}
	return same(name, k.Name)&same(secret, k.Key) == 1
}

// readPrivate reads a file of JSON that only this user may be able to read. On Windows a file has the access
// list of its folder.
func readPrivate(path string, into any) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s can be read by others; delete it, or take their rights away (chmod 600)", path)
	}
	if err := json.NewDecoder(f).Decode(into); err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, err)
	}
	return nil
}

// writePrivate writes a file of JSON that only this user can read. After a crash, it is the old or the new one.
func writePrivate(path string, v any) (err error) {
	text, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // made with the mode 0600
	if err != nil {
		return err
	}
	defer func() {
		f.Close()
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(append(text, '\n')); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
