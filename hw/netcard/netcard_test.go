package netcard

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

func prefixes(all ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, p := range all {
		list = append(list, netip.MustParsePrefix(p))
	}
	return list
}

func addresses(all ...string) []netip.Addr {
	var list []netip.Addr
	for _, a := range all {
		list = append(list, netip.MustParseAddr(a))
	}
	return list
}

// TestFill: what the system tells of an adapter decides its state and who the stick is.
func TestFill(t *testing.T) {
	on := func(c card) card { c.up, c.link = true, true; return c }
	leased := on(card{addresses: prefixes("192.168.8.100/24")})
	for _, c := range []struct {
		name    string
		card    card
		state   hw.AdapterState
		gateway string
		source  hw.GatewaySource
	}{
		{"switched off", card{link: true, addresses: leased.addresses}, hw.AdapterDisabled, "192.168.8.1", hw.GatewayGuess},
		{"no connection", card{up: true, addresses: leased.addresses}, hw.AdapterNoLink, "192.168.8.1", hw.GatewayGuess},
		{"no address", on(card{}), hw.AdapterNoAddress, "", hw.GatewayNone},
		{"made up its address", on(card{
			addresses: prefixes("169.254.7.7/16"), routers: addresses("169.254.0.1"),
		}), hw.AdapterNoAddress, "", hw.GatewayNone},
		{"IPv6 only", on(card{
			addresses: prefixes("fe80::1/64", "fd00::2/64"), routers: addresses("fd00::1"),
		}), hw.AdapterNoAddress, "", hw.GatewayNone},
		{"default route", on(card{
			addresses: prefixes("fe80::1/64", "192.168.19.7/24"),
			routers:   addresses("192.168.19.254"), dhcp: netip.MustParseAddr("192.168.19.2"),
		}), hw.AdapterReady, "192.168.19.254", hw.GatewayRoute},
		{"no default route", on(card{
			addresses: prefixes("10.0.0.9/24"), dhcp: netip.MustParseAddr("10.0.0.2"),
		}), hw.AdapterReady, "10.0.0.2", hw.GatewayDHCP},
		{"neither", leased, hw.AdapterReady, "192.168.8.1", hw.GatewayGuess},
		{"small network", on(card{addresses: prefixes("192.168.3.130/30")}), hw.AdapterReady, "192.168.3.129", hw.GatewayGuess},
		{"a point", on(card{addresses: prefixes("192.168.3.130/32")}), hw.AdapterNoAddress, "", hw.GatewayNone},
		{"the router of another network", on(card{
			addresses: leased.addresses, routers: addresses("192.168.1.1", "192.168.8.7"),
		}), hw.AdapterReady, "192.168.8.7", hw.GatewayRoute},
		{"the computer itself is the router", on(card{
			addresses: prefixes("192.168.8.1/24"), routers: addresses("192.168.8.1"),
			dhcp: netip.MustParseAddr("192.168.8.1"),
		}), hw.AdapterNoAddress, "", hw.GatewayNone},
		{"an address of the operator's", on(card{
			addresses: prefixes("100.64.3.2/30", "85.16.1.2/30"), routers: addresses("100.64.3.1", "85.16.1.1"),
			dhcp: netip.MustParseAddr("85.16.1.1"),
		}), hw.AdapterNoAddress, "", hw.GatewayNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.card.name, c.card.index, c.card.mac = "eth1", 7, "0c:5b:8f:27:9a:64"
			a := c.card.fill(hw.Adapter{Interface: 2, Name: "eth0", Label: "Stick"})
			gateway := ""
			if a.Gateway.IsValid() {
				gateway = a.Gateway.String()
			}
			if a.State != c.state || gateway != c.gateway || a.Source != c.source {
				t.Errorf("state %v, gateway %q by %v; want %v, %q by %v",
					a.State, gateway, a.Source, c.state, c.gateway, c.source)
			}
			if a.Interface != 2 || a.Name != "eth1" || a.Index != 7 || a.MAC != c.card.mac || a.Label != "Stick" {
				t.Errorf("%+v", a)
			}
			for _, p := range a.Addresses {
				if !p.Addr().Is4() || p.Addr().IsLinkLocalUnicast() {
					t.Errorf("address %v", p)
				}
			}
		})
	}
}

