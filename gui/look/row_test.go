package look_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
)

// TestRowValueHasTheRoomThatIsFree: a long value is cut only where the words need the room, and the words
// stay in one line for it.
func TestRowValueHasTheRoomThatIsFree(t *testing.T) {
	const long = "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)"
	for _, tt := range []struct {
		words string
		whole bool
	}{{"Connection", true}, {strings.Repeat("Many words ", 6), false}} {
		inApp(t)
		row := look.NewRow(tt.words, "").SetValue(long)
		w := test.NewTempWindow(t, row)
		w.Resize(fyne.NewSize(680, 100))
		u := &looktest.User{TB: t, Window: w}
		if got := strings.Contains(u.Words(), long); got != tt.whole {
			t.Errorf("with %q: %s", tt.words, u.Words())
		}
		if tt.whole && row.MinSize().Height > 60 {
			t.Errorf("with %q it is %v high", tt.words, row.MinSize().Height)
		}
	}
}
