// Package fakestick is a simulated surfstick for the demo and for tests: one value that is the
// scanner, the watcher, the switcher and the opener of package hw at once. It starts as a CD drive,
// goes away when it gets a switch message that it obeys, and comes back as a modem with three
// ports, one of which leads to whatever Options.Dial opens. It can be unplugged at any time.
//
// It is Huawei's unless the Options say otherwise: Maker has sticks of other makers, one for every way of
// switching (fakestick.New(fakestick.ZTE.Options())), and Of makes one of any row of the table. A device
// that the guard refuses is shown as unsupported and takes nothing: Options.Beside, CD, CDBytes and
// Writable make telephones, card readers and disks.
//
// It checks what a real stick cannot check: it takes no message when it is not in storage mode, an
// open port stays busy, and Handles lists what was left open. Its Temper decides how it reacts to a
// message.
//
// It keeps no timer and no goroutine: how far a restart has come follows from the clock when it is
// asked, so that it runs inside a testing/synctest bubble.
package fakestick

import (
	"context"
	"io"
	"net/netip"
	"slices"
	"sync"
	"time"

	"surfstick-sms/hw"
)

// Options says what stick is simulated. The zero value is an E3531: 12d1:1f01 in storage mode with
// the system's own driver, 12d1:1001 after a switch, back at once, with ports that are silent.
type Options struct {
	Location string  // "1-1" if empty
	Mode     hw.Mode // at the start and after Plug; hw.ModeStorage if unknown
	ID       hw.ID   // in storage mode
	ModemID  hw.ID   // in modem mode
	Name     string
	Serial   string
	// Manufacturer and Inquiry are further strings by which the sticks of other makers are told apart.
	Manufacturer string
	Inquiry      hw.Inquiry
	// CD is what is seen of a CD drive while the storage driver is bound; hw.CDUnknown says nothing, as
	// for Huawei's sticks nothing need be known. CDBytes and Writable are of what lies in it.
	CD       hw.CD
	CDBytes  int64
	Writable bool
	// Unit1 is the drive on its logical unit 1, or "".
	Unit1 string
	// Beside are interfaces in storage mode beside that of the CD drive: a telephone has some.
	Beside []hw.Interface
	// NetworkID is what it is in network mode; 12d1:14dc if zero.
	NetworkID hw.ID
	// RNDIS is whether its network card is one of that kind without being asked for it, Gateway the address
	// of its web server; 192.168.8.1 if zero.
	RNDIS   bool
	Gateway netip.Addr
	// Becomes is the mode to which another maker's message leads; hw.ModeModem if unknown. Huawei's say
	// themselves what they ask for.
	Becomes hw.Mode
	// Ports are its serial interfaces in modem mode; those of 12d1:1001 if nil.
	Ports []Port
	// Driver is the one bound in storage mode; hw.DriverStorage if unknown.
	Driver hw.Driver
	// ModemDriver is the one bound to the ports in modem mode; hw.DriverSerial if unknown. With a
	// libusb driver the stick has USB lines instead of ports, with any other no line at all.
	ModemDriver hw.Driver
	// RestartTime is how long the stick is away after a message that it obeys.
	RestartTime time.Duration
	// PortDelay is how long after it came back the ports appear.
	PortDelay time.Duration
	// NetworkProblem is Windows' problem code of the network card in network mode: 28 for no driver,
	// 10 for one that does not start, 22 for one that is disabled; 0 for none.
	NetworkProblem int
	// NoECM is whether the computer has no driver for CDC Ethernet, as Windows: a stick that shows that
	// instead of RNDIS gets no network card.
	NoECM bool
	// LeaseDelay is how long after it came back, or was plugged in, its network adapter gets an address.
	// No system reports that as a change of devices, and neither does Watch.
	LeaseDelay time.Duration
	Temper     Temper
	// Reacts is how it takes one message; nil takes every one as Temper says.
	Reacts func(m hw.Message) Temper
	// Dial opens the AT port, DialModem the dial-up port that also answers AT (Port.Leads). A port
	// without is silent, as the diagnostics port always is.
	Dial, DialModem func() (io.ReadWriteCloser, error)
	// Power is called when the stick loses or gets power by Unplug or Plug; it may be nil.
	Power func(on bool)
	// FirstPort is the number of the first COM port; 7 if 0.
	FirstPort int
	// Absent is whether it is not plugged in at the start.
	Absent bool
	// Denied is whether the user may open neither the device nor its ports.
	Denied bool
	// Unsupported is whether it is a model that this program does not know.
	Unsupported bool
}

// Stick is a simulated stick. All its methods may be called from any goroutine.
type Stick struct {
	opt Options

	mu sync.Mutex
	// Everything below is guarded by mu.

	plugged   bool
	mode      hw.Mode
	rounds    int       // how many of another maker's messages it has obeyed since it was plugged in
	rndis     bool      // in network mode: RNDIS instead of CDC Ethernet
	backAt    time.Time // away before, after a message that was obeyed
	lost      bool      // away until plugged in again
	leaseAt   time.Time // when its network adapter gets an address
	address   int       // changes at every enumeration
	driver    hw.Driver
	modemDrv  hw.Driver
	sent      []hw.Message
	switchErr []error
	openErr   []error
	scanErr   []error
	handles   map[string]*handle // by line name
	watchers  map[chan<- struct{}]bool
}

