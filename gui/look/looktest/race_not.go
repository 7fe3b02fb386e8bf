//go:build !race

package looktest

// racing reports whether the race detector is at work.
const racing = false
