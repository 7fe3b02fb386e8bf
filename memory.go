package main

import (
	"runtime/debug"
	"time"
)

// restless is how long a window is busy that has just come up, and how long the way to its chat
// takes when nothing is in the way.
var restless = []time.Duration{3 * time.Second, 30 * time.Second}

// settleMemory gives back what only the start needed once the window has come to rest, and has
// the collector come around earlier from then on: what is done then is little, and there is no
// hurry, but the window stays open all day.
func settleMemory() {
	for _, after := range restless {
		time.AfterFunc(after, func() {
			debug.SetGCPercent(40)
			debug.FreeOSMemory()
		})
	}
}
