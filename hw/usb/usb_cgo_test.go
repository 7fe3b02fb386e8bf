//go:build cgo

package usb

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/gousb"

	"surfstick-sms/hw"
)

// TestRealLibusb asks this computer's libusb for a stick that is not there.
func TestRealLibusb(t *testing.T) {
	if !Available() {
		t.Skip("libusb does not start here")
	}
	_, stick := cdStick(0x1f01)
	stick.Bus, stick.Address = 250, 99
	for range 20 { // contexts must not pile up
		if err := New().Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrGone) {
			t.Fatalf("error %v, want hw.ErrGone", err)
		}
	}
}

func TestVersion(t *testing.T) {
	var major, minor, micro int
	n, err := fmt.Sscanf(Version(), "%d.%d.%d", &major, &minor, &micro)
	if n < 3 || err != nil || major != 1 {
		t.Errorf("version %q: %v", Version(), err)
	}
}

func TestFaultOf(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want error
	}{
		{"none", nil, nil},
		{"plain", gousb.ErrorAccess, faultAccess},
		{"wrapped", fmt.Errorf("open: %w", gousb.ErrorNotSupported), faultNotSupported},
		{"as text", errors.New("failed to claim interface 0: " + gousb.ErrorBusy.Error()), faultBusy},
		{"as text, not found", errors.New("can't detach: " + gousb.ErrorNotFound.Error()), faultNotFound},
		{"no fault of ours", gousb.ErrorOverflow, gousb.ErrorOverflow},
	} {
		if got := faultOf(c.err); !errors.Is(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTransferFault(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want error
	}{
		{"none", cancelled, nil, nil},
		{"gone", t.Context(), gousb.TransferNoDevice, faultNoDevice},
		{"failed", t.Context(), gousb.TransferError, faultIO},
		{"stalled", t.Context(), gousb.TransferStall, faultPipe},
		{"timed out", t.Context(), gousb.TransferTimedOut, faultTimeout},
		{"cancelled", cancelled, gousb.TransferCancelled, faultTimeout},
		{"could not start", t.Context(), gousb.ErrorNoDevice, faultNoDevice},
	} {
		if got := transferFault(c.ctx, c.err); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestDescribe reads what gousb says of a stick whose endpoints are not the usual ones.
func TestDescribe(t *testing.T) {
	setting := gousb.InterfaceSetting{
		Number: 0, Class: gousb.ClassMassStorage,
		Endpoints: map[gousb.EndpointAddress]gousb.EndpointDesc{
			0x83: {
				Number: 3, Direction: gousb.EndpointDirectionIn,
				TransferType: gousb.TransferTypeInterrupt,
			},
			0x0f: {
				Number: 15, Direction: gousb.EndpointDirectionOut,
				TransferType: gousb.TransferTypeBulk,
			},
			0x81: {
				MaxPacketSize: 64,
				Number:        1, Direction: gousb.EndpointDirectionIn,
				TransferType: gousb.TransferTypeBulk,
			},
		},
	}
	desc := &gousb.DeviceDesc{
		Bus: 1, Address: 4, Path: []int{1, 2}, Vendor: 0x12d1, Product: 0x1f01,
		Configs: map[int]gousb.ConfigDesc{1: {Number: 1, Interfaces: []gousb.InterfaceDesc{
			{Number: 0, AltSettings: []gousb.InterfaceSetting{setting}},
		}}},
	}
	if d := describe(desc); !d.storage || d.id.String() != "12d1:1f01" || d.address != 4 {
		t.Errorf("%+v", d)
	}
	want := iface{class: 8, bulkOut: 15, bulkIn: 1, packet: 64}
	if i := interfaceOf(setting); i != want {
		t.Errorf("%+v", i)
	}
	if d := describe(desc); len(d.ifaces) != 1 || d.ifaces[0].Class != 0x08 {
		t.Errorf("interfaces %+v", d.ifaces)
	}
	desc.Configs = nil
	if d := describe(desc); d.storage {
		t.Error("a device without configurations has storage")
	}
}

// TestHandle: gousb's device has the handle of libusb where it is looked for, and nothing else is taken
// for it.
func TestHandle(t *testing.T) {
	field, ok := reflect.TypeFor[gousb.Device]().FieldByName("handle")
	if !ok || field.Type.Kind() != reflect.Pointer || field.Type.Elem().Name() != handleType {
		t.Errorf("the field is %v", field)
	}
	if handleOf(&struct{ handle *int }{new(int)}) != nil || handleOf(&struct{ handle int }{1}) != nil ||
		handleOf(&struct{}{}) != nil {
		t.Error("another field is taken for the handle")
	}
	d := &gousbDevice{dev: &gousb.Device{Desc: &gousb.DeviceDesc{}}}
	if handleOf(d.dev) != nil {
		t.Error("a device that is not open has a handle")
	}
	if err := d.configure(2); !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("configuration of a device that is not open: %v", err)
	}
	if err := d.clearHalt(true); !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("endpoint of a device that is not open: %v", err)
	}
}

func TestByNumber(t *testing.T) {
	all := byNumber([]gousb.InterfaceDesc{{Number: 5}, {Number: 0}, {Number: 2}})
	for i, want := range []int{0, -1, 2, -1, -1, 5} {
		if len(all) != 6 || all[i].Number != want {
			t.Fatalf("%v", all)
		}
	}
	if all := byNumber(nil); len(all) != 0 {
		t.Errorf("none gives %v", all)
	}
}
