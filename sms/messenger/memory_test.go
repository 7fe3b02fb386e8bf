package messenger_test

import (
	"testing"

	"surfstick-sms/sms"
)

// TestMemoryChanged: the window hears how full a memory is, as long as its stick is there.
func TestMemoryChanged(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		want := sms.MemoryChanged{Memory: "SM", Fill: sms.FillNearly, Used: 19, Total: 20}
		modem.sink.MemoryChanged(want)
		if n := seen(b, func(e sms.MemoryChanged) bool { return e == want }); n != 1 {
			b.t.Fatalf("told %d times", n)
		}
		b.Attach(nil)
		free := func(e sms.MemoryChanged) bool { return e.Memory == "SM" && e.Fill == sms.FillFree }
		if n := seen(b, free); n != 1 {
			b.t.Fatalf("told %d times that the memory is gone", n)
		}
		modem.sink.MemoryChanged(want)
		if n := seen(b, func(e sms.MemoryChanged) bool { return e == want }); n != 1 {
			b.t.Fatal("a detached stick has a memory")
		}
	})
}
