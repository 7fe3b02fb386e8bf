// Sticklist writes docs/sticks.md, the page of the sticks that work, out of the tables in hw/sticks. Its
// test fails when the page is not what it would write.
package main

import (
	"fmt"
	"os"
)

// page is where the page is, from the root of the repository.
const page = "docs/sticks.md"

func main() {
	if err := os.WriteFile(page, []byte(render()), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
