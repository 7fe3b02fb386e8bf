//go:build vm

package vm

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/netcard"
	simcard "surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	product "surfstick-sms/internal/session"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/messenger"
)

// noKeys is a computer without a key store.
type noKeys struct{}

var errNoKeys = errors.New("no key store")

func (noKeys) Get(string, string) (string, error) { return "", errNoKeys }
func (noKeys) Set(string, string, string) error   { return errNoKeys }
func (noKeys) Delete(string, string) error        { return errNoKeys }

// sessions is the program's own way to a stick, whatever its mode.
func sessions(texts *messenger.Messenger) product.Connector {
	log := slog.New(slog.DiscardHandler)
	return product.Connector{
		Opener: comport.New(), Texts: texts, Card: simcard.New(pinstore.New(texts, noKeys{}, log)), Log: log,
		Passwords: pinstore.NewPasswords(texts, noKeys{}, log),
		Web: func(l hw.Line) (hilink.Dial, error) {
			d, err := netcard.NewDialer(*l.Adapter)
			if err != nil {
				return nil, err
			}
			return d.DialContext, nil
		},
	}
}

func dataOff(f setup.Facts) bool {
	d := f.Session.Data
	return d.Known && !d.On && d.Choice == setup.DataOff && !f.AsksData()
}

// testProgram is the whole way by the program itself, told to do everything without asking, on a computer
// whose user prefers internet mode: a stick comes as a CD drive, the program switches it, finds its
// network card, and a text goes out and its answer comes in. The user has mobile data switched off. The
// stick is pulled out and plugged in again, and the program finds it again and asks nothing.
func testProgram(t *testing.T) {
	s := newServer(t, "virtual", fakehilink.Options{Echo: true})
	texts := openMessenger(t)
	p := startBy(t, func(c *runner.Config) {
		c.Platform.Internet = true
		c.Connector = sessions(texts)
		c.Memory.Set("way:12d1:1f01", setup.WayInternet.String())
	})
	begin := time.Now()
	r := plug(t, 0, virtualstick.Options{
		Device: virtualstick.Storage(0x1f01),
		Obey:   virtualstick.Firmware(virtualstick.Modem(0x1001), virtualstick.Network(0x14dc)),
		Dial:   s.dial,
	})
	for n := 1; ; n++ {
		p.await("the chat", patience, func(f setup.Facts) bool { return inChat(f) && f.Present() })
		if orders := virtualstick.Orders(r.Record()); len(orders) != n {
			t.Errorf("orders %v, want %d", orders, n)
		}
		t.Logf("in the chat after %v", since(begin))
		sendAndReceive(t, texts, byHiLink(s.fake))
		t.Logf("plugged in, switched, a text sent and answered after %v", since(begin))
		if n == 1 {
			p.await("the question of mobile data", patience, setup.Facts.AsksData)
			p.run.Do(setup.DoMobileData{On: false})
		}
		p.await("mobile data to be off", patience, dataOff)
		if n == 2 {
			return
		}
		r.Unplug()
		p.await("the end of the chat", patience, func(f setup.Facts) bool { return !f.Present() })
		begin = time.Now()
		if err := r.Plug(virtualstick.VHCI(0)); err != nil {
			t.Fatal(err)
		}
	}
}
