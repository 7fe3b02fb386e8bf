package netcard

import (
	"net"
	"reflect"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

func socketAddress(a [4]byte) windows.SocketAddress {
	raw := &windows.RawSockaddrInet4{Family: windows.AF_INET, Addr: a}
	return windows.SocketAddress{
		Sockaddr:       (*syscall.RawSockaddrAny)(unsafe.Pointer(raw)),
		SockaddrLength: int32(unsafe.Sizeof(*raw)),
	}
}

// TestCardOf: what Windows lists of an adapter is read field by field; addresses that are not usable
// yet are left out.
func TestCardOf(t *testing.T) {
	label, err := windows.UTF16PtrFromString("Ethernet 3")
	if err != nil {
		t.Fatal(err)
	}
	router2 := windows.IpAdapterGatewayAddress{Address: socketAddress([4]byte{192, 168, 8, 2})}
	router := windows.IpAdapterGatewayAddress{Address: socketAddress([4]byte{192, 168, 8, 1}), Next: &router2}
	tentative := windows.IpAdapterUnicastAddress{
		Address: socketAddress([4]byte{192, 168, 8, 7}), DadState: windows.IpDadStateTentative, OnLinkPrefixLength: 24,
	}
	preferred := windows.IpAdapterUnicastAddress{
		Address: socketAddress([4]byte{192, 168, 8, 100}), DadState: windows.IpDadStatePreferred,
		OnLinkPrefixLength: 24, Next: &tentative,
	}
	empty := windows.IpAdapterUnicastAddress{DadState: windows.IpDadStatePreferred, Next: &preferred}
	a := windows.IpAdapterAddresses{
		IfIndex: 23, FriendlyName: label, OperStatus: windows.IfOperStatusUp, PhysicalAddressLength: 6,
		FirstUnicastAddress: &empty, FirstGatewayAddress: &router, Dhcpv4Server: socketAddress([4]byte{192, 168, 8, 3}),
	}
	copy(a.PhysicalAddress[:], net.HardwareAddr{0x0c, 0x5b, 0x8f, 0x27, 0x9a, 0x64})
	want := card{
		label: "Ethernet 3", mac: "0c:5b:8f:27:9a:64", index: 23, up: true, link: true,
		addresses: prefixes("192.168.8.100/24"), routers: addresses("192.168.8.1", "192.168.8.2"),
		dhcp: addresses("192.168.8.3")[0],
	}
	if got := cardOf(&a); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	a = windows.IpAdapterAddresses{OperStatus: windows.IfOperStatusDown, PhysicalAddressLength: 200}
	if got := cardOf(&a); got.link || got.index != 0 || got.addresses != nil || got.dhcp.IsValid() {
		t.Errorf("%+v", got)
	}
}

// TestFindOnThisComputer: every adapter of the list is found by its GUID, and one that is not there is
// not.
func TestFindOnThisComputer(t *testing.T) {
	first, err := adapters()
	if err != nil {
		t.Fatal(err)
	}
	for at := first; at != nil; at = at.Next {
		name := windows.BytePtrToString(at.AdapterName)
		if a := Read(hw.Adapter{Name: name}); a.Name != name || a.Index != int(at.IfIndex) || a.State == hw.AdapterAbsent {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if a := Read(hw.Adapter{Name: "{00000000-0000-0000-0000-000000000000}"}); a.State != hw.AdapterAbsent {
		t.Errorf("%+v", a)
	}
}
