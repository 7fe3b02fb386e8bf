package netcard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"

	"surfstick-sms/hw"
)

// Dialer makes connections to the stick behind one adapter.
type Dialer struct {
	adapter hw.Adapter
	read    func(hw.Adapter) hw.Adapter
	bind    func(fd uintptr, w way) error
}

// way is where a connection has to go: over the adapter with the number, from its own address.
type way struct {
	index     int
	own, peer netip.Addr
}

// NewDialer returns the dialer of an adapter, as Read returned it. Errors: hw.ErrGone when the adapter
// is not ready.
func NewDialer(a hw.Adapter) (*Dialer, error) {
	d := &Dialer{adapter: a, read: Read, bind: bind}
	if _, err := d.way(a); err != nil {
		return nil, err
	}
	return d, nil
}

// DialContext connects to the stick by TCP; it has the form of http.Transport.DialContext. The address
// must be that of the adapter's Gateway, in figures and with any port. Errors: hw.ErrElsewhere for any
// other address or network, and hw.ErrGone when the adapter is not what it was, both before anything is
// sent; hw.ErrAccess when the connection could not be bound to the adapter, hw.ErrUnsupported where that
// is not possible at all; else those of net.Dialer. They name the adapter by its number: on Linux its
// name may hold the MAC address, which belongs in no log.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	to, err := netip.ParseAddrPort(address)
	if err != nil || to.Addr() != d.adapter.Gateway || network != "tcp" && network != "tcp4" {
		return nil, fmt.Errorf("connect to %s %s: %w", network, address, hw.ErrElsewhere)
	}
	w, err := d.way(d.read(d.adapter))
	if err != nil {
		return nil, err
	}
	conn, err := d.connect(ctx, w, to)
	if errors.Is(err, syscall.ENODEV) { // pulled out after the last look
		return nil, fmt.Errorf("connect over adapter %d: %w: %w", d.adapter.Index, hw.ErrGone, err)
	}
	if err != nil {
		return nil, fmt.Errorf("connect over adapter %d: %w", d.adapter.Index, err)
	}
	return conn, nil
}

// connect makes a bound connection. One that comes about after ctx has ended is closed calmly, too.
func (d *Dialer) connect(ctx context.Context, w way, to netip.AddrPort) (net.Conn, error) {
	dialer := net.Dialer{
		LocalAddr: &net.TCPAddr{IP: w.own.AsSlice()}, Timeout: linger,
		Control: func(_, _ string, c syscall.RawConn) error { return d.bound(c, w) },
	}
	dialer.SetMultipathTCP(false) // whose other ways are not bound
	type result struct {
		conn net.Conn
		err  error
	}
	made := make(chan result)
	later(func() {
		conn, err := dialer.DialContext(context.WithoutCancel(ctx), "tcp4", to.String())
		if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
			conn = &calm{TCPConn: tcp}
		}
		select {
		case made <- result{conn, err}:
		case <-ctx.Done():
			if err == nil {
				_ = conn.Close()
			}
		}
	})
	select {
	case r := <-made:
		return r.conn, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// bound binds a socket that is not connected yet. Its error keeps the connection from being made.
func (d *Dialer) bound(c syscall.RawConn, w way) error {
	var failed error
	if err := c.Control(func(fd uintptr) { failed = d.bind(fd, w) }); err != nil {
		return err
	}
	if failed == nil || errors.Is(failed, hw.ErrUnsupported) {
		return failed
	}
	return fmt.Errorf("bind to the adapter: %w: %w", hw.ErrAccess, failed)
}

// way returns where connections go as long as the adapter is what it was when it was found.
func (d *Dialer) way(now hw.Adapter) (way, error) {
	was := d.adapter
	if now.State != hw.AdapterReady || now.Index <= 0 || now.Index != was.Index || now.Name != was.Name ||
		now.Gateway != was.Gateway {
		return way{}, fmt.Errorf("adapter %d: state %s, number %d: %w", was.Index, now.State, now.Index,
			hw.ErrGone)
	}
	leads := func(p netip.Prefix) bool { return p.Contains(was.Gateway) }
	at := slices.IndexFunc(now.Addresses, leads)
	if at < 0 {
		return way{}, fmt.Errorf("adapter %d: no address beside the gateway: %w", was.Index, hw.ErrGone)
	}
	return way{index: now.Index, own: now.Addresses[at].Addr(), peer: was.Gateway}, nil
}