// New returns a stick.
func New(o Options) *Stick {
	o = o.filled()
	return &Stick{
		opt: o, plugged: !o.Absent, mode: o.Mode, driver: o.Driver, modemDrv: o.ModemDriver,
		address: 4, handles: make(map[string]*handle), watchers: make(map[chan<- struct{}]bool),
	}
}

func (o Options) filled() Options {
	or(&o.Location, "1-1")
	or(&o.Mode, hw.ModeStorage)
	or(&o.ID, hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01})
	or(&o.ModemID, hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1001})
	or(&o.NetworkID, hw.ID{Vendor: hw.HuaweiVendor, Product: 0x14dc})
	or(&o.Becomes, hw.ModeModem)
	or(&o.Gateway, netip.AddrFrom4([4]byte{192, 168, 8, 1}))
	or(&o.Name, "HUAWEI Mobile")
	or(&o.Serial, "FAKE0123456789")
	or(&o.Driver, hw.DriverStorage)
	or(&o.ModemDriver, hw.DriverSerial)
	or(&o.FirstPort, 7)
	if o.Ports == nil {
		o.Ports = huaweiPorts
	}
	return o
}

func or[T comparable](field *T, instead T) {
	if zero := *new(T); *field == zero {
		*field = instead
	}
}

// Plug puts the stick in, in the mode of the start. A stick that is in already is not changed.
func (s *Stick) Plug() {
	s.mu.Lock()
	was := s.plugged
	if !was {
		s.plugged, s.lost, s.mode, s.backAt = true, false, s.opt.Mode, time.Time{}
		s.rounds = 0
		s.leaseAt = time.Now().Add(s.opt.LeaseDelay)
		s.address++
		s.notify()
	}
	s.mu.Unlock()
	if !was && s.opt.Power != nil {
		s.opt.Power(true)
	}
}

// Unplug pulls it out: open lines fail from then on.
func (s *Stick) Unplug() {
	s.mu.Lock()
	was := s.plugged
	s.plugged = false
	s.cut()
	s.notify()
	s.mu.Unlock()
	if was && s.opt.Power != nil {
		s.opt.Power(false)
	}
}

// Restart is what a modem's command to restart does to its stick: it goes away for RestartTime and
// comes back in the mode of the start.
func (s *Stick) Restart() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.plugged {
		s.rounds = 0
		s.restart(s.opt.Mode)
	}
}

// BecomeModem is what a stick in network mode does when its web server was told to: it goes away for
// RestartTime and comes back as a modem.
func (s *Stick) BecomeModem() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.plugged && s.mode == hw.ModeNetwork {
		s.restart(hw.ModeModem)
	}
}

// BindWinUSB is what Zadig does to a stick in storage mode. It lasts over replugging.
func (s *Stick) BindWinUSB() { s.SetDriver(hw.DriverWinUSB) }

// SetDriver binds a driver in storage mode.
func (s *Stick) SetDriver(d hw.Driver) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.driver = d
	s.notify()
}

// SetModemDriver binds a driver to the ports in modem mode; lines that were open break.
func (s *Stick) SetModemDriver(d hw.Driver) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.modemDrv = d
	s.cut()
	s.notify()
}

// FailNextScan has one more scan fail; calls add up.
func (s *Stick) FailNextScan(err error) { s.plan(&s.scanErr, err) }

// FailNextSwitch has one more message not be handed over; calls add up.
func (s *Stick) FailNextSwitch(err error) { s.plan(&s.switchErr, err) }

// FailNextOpen has one more line not open; calls add up.
func (s *Stick) FailNextOpen(err error) { s.plan(&s.openErr, err) }

func (s *Stick) plan(list *[]error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*list = append(*list, err)
}

// next takes the next planned error, nil when there is none.
func next(list *[]error) error {
	if len(*list) == 0 {
		return nil
	}
	err := (*list)[0]
	*list = (*list)[1:]
	return err
}

// Sent returns the messages that reached the stick, in order, over all its lives.
func (s *Stick) Sent() []hw.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent)
}

// Handles names the lines that are open, for tests that look for one left behind.
func (s *Stick) Handles() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, 0, len(s.handles))
	for name := range s.handles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Scan implements hw.Scanner.
func (s *Stick) Scan(ctx context.Context) (hw.Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return hw.Snapshot{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := next(&s.scanErr); err != nil {
		return hw.Snapshot{}, err
	}
	if !s.there() {
		return hw.Snapshot{}, nil
	}
	seen := []hw.Stick{s.seen()}
	if s.foreign(seen[0]) {
		return hw.Snapshot{Unsupported: seen}, nil
	}
	return hw.Snapshot{Sticks: seen, Lines: s.lines()}, nil
}

// there reports whether the system sees the stick.
func (s *Stick) there() bool {
	return s.plugged && !s.lost && !time.Now().Before(s.backAt)
}
