package sticks

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
)

// TestGuardHolds draws devices and messages, most of them nearly right, and says in other words what must
// hold of one that is let through.
func TestGuardHolds(t *testing.T) {
	rows, passed := otherRows(), 0
	messages := []hw.Message{{}, newMode, hw.Eject()}
	for _, m := range Models() {
		messages = append(messages, m.Request, m.Second)
	}
	rapid.Check(t, func(r *rapid.T) {
		row := rapid.SampledFrom(rows).Draw(r, "row")
		s := nearly(r, plainStick(t, row))
		m := rapid.SampledFrom(messages).Draw(r, "message")
		if own := Messages(s); len(own) > 0 && rapid.IntRange(0, 3).Draw(r, "other's") > 0 {
			m = own[0]
		}
		if Guard(s, m) != nil {
			return
		}
		passed++
		text := strings.ToLower(s.Manufacturer + s.Name + s.Inquiry.Vendor + s.Inquiry.Model)
		_, want, _ := strings.Cut(strings.ToLower(row[1]), "=")
		general := false
		for _, other := range rows {
			general = general || other[0] == row[0] && other[1] == "-"
		}
		for name, holds := range map[string]bool{
			"a kind of modem":       row[7] == "-" || want != "" && general,
			"its string":            general || strings.Contains(strings.ReplaceAll(text, " ", "_"), want),
			"storage":               s.Mode == hw.ModeStorage && s.Interfaces[0].Class == 0x08,
			"one thing only":        len(s.Interfaces) == 1 || s.Interfaces[1].Class == 0xff && s.Interfaces[1].SubClass != 0x42,
			"a CD drive":            s.CD == hw.CDPresent || s.CD == hw.CDUnknown && s.Driver == hw.DriverWinUSB,
			"small":                 s.CDBytes < 1e9,
			"read only":             !s.Writable,
			"something to send":     len(m.Requests) > 0,
			"no ATA to the unknown": !strings.Contains(spelled(m), "85010101") || s.CD == hw.CDPresent,
		} {
			if !holds {
				r.Fatalf("%s %s, message %s, %+v: not %s", row[0], row[1], m.Name, s, name)
			}
		}
	})
	if passed == 0 {
		t.Error("nothing was let through")
	}
}

// nearly changes a stick in a few ways, or not at all.
func nearly(r *rapid.T, s hw.Stick) hw.Stick {
	changes := rapid.SampledFrom([]string{"", "mode", "strings", "class", "second", "CD", "size", "writable"})
	first, next := changes.Draw(r, "change"), changes.Draw(r, "further change")
	some := func(name string) bool { return first == name || next == name && rapid.Bool().Draw(r, "both") }
	if some("mode") {
		s.Mode = rapid.SampledFrom([]hw.Mode{hw.ModeUnknown, hw.ModeModem, hw.ModeNetwork}).Draw(r, "m")
	}
	if some("strings") {
		s.Manufacturer, s.Name, s.Inquiry = "Android", "Android", hw.Inquiry{}
	}
	if some("class") {
		s.Interfaces = []hw.Interface{{Class: rapid.SampledFrom([]uint8{0x02, 0x03, 0xff}).Draw(r, "c")}}
	}
	if some("second") {
		class := rapid.SampledFrom([]uint8{0x02, 0x03, 0x06, 0x0a, 0xff}).Draw(r, "second class")
		s = and(s, class, rapid.SampledFrom([]uint8{0x42, 0xff}).Draw(r, "subclass"), 0x01)
	}
	if some("CD") {
		s.CD = rapid.SampledFrom([]hw.CD{hw.CDUnknown, hw.CDNone}).Draw(r, "cd")
		s.Driver = rapid.SampledFrom([]hw.Driver{hw.DriverStorage, hw.DriverWinUSB}).Draw(r, "driver")
	}
	if some("size") {
		s.CDBytes = rapid.SampledFrom([]int64{1, 999_999_999, 1e9, 1 << 34}).Draw(r, "bytes")
	}
	s.Writable = some("writable")
	return s
}
