package main

import (
	_ "embed"
	"fmt"
	"runtime/debug"
	"strings"
)

//go:embed LICENSE
var licence string

//go:embed NOTICE
var notice string

// releases is the address of the page with the versions of this program. The build sets it where it is
// known, by -ldflags "-X main.releases=…".
var releases string

// licences is what the program is made of, and under which licences: its own, those of the parts that
// stand in NOTICE, and the modules with the versions that are in this very program.
func licences() string {
	var all strings.Builder
	fmt.Fprintf(&all, "%s\n%s", notice, licence)
	if info, ok := debug.ReadBuildInfo(); ok && len(info.Deps) > 0 {
		all.WriteString("\nModules in this program:\n")
		for _, m := range info.Deps {
			fmt.Fprintf(&all, "%s %s\n", m.Path, m.Version)
		}
	}
	return all.String()
}
