// Package report writes a diagnostic report: what a person sends along when asking for help. It says
// what the system sees of sticks, drivers and ports, how far the set-up has come, and ends with the
// last lines of the log. Numbers, texts and names of users are masked in all of it.
package report

import (
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup"
)

// Input is what a report is made of. Every field may be empty.
type Input struct {
	Version string
	At      time.Time
	Demo    bool
	Data    string // the data folder
	System  string // the name and version of the operating system
	// Snapshot is what a scan saw, ScanErr why there was none.
	Snapshot hw.Snapshot
	ScanErr  error
	// Refusal returns why no message may go to a stick; nil leaves that out.
	Refusal func(hw.Stick) hw.Refusal
	// Libusb is the version of libusb, or "" when there is none.
	Libusb string
	// Facts is how far the set-up has come, or nil when it did not run.
	Facts    *setup.Facts
	Settings map[string]string
	Crash    string // the reason of the last crash
	Run      string // during what the last run was that ended unexpectedly
	Log      string // the end of the log
}

// Write writes a report in plain text.
func Write(w io.Writer, in Input) error {
	r := &writer{}
	r.head()
	r.system(in)
	r.snapshot(in)
	if in.Facts != nil {
		r.facts(*in.Facts)
	}
	r.settings(in.Settings)
	r.block("Last run that ended unexpectedly", in.Run)
	r.block("Last crash", in.Crash)
	r.block("End of the log", in.Log)
	_, err := io.WriteString(w, applog.Redact(plainLines(r.text.String())))
	return err
}

// plainLines drops control characters: devices choose their own names, and a terminal that shows
// the report would obey escape sequences in them.
func plainLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r >= ' ' && r != 0x7f && (r < 0x80 || r >= 0xa0) {
			return r
		}
		return -1
	}, s)
}

// writer collects the text: headings, and lines of a name and a value.
type writer struct{ text strings.Builder }

func (r *writer) heading(title string) {
	fmt.Fprintf(&r.text, "\n%s\n%s\n", title, strings.Repeat("-", len(title)))
}

// line writes a name and a value; an empty value is shown as a dash.
func (r *writer) line(name string, value any) {
	text := fmt.Sprint(value)
	if text == "" {
		text = "-"
	}
	fmt.Fprintf(&r.text, "%-14s %s\n", name+":", text)
}

// block writes text of several lines under a heading, if there is any.
func (r *writer) block(title, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	r.heading(title)
	fmt.Fprintln(&r.text, text)
}

func (r *writer) head() {
	fmt.Fprintln(&r.text, "Surfstick SMS: diagnostic report")
	fmt.Fprintln(&r.text, "Numbers, texts and names of users are masked.")
}

func (r *writer) system(in Input) {
	r.heading("Program")
	r.line("version", in.Version)
	r.line("time", in.At.UTC().Format(time.RFC3339))
	r.line("system", in.System)
	r.line("built for", runtime.GOOS+"/"+runtime.GOARCH+", "+runtime.Version())
	r.line("data folder", in.Data)
	r.line("libusb", in.Libusb)
	r.line("demo", yesNo(in.Demo))
}

func (r *writer) snapshot(in Input) {
	s := in.Snapshot
	r.heading("Devices")
	if in.ScanErr != nil {
		r.line("scan failed", in.ScanErr)
	}
	r.line("sticks", len(s.Sticks))
	r.line("usb fault", yesNo(s.Broken))
	r.line("huawei service", s.Service)
	r.line("libusb missing", yesNo(s.LibusbMissing))
	if s.LibusbKMissing {
		r.line("libusbK.dll", "missing")
	}
	r.line("remote desktop", yesNo(s.Remote))
	r.line("installing", s.Installs)
	for i, stick := range s.Sticks {
		r.stick(fmt.Sprintf("Stick %d", i+1), stick)
		r.refusal(in, stick)
	}
	for i, stick := range s.Unsupported {
		r.stick(fmt.Sprintf("Not supported %d", i+1), stick)
		r.refusal(in, stick)
	}
	r.lines(s.Lines)
}

func (r *writer) stick(title string, s hw.Stick) {
	r.heading(title)
	r.line("usb id", s.ID)
	r.line("name", s.Name)
	r.line("maker", s.Manufacturer)
	r.line("place", s.Location)
	r.line("mode", s.Mode)
	r.line("driver", withProblem(s.Driver.String(), s.Problem))
	r.drive(s)
	r.line("serial no", yesNo(s.Serial != ""))
	r.line("accessible", yesNo(s.Accessible))
	for _, i := range s.Interfaces {
		// Not with slashes: 08/06/50 would be masked like a phone number.
		class := fmt.Sprintf("class %02x:%02x:%02x", i.Class, i.SubClass, i.Protocol)
		name := strings.TrimSpace(orDash(i.DriverName) + " " + i.Inf + " " + i.Provider)
		driver := withProblem(i.Driver.String()+" ("+name+")", i.Problem)
		r.line(fmt.Sprintf("interface %d", i.Number),
			class+", driver "+driver+", port "+orDash(i.Port))
	}
	if s.Mode == hw.ModeNetwork {
		r.adapter(s.Adapter)
	}
}

