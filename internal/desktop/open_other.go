//go:build !windows

package desktop

import (
	"fmt"
	"net/url"
	"os/exec"
)

// OpenFolder shows a folder in the system's file manager. It returns when that was started.
func OpenFolder(path string) error {
	address := url.URL{Scheme: "file", Path: path} // escapes what has a meaning in an address
	c := exec.Command(fileManager, address.String())
	if err := c.Start(); err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	go func() { _ = c.Wait() }() // so that nothing is left of it
	return nil
}
