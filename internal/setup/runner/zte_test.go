package runner_test

import (
	"context"
	"net"
	"testing"
	"testing/synctest"
	"time"

	keyring "github.com/zalando/go-keyring"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	live "surfstick-sms/internal/session"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/wire"
)

// runZTE calls test with a runner at work on a stick of ZTE's that is plugged in as a CD drive and becomes a
// network card with a web server.
func runZTE(t *testing.T, o fakegoform.Options, test func(b *bench, web *fakegoform.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		keyring.MockInit()
		web := fakegoform.New(o)
		defer web.Close()
		options := fakestick.ZTEWeb.Options()
		options.LeaseDelay, options.Absent = lease, true
		options.Power = func(on bool) {
			if on {
				web.Plug()
			} else {
				web.Unplug()
			}
		}
		other := fakehilink.New(fakehilink.Options{})
		defer other.Close()
		b := newWebBench(t, fakestick.New(options), other)
		c := b.config.Connector.(live.Connector)
		c.Web = func(hw.Line) (wire.Dial, error) {
			return func(ctx context.Context, network, address string) (net.Conn, error) {
				if err := b.stick.Reach(address); err != nil {
					return nil, err
				}
				return web.Dial(ctx, network, address)
			}, nil
		}
		b.config.Connector, b.config.PassThrough = c, b.stick
		b.r = runner.New(b.config)
		b.begin()
		b.stick.Plug()
		test(b.bench, web)
		b.end()
	})
}

// TestZTEPath is the way of a stick of ZTE's from the CD drive to the chat: it is switched after a yes, which
// holds from then on, its web server wants password and PIN, and no modem is made of it.
func TestZTEPath(t *testing.T) {
	o := fakegoform.Options{
		Personality: fakegoform.MF79U, Password: "swordfish", Card: fakegoform.Card{PIN: "1234"},
	}
	runZTE(t, o, func(b *bench, web *fakegoform.Server) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.stays("asking", time.Minute, setup.Facts.AsksConsent)
		if n := len(web.Requests()); n != 0 {
			t.Errorf("%d requests before the yes", n)
		}
		b.r.Do(b.facts.Recommended())
		b.until("the password", lease+30*time.Second, func(f setup.Facts) bool { return f.Session.Login.Wanted })
		if n := web.Posts(""); n != 0 {
			t.Errorf("%d changes before the password", n)
		}
		b.r.Do(setup.DoLogin{Password: "swordfish"})
		b.problem(setup.ProblemPIN, 10*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepTest, 20*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
		if l, ok := b.facts.Line(); !ok || l.Web != hw.WebGoform || b.facts.BecomesModem() {
			t.Errorf("line %+v, becomes a modem: %t", l, b.facts.BecomesModem())
		}
		b.r.Do(setup.DoChooseWay{Way: setup.WayModem})
		b.stays("in the chat", time.Minute, func(f setup.Facts) bool { return f.Step() == setup.StepChat })
		if n := web.Posts("CONNECT_NETWORK") + web.Posts("DISCONNECT_NETWORK"); n != 0 {
			t.Errorf("mobile data was switched %d times unasked", n)
		}
	})
}

// TestZTEReplugged: pulled out and put back the stick comes to the chat by itself, switched without another
// question, with the PIN that was typed.
func TestZTEReplugged(t *testing.T) {
	runZTE(t, fakegoform.Options{Card: fakegoform.Card{PIN: "1234"}}, func(b *bench, web *fakegoform.Server) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.r.Do(b.facts.Recommended())
		b.problem(setup.ProblemPIN, lease+30*time.Second)
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepTest, 20*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
		for range 3 {
			b.stick.Unplug()
			b.step(setup.StepStick, 5*time.Second)
			b.stick.Plug()
			b.step(setup.StepChat, lease+40*time.Second)
		}
		if n := web.Posts("ENTER_PIN"); n != 4 {
			t.Errorf("%d PINs sent", n)
		}
	})
}

// TestZTERouterGetsNothing: a home router at the address of the stick is asked what it is, and no more.
func TestZTERouterGetsNothing(t *testing.T) {
	runZTE(t, fakegoform.Options{Personality: fakegoform.Router}, func(b *bench, web *fakegoform.Server) {
		b.until("the question", 5*time.Second, setup.Facts.AsksConsent)
		b.r.Do(b.facts.Recommended())
		b.problem(setup.ProblemRouter, lease+30*time.Second)
		asked := len(web.Requests())
		b.stays("told", 10*time.Minute, func(f setup.Facts) bool { return f.Problem() == setup.ProblemRouter })
		if n := len(web.Requests()); n != asked || web.Posts("") != 0 {
			t.Errorf("asked %d times more, %d changes", n-asked, web.Posts(""))
		}
	})
}
