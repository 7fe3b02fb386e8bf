//go:build vm

package vm

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/sms/fakemodem"
)

// TestExport has the kernel attach a stick that is offered in the network, as a USB/IP client does:
// again after its restart. A text goes out and its answer comes in.
func TestExport(t *testing.T) {
	if out, err := exec.Command("busybox", "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		t.Fatalf("network: %v %s", err, out)
	}
	e, err := virtualstick.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	f := fakemodem.New(fakemodem.Options{Echo: true})
	defer f.Close()
	r := &rig{Stick: virtualstick.New(e3531(f)), t: t, location: locationOf(t, 0)}
	if err := r.Plug(e); err != nil {
		t.Fatal(err)
	}
	defer r.awaitGone()
	defer r.Unplug()
	attach(t, e.Addr().String())
	stick := r.storage()
	go func() { _ = ways[1].Switch(context.Background(), stick, message(t, "guide-modem")) }()
	r.awaitDevice(hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1001})
	attach(t, e.Addr().String())
	r.modem()
	chat(t, r, f)
}

// attach asks for the device until it gets it, and gives the connection to the kernel.
func attach(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		err := tryAttach(address)
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func tryAttach(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close() // the kernel keeps its own
	request := make([]byte, 8+32)
	binary.BigEndian.PutUint32(request, 0x0111_8003)
	copy(request[8:], virtualstick.ExportID)
	reply := make([]byte, 8+312)
	if _, err := conn.Write(request); err != nil {
		return err
	}
	if _, err := io.ReadFull(conn, reply); err != nil {
		return fmt.Errorf("refused: %w", err)
	}
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return errors.New("no TCP connection")
	}
	file, err := tcp.File()
	if err != nil {
		return err
	}
	defer file.Close()
	line := fmt.Sprintf("0 %d %d 3", file.Fd(), 1<<16|2)
	return os.WriteFile("/sys/devices/platform/vhci_hcd.0/attach", []byte(line), 0)
}
