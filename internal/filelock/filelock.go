// Package filelock locks a file for one process. The system drops the lock with the process, however that ends.
package filelock

import "errors"

// ErrLocked says that the file is locked by somebody else.
var ErrLocked = errors.New("locked")
