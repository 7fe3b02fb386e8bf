package messenger_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/messenger"
)

// webStack is everything from the store down to the bytes of a stick's web server, which is done with a
// text as soon as it has it. Close both.
func webStack(b *testing.B, m *messenger.Messenger, haste int) (*fakehilink.Server, *hilink.Stick) {
	b.Helper()
	web := fakehilink.New(fakehilink.Options{SendTime: time.Nanosecond})
	s, err := hilink.Open(b.Context(), hilink.Options{Address: web.Address(), Dial: web.Dial, Haste: haste})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	m.Attach(s)
	return web, s
}

// BenchmarkStackSendHiLink is our own share of one text through a stick in HiLink mode: queued, handed over
// with a note, followed to its end, each of it committed. The stick's reports are taken away: they would
// fill it before the next look.
func BenchmarkStackSendHiLink(b *testing.B) {
	m := start(b)
	b.Cleanup(func() { m.Close() })
	web, s := webStack(b, m.Messenger, 1)
	b.Cleanup(func() {
		s.Close()
		<-s.Done()
		web.Close()
	})
	sent := m.waitFor(b, func(m sms.Message) bool { return m.Direction == sms.Outgoing && m.Status == sms.Sent })
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		m.send(sms.Number(fmt.Sprintf("+49172%07d3", i)), "hello")
		<-sent
		took = append(took, time.Since(began))
		b.StopTimer()
		web.Empty(1)
		b.StartTimer()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
}

// BenchmarkIdleHiLink is what a connection to a stick costs on which nothing happens, of one core: a
// hundredth of what it takes in a hundredth of the time, the work of the simulated stick included.
func BenchmarkIdleHiLink(b *testing.B) {
	const haste = 100
	m := start(b)
	b.Cleanup(func() { m.Close() })
	web, s := webStack(b, m.Messenger, haste)
	b.Cleanup(func() {
		s.Close()
		<-s.Done()
		web.Close()
	})
	time.Sleep(time.Second) // what is stored is looked for
	asked, began, spent := len(web.Requests()), time.Now(), processTime(b)
	for b.Loop() {
		time.Sleep(500 * time.Millisecond)
	}
	passed := haste * time.Since(began)
	b.ReportMetric(100*float64(processTime(b)-spent)/float64(passed), "%core")
	b.ReportMetric(float64(len(web.Requests())-asked)/passed.Minutes(), "requests/min")
}

// processTime returns the time that the processor has worked for this process.
func processTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
