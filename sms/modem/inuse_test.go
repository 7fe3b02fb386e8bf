package modem_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// TestDirectWhileNoAnswer: a text that goes out gets no answer for minutes. Meanwhile a stored text is
// announced, which has to wait for the line; what comes directly does not wait behind it, and in the end
// all of it is there, as it came.
func TestDirectWhileNoAnswer(t *testing.T) {
	for _, mode := range []sms.ReceiveMode{sms.ReceiveNotified, sms.ReceiveDirect} {
		t.Run(mode.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { directWhileNoAnswer(t, mode) })
		})
	}
}

func directWhileNoAnswer(t *testing.T, mode sms.ReceiveMode) {
	const report = "0006210C919471131290026210103195448062101031954480"
	b := up(t, fakemodem.Options{Latency: fakemodem.Latency{Send: 200 * time.Second}}, modem.Options{})
	b.mode = mode
	defer b.down()
	b.begin()
	answered := make(chan error, 1)
	go func() {
		_, err := b.m.Submit(t.Context(), tpdu, false, nil)
		answered <- err
	}()
	time.Sleep(5 * time.Second)
	arrive(t, b, "stored, or direct")
	for i := range 3 {
		b.fake.SendURC(fmt.Sprintf("+CDS: 25\r\n%s%02d", report, i))
		time.Sleep(5 * time.Second)
	}
	synctest.Wait()
	if got, want := len(b.sink.kept()), 3+b.direct(mode); got != want {
		t.Errorf("%d came in while there was no answer, want %d: %s", got, want, b.sink.places())
	}
	if err := <-answered; err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Minute)
	synctest.Wait()
	different := map[string]bool{} // the network sends again what was not acknowledged for long
	for _, d := range b.sink.kept() {
		different[d.Raw] = true
	}
	if len(different) != 4 {
		t.Errorf("%d came in, want 4: %s", len(different), b.sink.places())
	}
	b.empty("SM", "ME")
}

// direct is how many of one text come in while the line is in use.
func (b *bench) direct(mode sms.ReceiveMode) int {
	if mode == sms.ReceiveDirect {
		return 1
	}
	return 0
}
