// Package work measures in tests how much a computation is. It counts the time that processors worked for the test's
// process, which other programs on a busy machine do not make longer, as they do what a clock shows.
package work

import "time"

var began = time.Now()

// Of returns the time that processors work while f runs, for whatever goroutine of this process. Systems
// other than Unix do not say it so simply, and there it is the time that passes.
func Of(f func()) time.Duration {
	before := soFar()
	f()
	return soFar() - before
}
