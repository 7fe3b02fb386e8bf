//go:build !windows

package zadig

import (
	"os"

	"surfstick-sms/hw"
)

// signerOf is for Windows only, which knows whom to trust.
func signerOf(*os.File) (string, error) { return "", hw.ErrUnsupported }
