package hilink_test

import (
	"net"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// overTCP opens a Stick on a simulated one behind a real connection, ready for texts.
func overTCP(b *testing.B, o fakehilink.Options, haste int) *hilink.Stick {
	b.Helper()
	stick := fakehilink.New(o)
	web := httptest.NewServer(stick)
	s, err := hilink.Open(b.Context(), hilink.Options{
		Address: strings.TrimPrefix(web.URL, "http://"), Dial: (&net.Dialer{}).DialContext, Haste: haste,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = s.Close()
		<-s.Done()
		web.Close()
		_ = stick.Close()
	})
	if err := s.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	s.Listen(&sink{})
	return s
}

// usedCPU returns the processor time of this process, that of the simulated stick included.
func usedCPU(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkIdleMinute is the processor time of a minute in which nothing happens, played a hundred times as
// fast. The budget is 0.2 % of a core.
func BenchmarkIdleMinute(b *testing.B) {
	const haste = 100
	overTCP(b, fakehilink.Options{}, haste)
	time.Sleep(time.Second)
	before := usedCPU(b)
	for b.Loop() {
		time.Sleep(time.Minute / haste)
	}
	used := usedCPU(b) - before
	b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms/min")
	b.ReportMetric(100*used.Seconds()/float64(b.N)/60, "%core")
}

// BenchmarkSendText is our own share of a text: the stick sends it at once. The budget is 10 ms.
func BenchmarkSendText(b *testing.B) {
	s := overTCP(b, fakehilink.Options{
		SendTime: time.Nanosecond, Quirks: fakehilink.Quirks{NoReports: true},
	}, 1)
	before := usedCPU(b)
	for b.Loop() {
		if err := s.SendText(b.Context(), greeting, func([]byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((usedCPU(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}
