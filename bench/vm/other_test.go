//go:build vm

package vm

import (
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms/fakemodem"
)

// programSwitches is the whole program with a stick of another maker, told to do everything by itself: it
// writes nothing to the stick until a person has asked for that, then a text goes out and its answer
// comes in. The next time the stick is plugged in, nobody is asked.
func programSwitches(t *testing.T, socket int) {
	f := fakemodem.New(fakemodem.Options{Echo: true})
	defer f.Close()
	row := rowNamed(t, "19d2:2000")
	o := virtualstick.Row(row)
	o.Obey, o.Dial = virtualstick.Exactly(mf110, virtualstick.Heeded(row.Request)...), behind(f)
	r := plug(t, socket, o)
	r.await("a CD drive", func(s hw.Stick) bool { return s.CDDrive != "" && s.CDBytes > 0 })
	texts := openMessenger(t)
	p := startWith(t, texts, only{r.location})
	defer p.stop()
	var device string
	p.await("the page of the switch", journey, func(f setup.Facts) bool {
		device = setup.DeviceKey(f.Chosen.Stick)
		return f.Step() == setup.StepSwitch
	})
	time.Sleep(10 * time.Second) // much longer than it waits before it switches one of Huawei's
	if err := nothingWritten(r); err != nil {
		t.Error(err)
	}
	p.run.Do(setup.DoAgree{Device: device})
	p.await("the chat", journey, inChat)
	sendAndReceive(t, texts, byModem(f))
	r.Unplug()
	p.await("away", journey, func(f setup.Facts) bool { return !f.Present() })
	r.Forget()
	if err := r.Plug(virtualstick.VHCI(socket)); err != nil {
		t.Fatal(err)
	}
	p.await("the chat again", journey, func(f setup.Facts) bool { return inChat(f) && f.Present() })
	sendAndReceive(t, texts, byModem(f))
}
