//go:build !windows

package autoplay

// refuse does nothing: only Windows has AutoPlay.
func refuse(func() []string) (stop func(), err error) { return func() {}, nil }
