//go:build !unix

package work

import "time"

func soFar() time.Duration { return time.Since(began) }
