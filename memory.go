package main

import (
	"runtime/debug"
	"time"
)

// quietTimes are when a window has come to rest: after it has come up, and after the set-up, when
// nothing is in its way.
var quietTimes = []time.Duration{3 * time.Second, 30 * time.Second}

// releaseMemory returns to the system what only the start needed, once the window has come to rest,
// and has the garbage collector run more often from then on: the little that is done then is in no
// hurry, but the window stays open all day.
func releaseMemory() {
	for _, after := range quietTimes {
		time.AfterFunc(after, func() {
			debug.SetGCPercent(40)
			debug.FreeOSMemory()
		})
	}
}
