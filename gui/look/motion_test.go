package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// TestStill: where nothing is to move, the bar shows all the same that something goes on, and no animation
// runs.
func TestStill(t *testing.T) {
	inApp(t)
	t.Cleanup(func() { look.SetStill(false) })
	for _, still := range []bool{false, true} {
		look.SetStill(still)
		busy := look.NewBusy()
		w := test.NewTempWindow(t, busy)
		w.Resize(fyne.NewSize(200, 40))
		busy.Show()
		parts := test.WidgetRenderer(busy).Objects()
		_, static := parts[0].(*fyne.Container)
		if static != still || look.Still() != still {
			t.Errorf("still %v: drawn by %T", still, parts[0])
		}
		busy.Stop()
		busy.Hide()
	}
}
