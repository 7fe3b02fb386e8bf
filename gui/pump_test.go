package gui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// lifecycleWithStop is what Fyne's own lifecycle has beside fyne.Lifecycle.
type lifecycleWithStop interface {
	OnStopped() func()
	SetOnStoppedHookExecuted(f func())
}

// TestNothingRunsWhenFyneEnds: where Fyne has something to run at its end, it may never end.
func TestNothingRunsWhenFyneEnds(t *testing.T) {
	l := test.NewTempApp(t).Lifecycle()
	own, ok := l.(lifecycleWithStop)
	if !ok {
		t.Fatal("this Fyne has no such hook: is neverHang still needed?")
	}
	own.SetOnStoppedHookExecuted(func() {})
	if !neverHang(l) || own.OnStopped() != nil {
		t.Error("something is run when Fyne ends")
	}
}
