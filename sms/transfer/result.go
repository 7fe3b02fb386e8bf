package transfer

import (
	"time"

	"surfstick-sms/sms"
)

// Job is what is exported, and how.
type Job struct {
	Path       string
	Format     Format     // JSON, CSV or HTML
	Only       sms.Number // the partner whose texts are meant; "" for all
	Passphrase string     // seals the file; "" for a file that anybody can read
	Words      Words      // of CSV and HTML
}

// Progress is told how many texts are done, and which share of all, from 0 to 1. It is called often, on the
// goroutine that asked, and must return soon; it may be nil.
type Progress func(texts int, share float64)

// Result is what became of an import.
type Result struct {
	ID       int64 // by which it can be undone; 0 when nothing was begun
	Format   Format
	Texts    int // that are new
	Known    int // that were here already
	Binned   int // of these, in the bin
	Partners int // of whom something was learnt
	Planned  int // texts to be sent later that are new; the user is asked before they go
	// Left are how many were left out for each cause, and Named the first of them.
	Left  map[Cause]int
	Named []Left
}

// Import is one import of the past.
type Import struct {
	ID     int64
	At     time.Time
	Format Format
	Texts  int // that it has added
}
