package usb

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/hw"
)

// sending is one message on its way to an open stick.
type sending struct {
	dev   device
	drive iface // the interface of the CD drive
	taken bool  // it is claimed
	// handed is true as soon as the stick has taken a request.
	handed bool
}

// errDone ends a message early: the stick has left, or says nothing any more.
var errDone = errors.New("nothing more to send")

// run does the requests in order. What comes after the first one that the stick took is nobody's
// error: it may have left with it.
func (g *sending) run(ctx context.Context, m hw.Message) error {
	last := lastSent(m)
	for at, r := range m.Requests {
		err := g.do(ctx, r, at == last)
		switch {
		case err == nil:
		case g.handed, errors.Is(err, errDone):
			return nil
		default:
			return err
		}
	}
	if m.Eject() { // as usb_modeswitch does
		_ = g.dev.clearHalt(true)
		_ = g.dev.clearHalt(false)
	}
	return nil
}

// lastSent is the index of the last request that is no wait.
func lastSent(m hw.Message) int {
	last := -1
	for at, r := range m.Requests {
		if r.Kind != hw.RequestWait {
			last = at
		}
	}
	return last
}

func (g *sending) do(ctx context.Context, r hw.Request, last bool) error {
	switch r.Kind {
	case hw.RequestCommand:
		return g.command(ctx, r.Wrapper, last)
	case hw.RequestControl:
		return g.control(ctx, r.Control)
	case hw.RequestConfiguration:
		return g.configure(ctx, r.Configuration)
	case hw.RequestWait:
		return pause(ctx, r.Wait)
	}
	return fmt.Errorf("%w: request %s", hw.ErrUnsupported, r.Kind)
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// claim takes the CD drive's interface, away from the kernel's driver where there is one.
func (g *sending) claim() error {
	if g.taken {
		return nil
	}
	if err := g.dev.claim(g.drive); err != nil {
		return fmt.Errorf("claim interface %d: %w", g.drive.number, meaning(err))
	}
	g.taken = true
	return nil
}

// command writes a command block wrapper, reads the data that it asks for and the status. Without a
// status nothing more is sent, as the stick would take it for something else.
func (g *sending) command(ctx context.Context, w [31]byte, last bool) error {
	if err := g.claim(); err != nil {
		return err
	}
	if err := g.write(ctx, w[:]); err != nil {
		if err := handedOver("write", told(ctx, err)); err != nil {
			return err
		}
		return errDone
	}
	g.handed = true
	patience := transferTimeout
	if last {
		patience = statusTimeout
	}
	// Whether the stick obeyed shows in the next scans; its status is evidence only.
	answer, err := g.answer(ctx, expected(w), patience)
	hw.TellAnswer(ctx, answer)
	return err
}

// expected is how many bytes the device sends upon a command, before the status (USB Mass Storage Class,
// Bulk-Only Transport, 5.1).
func expected(w [31]byte) int {
	if w[12]&0x80 == 0 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(w[8:]))
}

// write writes to the bulk OUT endpoint. One that stalls is asked once more.
func (g *sending) write(ctx context.Context, b []byte) error {
	for try := range 2 {
		err := within(ctx, transferTimeout, func(ctx context.Context) error {
			n, err := g.dev.write(ctx, b)
			if n == len(b) {
				return nil
			}
			return err
		})
		if !errors.Is(err, faultPipe) || try > 0 || g.dev.clearHalt(false) != nil {
			return err
		}
	}
	return nil
}

// answer reads what comes back for a command, and returns an error when no status came.
func (g *sending) answer(ctx context.Context, in int, patience time.Duration) (hw.Answer, error) {
	a := hw.Answer{Call: "written"}
	if g.drive.bulkIn == 0 {
		return a, nil
	}
	if in > 0 {
		data, err := g.read(ctx, in, transferTimeout)
		status, n := wrapperStatus(data)
		a.Call += fmt.Sprintf(", %d bytes read", n)
		if status >= 0 { // the stick left the data out, or has less
			a.Call += fmt.Sprint(", wrapper status ", status)
			return a, nil
		}
		if errors.Is(err, faultNoDevice) {
			a.Call, a.Lost = a.Call+fmt.Sprint(", then ", err), true
			return a, errDone
		}
	}
	b, err := g.read(ctx, wrapperSize, patience)
	if status, _ := wrapperStatus(b); status >= 0 {
		a.Call += fmt.Sprint(", wrapper status ", status)
		return a, nil
	}
	if err != nil {
		a.Call, a.Lost = a.Call+fmt.Sprint(", then ", err), true
	}
	return a, errDone
}

// read reads up to size bytes, in whole packets. An endpoint that stalls is asked once more.
func (g *sending) read(ctx context.Context, size int, patience time.Duration) ([]byte, error) {
	packet := max(g.drive.packet, 1)
	b := make([]byte, (size+packet-1)/packet*packet)
	for try := range 2 {
		var n int
		err := within(ctx, patience, func(ctx context.Context) (err error) {
			n, err = g.dev.read(ctx, b)
			return err
		})
		if !errors.Is(err, faultPipe) || try > 0 || g.dev.clearHalt(true) != nil {
			return b[:max(n, 0)], err
		}
	}
	return nil, nil
}

func within(ctx context.Context, d time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return f(ctx)
}

const wrapperSize = 13

// wrapperStatus reads a command status wrapper at the end of what came: "USBS", tag, residue, status
// (Bulk-Only Transport, 5.2: 0 is passed, 1 failed). -1 is none. It also returns how many bytes of
// data come before it.
func wrapperStatus(b []byte) (status, data int) {
	at := len(b) - wrapperSize
	if at < 0 || string(b[at:at+4]) != "USBS" {
		return -1, len(b)
	}
	return int(b[len(b)-1]), at
}

// control sends a control request. One that stalls counts as taken: sticks of Sierra do that and
// switch all the same (usb_modeswitch, SierraMode). A vendor's request needs the kernel's driver out
// of the way, a standard one does not.
func (g *sending) control(ctx context.Context, c hw.Control) error {
	const kinds = 0x60 // of bmRequestType: 0 is a standard request (USB 2.0, table 9-2)
	if c.Type&kinds != 0 {
		if err := g.claim(); err != nil {
			return err
		}
	}
	err := told(ctx, g.dev.control(c))
	if err == nil || errors.Is(err, faultPipe) {
		g.handed = true
		return nil
	}
	if err := handedOver("control request", err); err != nil {
		return err
	}
	return errDone
}

// unconfigured is how long usb_modeswitch leaves a device without a configuration.
const unconfigured = 100 * time.Millisecond

// configure takes the device out of its configuration, and into another one. If it refuses that one, it
// gets back the one that it had.
func (g *sending) configure(ctx context.Context, number int) error {
	active, all, err := g.dev.configurations()
	switch {
	case err != nil:
		return fmt.Errorf("read the configurations: %w", meaning(err))
	case !slices.Contains(all, number):
		return fmt.Errorf("%w: no configuration %d", hw.ErrUnsupported, number)
	}
	if g.taken {
		g.dev.release()
		g.taken = false
	}
	if g.dev.configure(-1) == nil {
		_ = pause(ctx, unconfigured)
	}
	err = told(ctx, g.dev.configure(number))
	if err == nil {
		g.handed = true
		return nil
	}
	if err := handedOver("set configuration", err); err != nil {
		_ = g.dev.configure(active)
		return err
	}
	return errDone
}
