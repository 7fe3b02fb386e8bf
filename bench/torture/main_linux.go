package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

// childFlag as the first argument makes the process the engine that is killed.
const childFlag = "-child"

func main() {
	if len(os.Args) > 1 && os.Args[1] == childFlag {
		child(os.Args[2:])
		return
	}
	kills := flag.Int("kills", 1000, "how often the engine is killed")
	limit := flag.Duration("time", 0, "stop killing after this time; 0 for no limit")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of all that is random")
	keep := flag.String("keep", "", "folder for the stores; removed afterwards if empty")
	flag.Parse()
	if err := torture(plan{kills: *kills, limit: *limit, seed: *seed, folder: *keep}); err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
	}
}
