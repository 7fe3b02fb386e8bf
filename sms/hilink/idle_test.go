package hilink_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
)

// TestMemoryFull: stick and card say in time that no more texts can come, and when there is room again.
func TestMemoryFull(t *testing.T) {
	inBubble(t, "nearly, full, free", func(t *testing.T) {
		stick, s := ready(t, fakehilink.Options{})
		drafts := make([]int, 0, 500)
		for range 450 {
			drafts = append(drafts, stick.ArriveIn(3, fakehilink.Entry{Phone: "1", Content: "draft"}))
		}
		for range 20 {
			stick.ArriveIn(7, fakehilink.Entry{Phone: "1", Content: "on the card"})
		}
		k := &sink{}
		s.Listen(k)
		time.Sleep(3 * time.Second)
		want := []sms.MemoryChanged{
			{Memory: "ME", Fill: sms.FillNearly, Used: 450, Total: 500}, {Memory: "SM", Fill: sms.FillFull, Used: 20, Total: 20},
		}
		if got := k.Memories(); !slices.Equal(got, want) {
			t.Errorf("at first %+v", got)
		}
		stick.SetFull(true)
		time.Sleep(8 * time.Second)
		for _, i := range drafts {
			stick.Remove(i)
		}
		stick.SetFull(false)
		time.Sleep(8 * time.Second)
		want = append(want, sms.MemoryChanged{Memory: "ME", Fill: sms.FillFull, Used: 450, Total: 500},
			sms.MemoryChanged{Memory: "ME", Fill: sms.FillFree, Used: 0, Total: 500})
		if got := k.Memories(); !slices.Equal(got, want) {
			t.Errorf("in the end %+v", got)
		}
	})
}

// TestReceiveBesideSending: a stick that needs long to send, and for its answer, does not keep texts from
// coming in; it still gets one request at a time.
func TestReceiveBesideSending(t *testing.T) {
	inBubble(t, "beside", func(t *testing.T) {
		stick, s, k := listening(t, fakehilink.Options{
			SendTime: 200 * time.Second, Quirks: fakehilink.Quirks{NoReports: true},
		})
		stick.Disturb("sms/send-sms", fakehilink.Disturbance{Taken: true, Wait: 30 * time.Second})
		done := make(chan error, 1)
		go func() { done <- s.SendText(t.Context(), greeting, nil) }()
		for i := range 10 {
			time.Sleep(20 * time.Second)
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: fmt.Sprint(i)})
			time.Sleep(7 * time.Second)
			if got := len(k.Deliveries()); i > 0 && got != i+1 {
				t.Errorf("%d texts after %d", got, i+1)
			}
		}
		if err := <-done; err != nil || stick.MostTogether() != 1 {
			t.Errorf("%v, %d requests at a time", err, stick.MostTogether())
		}
	})
}

// TestIdle: a stick that has nothing to tell gets at most one request in 6 s, also when the link and the
// SIM card are asked for all the time.
func TestIdle(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, s, _ := listening(t, fakehilink.Options{Personality: p})
		time.Sleep(time.Minute)
		before := len(stick.Requests())
		for range 720 {
			time.Sleep(5 * time.Second)
			if sim, err := s.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
				t.Fatalf("%+v, %v", sim, err)
			}
			if l, err := s.Link(t.Context()); err != nil || !l.Registered() {
				t.Fatalf("%+v, %v", l, err)
			}
		}
		paths := map[string]int{}
		requests := stick.Requests()[before:]
		for _, r := range requests {
			paths[r.Path]++
		}
		if n := len(requests); n > 3600/6+25 {
			t.Errorf("%d requests in an hour: %v", n, paths)
		}
	})
}
