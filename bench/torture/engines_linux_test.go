package torture

import (
	"context"
	"log/slog"
	"net"
	"os"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/modem"
)

// How the engine talks to its stick.
const (
	wayStored = "stored" // a modem that reports stored texts: its port
	wayDirect = "direct" // one that hands them over: its port
	wayHiLink = "hilink" // a web server: its address, the file that is there while it is on the bus, and its password
)

const noPassword = "-"

// opener returns what makes the stick ready that the parent names.
func opener(args []string, log *slog.Logger) func() (sms.Backend, error) {
	switch args[0] {
	case wayStored:
		return func() (sms.Backend, error) { return openModem(args[1], sms.ReceiveUnknown) }
	case wayDirect:
		return func() (sms.Backend, error) { return openModem(args[1], sms.ReceiveDirect) }
	case wayHiLink:
		return func() (sms.Backend, error) { return openHiLink(args[1:], log) }
	}
	panic(args[0])
}

// openModem makes a modem ready on a port.
func openModem(port string, mode sms.ReceiveMode) (sms.Backend, error) {
	ctx := context.Background()
	p, err := openPort(port)
	if err != nil {
		return nil, err
	}
	m, err := modem.Open(ctx, p, modem.Options{})
	if err != nil {
		return nil, err
	}
	if err := m.Ready(ctx, mode); err != nil {
		m.Close()
		<-m.Done()
		return nil, err
	}
	return m, nil
}

// haste is by how much the engine is faster than with a real stick, as the simulated one is.
const haste = 100

// openHiLink makes a stick ready at an address, and ends it when it leaves the bus.
func openHiLink(args []string, log *slog.Logger) (sms.Backend, error) {
	address, usb, password := args[0], args[1], args[2]
	ctx := context.Background()
	if _, err := os.Stat(usb); err != nil {
		return nil, err
	}
	s, err := hilink.Open(ctx, hilink.Options{
		Address: address, Dial: new(net.Dialer).DialContext, Log: log, Haste: haste,
	})
	if err != nil {
		return nil, err
	}
	if password != noPassword {
		err = s.Login(ctx, "admin", password)
	}
	if err == nil {
		err = s.Ready(ctx)
	}
	if err != nil {
		s.Close()
		<-s.Done()
		return nil, err
	}
	go watchUSB(s, usb)
	return s, nil
}

// watchUSB does what the program does when the operating system says that the stick was pulled out.
func watchUSB(s *hilink.Stick, usb string) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.Done():
			return
		case <-tick.C:
			if _, err := os.Stat(usb); err != nil {
				s.Close()
				return
			}
		}
	}
}