// refusal is why no message may go to a stick.
func (r *writer) refusal(in Input, s hw.Stick) {
	if in.Refusal != nil {
		r.line("left alone", in.Refusal(s))
	}
}

// drive is what the system knows of the CD drive of a stick.
func (r *writer) drive(s hw.Stick) {
	if r.line("cd drive", s.CDDrive); s.CD == hw.CDNone {
		r.line("drives", "none of them a CD drive")
	}
	if i := s.Inquiry; i != (hw.Inquiry{}) {
		r.line("cd calls itself", fmt.Sprintf("%q %q %q", i.Vendor, i.Model, i.Revision))
	}
	if s.CDBytes > 0 || s.Writable {
		r.line("cd holds", fmt.Sprintf("%d MB, can be written: %s", s.CDBytes>>20, yesNo(s.Writable)))
	}
}

// adapter leaves out its name, which may hold the MAC address, and the computer's own address.
func (r *writer) adapter(a hw.Adapter) {
	r.line("network adapter", withProblem(a.State.String(), a.Problem)+", "+orDash(a.Label))
	gateway := ""
	if a.Gateway.IsValid() {
		gateway = fmt.Sprintf("%v (%v)", a.Gateway, a.Source)
	}
	r.line("gateway", gateway)
}

func (r *writer) lines(lines []hw.Line) {
	r.heading("Lines, best first")
	if len(lines) == 0 {
		fmt.Fprintln(&r.text, "none")
	}
	for _, l := range lines {
		r.line(l.Name, fmt.Sprintf("rank %d, interface %d, at %s, %q",
			l.Rank, l.Interface, orDash(l.Location), l.Label))
	}
}

func (r *writer) facts(f setup.Facts) {
	r.heading("Set-up")
	r.line("step", f.Step())
	r.line("problem", f.Problem())
	r.line("mode chosen", f.Plug.Way.String()+", remembered: "+orDash(f.Known().String()))
	if f.Change.To != setup.WayNone {
		r.line("changing to", f.Change.To.String()+" "+errorText(f.Change.Err))
	}
	if d := f.Session.Data; d.Known {
		r.line("mobile data", yesNo(d.On)+", chosen: "+orDash(d.Choice.String()))
	}
	r.line("messages sent", strings.Join(f.Plug.Tried, ", "))
	for _, t := range f.Run.Tries {
		r.line("try "+t.At.UTC().Format(time.TimeOnly), t)
	}
	r.line("switch error", errorText(f.Boot.Switch.Err))
	if f.Tried() {
		r.line("tried", "yes: this device is in no table of the program")
	}
	for _, c := range f.Consents {
		id, _, _ := strings.Cut(c.Device, " ") // the serial number says whose it is
		r.line("allowed", id+" "+orDash(c.String()))
	}
	r.line("line", f.Boot.LineAt)
	if p := f.Intent.Serial; f.OnSerial() {
		r.line("serial port", fmt.Sprintf("%s, %d bit/s, not seen in %d scans", p.Name, p.Speed, f.Boot.Absent))
	}
	r.line("connected", yesNo(f.Session.Connected))
	modem := f.Session.Identity
	r.line("modem", strings.TrimSpace(modem.Manufacturer+" "+modem.Model))
	r.line("firmware", modem.Firmware) // beside E3531, 22.5 would be masked like a phone number
	r.line("sim state", int(f.Session.SIM.State))
	r.line("registration", f.Session.Link.Registration)
	r.line("signal", f.Session.Link.Signal)
	r.line("lacks", f.Session.Link.Lacks)
	r.web(f.Session)
	for _, p := range f.Boot.Probes {
		r.line(p.Line.Name, fmt.Sprintf("result %d %s", p.Result, errorText(p.Err)))
	}
}

// web is what a stick in network mode says about itself.
func (r *writer) web(s setup.Session) {
	if l := s.Login; l.Wanted {
		r.line("password", "wanted, last one: "+l.Result.String()+" "+errorText(l.Err))
	}
	for _, t := range s.Traits {
		r.line(t.Name, t.Value)
	}
}

// settings lists names and values. The caller leaves out what people typed.
func (r *writer) settings(settings map[string]string) {
	if len(settings) == 0 {
		return
	}
	r.heading("Settings")
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		r.line(key, settings[key])
	}
}

// withProblem appends Windows' problem code, if there is one.
func withProblem(driver string, code int) string {
	if code == 0 {
		return driver
	}
	return fmt.Sprintf("%s, problem code %d", driver, code)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
