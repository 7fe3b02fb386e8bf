package comport

import (
	"errors"
	"io/fs"
	"os"

	"surfstick-sms/hw"
)

// listSystem reads sysfs. (The library's own list opens every ttyS to see whether it is there,
// which raises DTR on whatever is connected, at every scan.)
func listSystem() ([]hw.Line, error) {
	fsys, ok := os.DirFS("/sys").(fs.ReadLinkFS)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	return listTerminals(fsys)
}