func TestFillLabel(t *testing.T) {
	if a := (card{label: "Ethernet 3"}).fill(hw.Adapter{Label: "Remote NDIS"}); a.Label != "Ethernet 3" {
		t.Errorf("label %q", a.Label)
	}
}

// TestReadGone: what is known of an adapter that has gone does not outlive it.
func TestReadGone(t *testing.T) {
	for _, gone := range []hw.Adapter{
		{Name: "no-such-adapter"},
		{Index: 1 << 30},
		{Interface: 1, Name: "no-such-adapter", State: hw.AdapterReady, Addresses: prefixes("192.168.8.100/24")},
	} {
		got := Read(gone)
		want := hw.Adapter{Interface: gone.Interface, Name: gone.Name, State: hw.AdapterAbsent}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

const header = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

// word writes an address as the table of routes does on this computer.
func word(address string) string {
	b := netip.MustParseAddr(address).As4()
	return fmt.Sprintf("%08X", binary.NativeEndian.Uint32(b[:]))
}

// line is one route of the table.
func line(name, to, router, flags, metric, mask string) string {
	fields := []string{name, to, router, flags, "0", "0", metric, mask, "0", "0", "0"}
	return strings.Join(fields, "\t") + "\n"
}

func TestDefaultRouters(t *testing.T) {
	const all = "00000000"
	stick := word("192.168.8.1")
	table := header +
		line("eth0", all, word("192.168.1.1"), "0003", "100", all) +
		line("eth1", all, word("192.168.8.9"), "0003", "700", all) +
		line("eth1", all, stick, "0003", "20", all) +
		line("eth1", word("192.168.8.0"), all, "0001", "1", word("255.255.255.0")) + // its own network
		line("eth1", all, word("192.168.8.2"), "0002", "1", all) + // not up
		line("eth1", all, all, "0001", "1", all) + // no gateway
		line("eth1", all, word("192.168.8.3"), "0003", "1", word("128.0.0.0")) + // half of the addresses
		line("eth10", all, word("192.168.8.4"), "0003", "1", all) +
		line("eth1", all, "XX08A8C0", "0003", "1", all) +
		line("eth1", all, "08A8C0", "0003", "1", all) +
		line("eth1", all, stick, "zz", "1", all) +
		line("eth1", all, stick, "0003", "-1", all) +
		"eth1\t00000000\n"
	for name, want := range map[string][]netip.Addr{
		"eth1": addresses("192.168.8.1", "192.168.8.9"), "eth0": addresses("192.168.1.1"), "eth2": nil, "": nil,
	} {
		if got := defaultRouters(table, name); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func FuzzDefaultRouters(f *testing.F) {
	f.Add(header + line("eth1", "00000000", word("192.168.8.1"), "0003", "20", "00000000"))
	f.Add("eth1\t00000000\t+108A8C0\t0003\t0\t0\t20\t00000000")
	f.Fuzz(func(t *testing.T, table string) {
		for _, a := range defaultRouters(table, "eth1") {
			if !a.Is4() {
				t.Errorf("%v", a)
			}
		}
	})
}

// TestNetworkOrder: Windows reads the four bytes from the highest on.
func TestNetworkOrder(t *testing.T) {
	for index, want := range map[int][4]byte{1: {0, 0, 0, 1}, 0x0102: {0, 0, 1, 2}, 0x80: {0, 0, 0, 0x80}} {
		var got [4]byte
		binary.NativeEndian.PutUint32(got[:], uint32(networkOrder(index)))
		if got != want {
			t.Errorf("%#x: %v, want %v", index, got, want)
		}
	}
}
