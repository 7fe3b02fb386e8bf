//go:build vm

package vm

import (
	"errors"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"surfstick-sms/bench/cables"
	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/sms/fakehilink"
)

// server is what is in a stick in HiLink mode: a network of its own with a DHCP server and the simulated
// web server.
type server struct {
	t     *testing.T
	name  string
	place *cables.Place // a new one each time that it gets power, as nothing remembers a connection then
	fake  *fakehilink.Server
	ends  []func() // end what runs as long as the stick has power
}

// newServer makes one without power.
func newServer(t *testing.T, name string, o fakehilink.Options) *server {
	t.Helper()
	o.SendTime = 200 * time.Millisecond
	s := &server{t: t, name: name, fake: fakehilink.New(o)}
	s.fake.Unplug()
	t.Cleanup(func() { s.off(); _ = s.fake.Close() })
	return s
}

// on starts what runs in the stick, whose place has its adapter.
func (s *server) on() error {
	s.fake.Plug()
	listener, err := s.place.Open()
	if err != nil {
		return err
	}
	web := &http.Server{Handler: s.fake, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = web.Serve(listener) }()
	s.ends = append(s.ends, func() { _ = web.Close() })
	stop, err := s.place.GiveAddresses(s.t)
	if err == nil {
		s.ends = append(s.ends, stop)
	}
	return err
}

// off cuts the power: what the stick was doing is lost.
func (s *server) off() {
	s.fake.Unplug()
	for _, end := range s.ends {
		end()
	}
	s.ends = nil
}

// dial puts the server behind the network card of a virtual stick, which gives it power.
func (s *server) dial(l virtualstick.Line) (io.ReadWriter, error) {
	if l != virtualstick.LineFrames {
		return nil, errors.New("no modem")
	}
	s.place = cables.NewPlace(s.t, s.name)
	tap, err := s.place.Tap()
	if err != nil {
		return nil, err
	}
	if err := s.on(); err != nil {
		s.off()
		_ = tap.Close()
		return nil, err
	}
	return &frames{tap, s}, nil
}

// frames is the cable between a virtual stick and what is in it.
type frames struct {
	*os.File
	server *server
}

// Close implements io.Closer.
func (f *frames) Close() error {
	f.server.off()
	return f.File.Close()
}

// hilinkStick is a server behind a network card of the kernel's own.
type hilinkStick struct {
	*server
	card    *card
	plugged time.Time // when it was last plugged in
}

// newHiLink makes a stick that is not plugged in.
func newHiLink(t *testing.T, c *card, o fakehilink.Options) *hilinkStick {
	t.Helper()
	return &hilinkStick{server: newServer(t, c.location, o), card: c}
}

func (s *hilinkStick) plug() {
	s.t.Helper()
	s.place = cables.NewPlace(s.t, s.name)
	s.t.Cleanup(s.unplug)
	s.plugged = time.Now()
	if err := s.card.plug(s.place); err != nil {
		s.t.Fatal(err)
	}
	if err := s.on(); err != nil {
		s.t.Fatal(err)
	}
}

// unplug pulls it out: nothing of it gets out any more, and what it was doing is lost. It may be called
// on a stick that is not plugged in.
func (s *hilinkStick) unplug() {
	if err := s.card.unplug(); err != nil {
		s.t.Error(err)
	}
	if s.place == nil {
		return
	}
	s.off()
	if err := s.place.GiveBack(s.card.far()); err != nil {
		s.t.Error(err)
	}
	s.place = nil
}
