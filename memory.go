package main

import (
	"math"
	"runtime/debug"
	"time"
)

// startLimit is the memory in bytes up to which no garbage is collected while the program starts:
// several times what a start needs.
const startLimit = 128 << 20

// quietTimes are when a window has come to rest: after it has come up, and after the set-up, when
// nothing is in its way.
var quietTimes = []time.Duration{3 * time.Second, 30 * time.Second}

// postponeGC keeps the garbage collector away while the program starts, which would collect little
// and take the processor from the window. It lasts until releaseMemory.
func postponeGC() {
	debug.SetMemoryLimit(startLimit)
	debug.SetGCPercent(-1)
}

// releaseMemory returns to the system what only the start needed, once the window has come to rest,
// and has the garbage collector run more often than usual from then on: the little that is done then
// is in no hurry, but the window stays open all day.
func releaseMemory() {
	for _, after := range quietTimes {
		time.AfterFunc(after, func() {
			debug.SetMemoryLimit(math.MaxInt64)
			debug.SetGCPercent(40)
			debug.FreeOSMemory()
		})
	}
}
