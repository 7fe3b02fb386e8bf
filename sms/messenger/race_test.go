//go:build race

package messenger_test

// racing reports that the race detector watches, which makes everything about ten times as slow.
const racing = true
