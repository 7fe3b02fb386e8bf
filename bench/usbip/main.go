// Command usbip offers a virtual stick in CD mode to USB/IP clients, for trying the program by hand
// where there is no real one: usbip-win2 on Windows, usbip on Linux. It needs no rights itself; it
// is switched like a real one, and behind its ports a simulated modem answers every text.
//
//	go run ./bench/usbip
//	usbip attach -r 127.0.0.1 -b 1-1     again after each restart of the stick
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/sms/fakemodem"
)

func main() {
	address := flag.String("listen", "127.0.0.1:3240", "where; whoever reaches it gets the stick")
	name := flag.String("stick", guides, "the ID of another maker's stick in CD mode, such as 19d2:2000")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o, err := stickNamed(*name)
	if err == nil {
		err = offer(ctx, *address, o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "usbip:", err)
		os.Exit(1)
	}
}

// guides is the stick of the guide.
const guides = "12d1:1f01"

// stickNamed is the stick of a row of the table.
func stickNamed(name string) (virtualstick.Options, error) {
	if name == guides {
		return virtualstick.Options{
			Device: virtualstick.Storage(0x1f01),
			Obey:   virtualstick.Firmware(virtualstick.Modem(0x1001), virtualstick.Network(0x14dc)),
		}, nil
	}
	for _, m := range sticks.Models() {
		if m.ID().String() == name && m.Vendor != hw.HuaweiVendor && m.Left == hw.RefusalNone {
			return virtualstick.Row(m), nil
		}
	}
	return virtualstick.Options{}, fmt.Errorf("no stick %q in the table of other makers", name)
}

// offer plugs the stick in, and in again whenever a client has let go of it, until ctx ends.
func offer(ctx context.Context, address string, o virtualstick.Options) (err error) {
	export, err := virtualstick.Listen(address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, export.Close()) }()
	modem := fakemodem.New(fakemodem.Options{Echo: true})
	defer modem.Close()
	o.Dial = func(l virtualstick.Line) (io.ReadWriter, error) { return dial(modem, l) }
	stick := virtualstick.New(o)
	defer stick.Unplug()
	for ctx.Err() == nil {
		if err := stick.Plug(export); err != nil {
			return err
		}
		fmt.Printf("A stick in CD mode is at %s. Attach it, and again when it has been switched:\n"+
			"  usbip attach -r 127.0.0.1 -b %s\n", export.Addr(), virtualstick.ExportID)
		select {
		case <-stick.Done():
			stick.Unplug()
		case <-ctx.Done():
		}
	}
	return nil
}

func dial(m *fakemodem.Modem, l virtualstick.Line) (io.ReadWriter, error) {
	switch l {
	case virtualstick.LinePCUI:
		return m.Dial()
	case virtualstick.LineModem:
		return m.DialModem()
	default:
		return nil, errors.New("nothing is behind it")
	}
}
