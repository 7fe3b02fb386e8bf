package virtualstick

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// The operations of USB/IP before a device is attached (Linux, Documentation/usb/
// usbip_protocol.rst).
const (
	usbipVersion = 0x0111
	opList       = 0x8005
	opImport     = 0x8003
	opReply      = 0x7fff // an operation's number without its first bit is that of its reply

	busIDSize = 32
	// ExportID is the bus ID under which an Export shows its one device.
	ExportID = "1-1"

	greetLimit = 10 * time.Second // how long a client may take to say what it wants
)

// Export is a Socket in the network: USB/IP clients, Linux' usbip and usbip-win2 on Windows, list
// its one device and attach it to their own computer. A client must attach it again after every
// restart of the stick.
type Export struct {
	listener net.Listener
	clients  sync.WaitGroup

	mu     sync.Mutex
	offer  *offer // what can be attached now, or nil
	closed bool
}

// Listen makes an Export at an address such as "127.0.0.1:3240". Whoever can reach it can attach
// the device.
func Listen(address string) (*Export, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	e := &Export{listener: l}
	e.clients.Go(e.accept)
	return e, nil
}

// Addr is where it listens.
func (e *Export) Addr() net.Addr { return e.listener.Addr() }

// Close takes the device away and returns when no client is served any more.
func (e *Export) Close() error {
	err := e.listener.Close()
	e.mu.Lock()
	offered := e.offer
	e.offer, e.closed = nil, true
	e.mu.Unlock()
	if offered != nil {
		_ = offered.Close()
	}
	e.clients.Wait()
	return err
}

// Attach implements Socket: the device can be attached from now on.
func (e *Export) Attach(d Device) (io.ReadWriteCloser, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, net.ErrClosed
	}
	e.offer = &offer{device: d, taken: make(chan struct{}), gone: make(chan struct{})}
	return e.offer, nil
}

func (e *Export) accept() {
	for {
		conn, err := e.listener.Accept()
		if err != nil {
			return
		}
		e.clients.Go(func() {
			if !e.greet(conn) {
				_ = conn.Close()
			}
		})
	}
}

// greet answers what a client asks for first; true when it has the device now.
func (e *Export) greet(conn net.Conn) bool {
	_ = conn.SetDeadline(time.Now().Add(greetLimit))
	var head [8]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return false
	}
	switch binary.BigEndian.Uint16(head[2:]) {
	case opList:
		_, _ = conn.Write(e.list())
	case opImport:
		var id [busIDSize]byte
		if _, err := io.ReadFull(conn, id[:]); err == nil {
			return e.hand(conn, id)
		}
	}
	return false
}

// current is what can be attached now.
func (e *Export) current() *offer {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.offer == nil || e.offer.over() {
		return nil
	}
	return e.offer
}

func (e *Export) list() []byte {
	o := e.current()
	if o == nil {
		return binary.BigEndian.AppendUint32(replyHead(opList, 0), 0)
	}
	b := binary.BigEndian.AppendUint32(replyHead(opList, 0), 1)
	b = append(b, o.device.exported()...)
	for _, i := range o.device.primary() {
		b = append(b, i.Class, i.SubClass, i.Protocol, 0)
	}
	return b
}

// hand hands the device to a client, if it is the one asked for and nobody has it.
func (e *Export) hand(conn net.Conn, id [busIDSize]byte) bool {
	o := e.current()
	if o == nil || id != busID() || !o.take(conn) {
		_, _ = conn.Write(replyHead(opImport, 1))
		return false
	}
	if _, err := conn.Write(append(replyHead(opImport, 0), o.device.exported()...)); err != nil {
		_ = o.Close()
		return true
	}
	_ = conn.SetDeadline(time.Time{})
	close(o.taken)
	return true
}

func replyHead(op uint16, status uint32) []byte {
	b := binary.BigEndian.AppendUint16(nil, usbipVersion)
	b = binary.BigEndian.AppendUint16(b, op&opReply)
	return binary.BigEndian.AppendUint32(b, status)
}

func busID() (id [busIDSize]byte) {
	copy(id[:], ExportID)
	return id
}

// exported is struct usbip_usb_device.
func (d Device) exported() []byte {
	path, id := [256]byte{}, busID()
	copy(path[:], "/virtual/"+ExportID)
	b := append(path[:], id[:]...)
	for _, n := range []uint32{1, 2, highSpeed} { // bus, device, speed
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = binary.BigEndian.AppendUint16(b, d.ID.Vendor)
	b = binary.BigEndian.AppendUint16(b, d.ID.Product)
	b = binary.BigEndian.AppendUint16(b, 0x0102)
	return append(b, d.Class, 0, 0, 1, d.configurations(), uint8(len(d.primary())))
}

// primary returns the interfaces without their alternate settings.
func (d Device) primary() []Interface {
	var all []Interface
	for _, i := range d.Interfaces {
		if i.Alternate == 0 {
			all = append(all, i)
		}
	}
	return all
}

// offer is the device's end of a connection that is still to come.
type offer struct {
	device Device
	taken  chan struct{} // closed when conn may be used
	gone   chan struct{} // closed when the device is away

	mu   sync.Mutex
	conn net.Conn
	shut bool
}

var errTaken = errors.New("virtual stick: taken away")

func (o *offer) over() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.shut || o.conn != nil
}

// take has the first client get it.
func (o *offer) take(conn net.Conn) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.shut || o.conn != nil {
		return false
	}
	o.conn = conn
	return true
}

func (o *offer) wait() error {
	select {
	case <-o.taken:
		return nil
	case <-o.gone:
		return fmt.Errorf("not attached: %w", errTaken)
	}
}

// Read implements io.Reader; it waits for a client.
func (o *offer) Read(b []byte) (int, error) {
	if err := o.wait(); err != nil {
		return 0, err
	}
	return o.conn.Read(b)
}

// Write implements io.Writer.
func (o *offer) Write(b []byte) (int, error) {
	if err := o.wait(); err != nil {
		return 0, err
	}
	return o.conn.Write(b)
}

// Close implements io.Closer.
func (o *offer) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.shut {
		return nil
	}
	o.shut = true
	close(o.gone)
	if o.conn != nil {
		return o.conn.Close()
	}
	return nil
}
