package messenger_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// hangs counts how often the window was told that the stick hangs, or no longer does.
func hangs(b *bench, on bool) int {
	return seen(b, func(e sms.StickHangs) bool { return e.On == on })
}

// TestStickHangs: two texts without an answer while the modem is registered are told, an answer or
// the end of the modem ends it.
func TestStickHangs(t *testing.T) {
	for name, end := range map[string]func(b *bench, s *stick){
		"answer":  func(b *bench, _ *stick) { b.send(bert, "goes out") },
		"refusal": func(b *bench, s *stick) { s.FailNextSubmit(21); b.send(bert, "refused") },
		"restart": func(_ *bench, s *stick) { s.Restart() },
	} {
		t.Run(name, func(t *testing.T) {
			over(t, fakemodem.Options{}, func(b *bench, s *stick) {
				s.SilenceNextSubmit(true)
				b.send(anna, "one")
				time.Sleep(6 * time.Minute)
				if n := hangs(b, true); n != 0 {
					b.t.Fatalf("told %d times after one text", n)
				}
				s.SilenceNextSubmit(true)
				b.send(anna, "two")
				time.Sleep(6 * time.Minute)
				if n := hangs(b, true); n != 1 {
					b.t.Fatalf("told %d times after two texts", n)
				}
				end(b, s)
				time.Sleep(time.Minute)
				if n := hangs(b, false); n != 1 {
					b.t.Errorf("told %d times that it is over", n)
				}
			})
		})
	}
}

// TestNoHang: what the network refuses, and a stick that was pulled out, are no hanging.
func TestNoHang(t *testing.T) {
	over(t, fakemodem.Options{}, func(b *bench, s *stick) {
		for range 3 {
			s.FailNextSubmit(21)
			b.send(anna, "refused")
			time.Sleep(time.Minute)
		}
		s.SilenceNextSubmit(false)
		b.send(anna, "one")
		time.Sleep(time.Minute)
		s.Unplug()
		time.Sleep(time.Minute)
		s.Plug()
		m := s.plug()
		s.SilenceNextSubmit(false)
		b.send(anna, "two")
		time.Sleep(6 * time.Minute)
		if n := hangs(b, true); n != 0 {
			b.t.Errorf("told %d times", n)
		}
		m.Close()
		<-m.Done()
	})
}
