package hw

import "net/netip"

// AdapterState is how far the network adapter of a stick has come.
type AdapterState int

// The states, in the order in which an adapter goes through them.
const (
	AdapterUnknown   AdapterState = iota // not looked for: another mode, or this system does not tell
	AdapterAbsent                        // the system has made none of the stick, or not yet
	AdapterDisabled                      // there, but switched off, or not switched on yet
	AdapterNoLink                        // switched on, but the stick reports no connection
	AdapterNoAddress                     // waits for its address, which the stick's DHCP server gives
	AdapterReady                         // has an address and a gateway
)

var adapterNames = [...]string{"unknown", "absent", "disabled", "no link", "no address", "ready"}

// String names the state for logs.
func (s AdapterState) String() string { return name(adapterNames[:], int(s)) }

// GatewaySource is where the address of a gateway is known from.
type GatewaySource int

// The sources, the best first.
const (
	GatewayNone  GatewaySource = iota
	GatewayRoute               // the system sends through it what goes further
	GatewayDHCP                // it gave the adapter its address
	GatewayGuess               // the first address of the adapter's network, where sticks have theirs
)

var gatewayNames = [...]string{"none", "route", "dhcp", "guess"}

// String names the source for logs.
func (s GatewaySource) String() string { return name(gatewayNames[:], int(s)) }

// Adapter is the network adapter that the system has made of a stick in network mode. Behind it is a
// network of its own, of which the stick is the router: Gateway is the address of the stick's web
// server. That address means nothing without the adapter, as another stick and the router of the
// house may have the same, and so may their MAC addresses.
type Adapter struct {
	// Interface is the number of the USB interface that it was made of.
	Interface int
	// Name is the system's own: "enx0c5b8f279a64", on Windows a GUID in braces. "" for none.
	Name string
	// Index is the system's number of it, 0 when it is not known. It is never that of two adapters
	// at once, and on Linux not used again for another one.
	Index int
	// Label is the name that people see, such as "Ethernet 3", or "".
	Label string
	// MAC is its hardware address as "0c:5b:8f:27:9a:64", or "".
	MAC   string
	State AdapterState
	// Problem is Windows' problem code of it: 28 no driver, 10 its driver does not start, 22 disabled
	// in the Device Manager …; 0 is none.
	Problem int
	// Addresses are its IPv4 addresses, each with the size of its network; link-local ones
	// (169.254.0.0/16), which systems make up where no DHCP server answers, are left out.
	Addresses []netip.Prefix
	// Gateway is the stick's own IPv4 address, in one of the networks of Addresses; the zero Addr when
	// it is not known.
	Gateway netip.Addr
	Source  GatewaySource // of Gateway
}
