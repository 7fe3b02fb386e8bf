package server_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

func TestHello(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(excel)
		defer c.Close()
		h, err := c.Hello(t.Context(), "test 1")
		if err != nil || h != (remote.Hello{V: 1, Version: "1.2.3", Demo: true}) {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

func TestInfo(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c, x := w.client(python), w.client(excel)
		defer c.Close()
		defer x.Close()
		i, err := c.Info(t.Context())
		if err != nil || i.Ready || i.State != remote.LinkNoStick || i.Signal != nil || i.Words == "" {
			t.Errorf("without a stick: %+v, %v", i, err)
		}
		if last, err := w.LastArrival(t.Context()); err != nil || last == 0 || i.Seq != last {
			t.Errorf("listening would begin at %d, not at %d: %v", i.Seq, last, err)
		}
		w.guard.say(python, sms.PermitUSSD, sms.ErrDenied)
		w.send(c, anna, "x")
		m := newModem()
		m.hold = make(chan struct{})
		w.Attach(m)
		synctest.Wait()
		i, err = c.Info(t.Context())
		if err != nil || !i.Ready || i.State != remote.LinkReady || *i.Signal != 70 || i.Operator != "Testnet" || i.Stick != "Huawei E3372" ||
			i.Number != string(bert) || i.Queued != 1 || i.Left != (remote.Left{Minute: 4, Hour: 29, Day: 99}) || i.Generation != "4G" ||
			i.May != (remote.May{Send: remote.Yes, Read: remote.Yes, USSD: remote.No}) {
			t.Errorf("with one: %+v, %v", i, err)
		}
		i, err = x.Info(t.Context())
		if err != nil || i.Number != "" || i.May != (remote.May{Send: remote.Ask, Read: remote.Ask, USSD: remote.Ask}) || len(w.guard.asked) != 0 {
			t.Errorf("to who may nothing yet: %+v, %v, asked %q", i, err, w.guard.asked)
		}
		w.guard.say(excel, sms.PermitRead, sms.ErrDenied)
		if i, err := x.Info(t.Context()); err != nil || i.Seq != 0 {
			t.Errorf("to who may not read: %+v, %v", i, err)
		}
		for registration, want := range map[sms.Registration]remote.LinkState{
			sms.RegSearching: remote.LinkSearching, sms.RegUnknown: remote.LinkSearching, sms.RegDenied: remote.LinkNoNetwork,
			sms.RegNone: remote.LinkNoNetwork, sms.RegRoaming: remote.LinkReady,
		} {
			m.sink.LinkChanged(sms.Link{Registration: registration, Signal: -1})
			if i, err := c.Info(t.Context()); err != nil || i.State != want || i.Signal != nil || i.Roaming != (registration == sms.RegRoaming) {
				t.Errorf("%v: %+v, %v", registration, i, err)
			}
		}
		close(m.hold)
		synctest.Wait()
	})
}

func TestUSSD(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(python)
		defer c.Close()
		w.stick.answer = sms.ServiceAnswer{Text: "Balance: 5 EUR"}
		if u, err := c.USSD(t.Context(), "*100#"); err != nil || u != (remote.USSD{Text: "Balance: 5 EUR"}) || w.stick.ended != 0 {
			t.Errorf("%+v, %v", u, err)
		}
		w.stick.answer.More = true
		if u, err := c.USSD(t.Context(), "*100#"); err != nil || !u.More || w.stick.ended != 1 {
			t.Errorf("%+v, %v", u, err)
		}
		w.stick.sent = nil
		for _, code := range []string{"**21*0171123456#", "##002#", "*21*0171123456#", "#21#", "**04*1234*5678*5678#", "*03**1*2*2#", "**9#", "##9#"} {
			if _, err := c.USSD(t.Context(), code); reasonOf(t, err) != remote.ReasonDenied {
				t.Errorf("%s: %v", code, err)
			}
		}
		for _, code := range []string{"", "0171\"", "*100#\r\nATD", "hello", "*1234567890123456789012#"} {
			if _, err := c.USSD(t.Context(), code); reasonOf(t, err) != remote.ReasonUsage {
				t.Errorf("%q: %v", code, err)
			}
		}
		if len(w.stick.sent) != 0 {
			t.Errorf("the stick got %q", w.stick.sent)
		}
		for err, want := range map[error]remote.Reason{
			sms.ErrNoCard: remote.ReasonStick, sms.ErrNotHere: remote.ReasonInternal, sms.ErrNoReply: remote.ReasonInternal,
		} {
			w.stick.err = err
			if _, got := c.USSD(t.Context(), "*100#"); reasonOf(t, got) != want {
				t.Errorf("%v: %v", err, got)
			}
		}
		w.stick.hangs = true
		began := time.Now()
		if _, err := c.USSD(t.Context(), "*100#"); reasonOf(t, err) != remote.ReasonInternal || time.Since(began) != 2*time.Minute {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
