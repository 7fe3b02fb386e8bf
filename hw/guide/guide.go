// Package guide knows the files of Huawei's driver that the guide "How to use a Huawei surfstick
// in modem mode under Windows" names (github.com/mmaeusezahl/python-windows-surfstick-guide),
// by name and SHA-256: old software from a download page is only worth having if it is unchanged.
//
// It reads files; it unpacks and installs nothing.
package guide

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"surfstick-sms/hw"
)

// File is a file that the guide names.
type File struct {
	Kind   hw.DriverFile
	Name   string
	SHA256 string
}

// stem is what the names of the archives have in common.
const stem = "HUAWEI Stick UTPS-V200R003B015D16SP02C983( for win10)"

// Files returns the files in the order in which they come out of each other.
func Files() []File {
	return []File{
		{
			hw.DriverFileRAR, stem + ".rar",
			"e00e6ffe488ac21b53aaed6d2c6ab0ec07d3e7f2cd844be9cadc8f5eff246238",
		},
		{
			hw.DriverFileZIP, stem + ".zip",
			"93ed95b2a8d734aa217ca333c91e202667b9d869dc1ac4eea87cc76c8ec1ae4b",
		},
		{
			hw.DriverFileData, "data.bin",
			"16541e0ad7ae64bc87b6fe18bd7de1fba4000aa1b5e3f3b9133dea74896dd2eb",
		},
	}
}

// sizeLimit is far above what the archive can have.
const sizeLimit = 2 << 30

// Check returns which of the files lies at path. The content decides, whatever a browser has made
// of the name. Errors: hw.ErrChangedFile when it is called like one of them and is not,
// hw.ErrOtherFile, hw.ErrGone.
func Check(ctx context.Context, path string) (hw.DriverFile, error) {
	path = strings.Trim(strings.TrimSpace(path), `"`)
	file, err := os.Open(path)
	if err != nil {
		return hw.DriverFileNone, fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > sizeLimit {
		return hw.DriverFileNone, fmt.Errorf("%w: no file, or too large", hw.ErrOtherFile)
	}
	sum, err := hash(ctx, file)
	if err != nil {
		return hw.DriverFileNone, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return verdict(filepath.Base(path), sum, Files())
}

func verdict(name, sum string, files []File) (hw.DriverFile, error) {
	for _, f := range files {
		if sum == f.SHA256 {
			return f.Kind, nil
		}
	}
	for _, f := range files {
		if strings.EqualFold(name, f.Name) {
			return hw.DriverFileNone, fmt.Errorf("%w: SHA-256 is %s", hw.ErrChangedFile, sum)
		}
	}
	return hw.DriverFileNone, fmt.Errorf("%w: SHA-256 is %s", hw.ErrOtherFile, sum)
}

// hash reads the file in pieces, so that it can be given up.
func hash(ctx context.Context, r io.Reader) (string, error) {
	h := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		switch _, err := io.CopyN(h, r, 1<<20); {
		case err == nil:
		case errors.Is(err, io.EOF):
			return hex.EncodeToString(h.Sum(nil)), nil
		default:
			return "", err
		}
	}
}
