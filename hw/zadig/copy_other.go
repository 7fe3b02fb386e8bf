//go:build !windows

package zadig

import "os"

func makeFolder(path string) error { return os.Mkdir(path, 0o700) }

func hold(path string) (*os.File, error) { return os.Open(path) }
