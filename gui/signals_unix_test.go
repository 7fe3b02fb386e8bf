//go:build unix

package gui

import (
	"os"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// quitting is an app that says when it is to quit.
type quitting struct {
	fyne.App
	quit chan bool
}

func (a quitting) Quit() { close(a.quit) }

// TestEndsAtASignal: a signal quits, and nothing more is posted.
func TestEndsAtASignal(t *testing.T) {
	a := quitting{App: test.NewTempApp(t), quit: make(chan bool)}
	u := &UI{app: a}
	u.config.Post = u.whileOpen(func(f func()) { f() })
	defer u.heedSignals()()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-a.quit
	for end := time.Now().Add(10 * time.Second); !u.stopped.Load(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("still posting")
		}
	}
	u.config.Post(func() { t.Error("posted after the end") })
}
