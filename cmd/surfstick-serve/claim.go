package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"surfstick-sms/internal/filelock"
)

// claim makes this the only one of its kind for a data folder, until free is called or its process ends: two
// would each deliver to all webhooks.
func claim(data string) (free func(), err error) {
	f, err := os.OpenFile(filepath.Join(data, "serve-lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := filelock.Lock(f); err != nil {
		f.Close()
		if errors.Is(err, filelock.ErrLocked) {
			return nil, fmt.Errorf("surfstick serve is running already for the data folder %s; end that one first", data)
		}
		return nil, err
	}
	return func() { f.Close() }, nil
}
