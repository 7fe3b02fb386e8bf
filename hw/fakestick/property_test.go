package fakestick_test

import (
	"io"
	"testing"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
)

// TestRules does anything in any order and checks what must hold in between: messages are taken in
// storage mode only, lines exist in modem mode only, and no line outlives its stick.
func TestRules(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := fakestick.New(fakestick.Options{
			Temper: fakestick.Temper(rapid.IntRange(0, int(fakestick.ModemOnly)).Draw(r, "temper")),
			Absent: rapid.Bool().Draw(r, "absent"),
		})
		last := seen(t, fakestick.New(fakestick.Options{})).Sticks[0]
		var open []io.Closer
		r.Repeat(map[string]func(*rapid.T){
			"plug":   func(*rapid.T) { s.Plug() },
			"unplug": func(*rapid.T) { s.Unplug() },
			"switch": func(r *rapid.T) {
				before, sent := mode(t, s), len(s.Sent())
				m := rapid.SampledFrom([]hw.Message{guide, hiLink, classic, eject}).Draw(r, "message")
				err := s.Switch(t.Context(), last, m)
				if took := len(s.Sent()) > sent; took != (err == nil) || took != (before == hw.ModeStorage) {
					r.Fatalf("in mode %v: taken %t, %v", before, took, err)
				}
			},
			"open": func(r *rapid.T) {
				name := rapid.SampledFrom([]string{"COM7", "COM8", "COM9", "COM1"}).Draw(r, "line")
				if l, err := s.Open(t.Context(), hw.Line{Name: name}); err == nil {
					open = append(open, l)
				}
			},
			"close": func(*rapid.T) {
				for _, l := range open {
					l.Close()
				}
				open = nil
			},
			"": func(r *rapid.T) {
				now := mode(t, s)
				if lines := len(seen(t, s).Lines); (lines == 3) != (now == hw.ModeModem) {
					r.Fatalf("%d lines in mode %v", lines, now)
				}
				if left := s.Handles(); now != hw.ModeModem && len(left) > 0 {
					r.Fatalf("%v open in mode %v", left, now)
				}
			},
		})
	})
}
