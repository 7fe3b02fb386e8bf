// Surfstick SMS takes a person from "I plugged my surfstick in" to sending and receiving
// texts, in one window: it finds the stick, helps with the driver, switches the stick into modem
// mode, finds the line that answers and unlocks the SIM card.
//
// With -headless it does so without a window. The build tag nowindow leaves the window out with all that it
// needs, so that the program runs where there are no libraries for one.
//
// This package alone joins the three parts: hw (what is plugged in), sms (texts) and gui (the
// window), with what stands between them in internal. It reads the flags, opens log and texts, and
// chooses between real hardware and the demo's.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// version is that of FyneApp.toml, which a test compares.
const version = "0.1.0"

// flags is what the command line says.
type flags struct {
	demo    bool
	stick   string // of the demo, by its USB ID
	auto    bool
	port    string
	data    string
	lang    string
	trace   bool
	version bool
	report  string
	check   bool
	// background has the window hidden until somebody wants it.
	background bool
	// headless runs without a window at all, pinFile has the PIN for that.
	headless bool
	pinFile  string
	pin      string // what is in pinFile
	// allow is what every program on this computer may do without a window to ask at.
	allow []sms.Permission
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with its surroundings as parameters. It returns the exit code: 0 for success, 1 for an
// error that a message named, 2 for a command line that makes no sense.
func run(args []string, stdout, stderr io.Writer) int {
	f, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case f.version:
		fmt.Fprintln(stdout, "Surfstick SMS", version)
		return 0
	}
	if err := tr.Use(f.lang); err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	if f.report != "" {
		return reportOnly(f, stdout, stderr)
	}
	if f.headless {
		return runHeadless(f, stderr)
	}
	return openWindow(f, stderr)
}

func parseFlags(args []string, stderr io.Writer) (flags, error) {
	var f flags
	set := flag.NewFlagSet("surfstick-sms", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.BoolVar(&f.demo, "demo", false, "use a simulated stick; nothing is sent anywhere")
	set.StringVar(&f.stick, "demo-stick", "", "use a simulated stick of another maker, by its USB `id`:\n"+
		strings.Join(demoSticks(), ", "))
	set.BoolVar(&f.auto, "auto", false, "take every recommended step without asking")
	set.StringVar(&f.port, "port", "", "skip the set-up and use this `port` (COM8, /dev/ttyUSB2,\n"+
		"or COM8@9600 for a modem behind a serial adapter whose speed is known,\n"+
		"or hilink:http://192.168.8.1 for the web server of a stick in internet mode,\n"+
		"zte:http://192.168.0.1 for that of a stick of ZTE's)")
	set.StringVar(&f.data, "data", "", "keep messages and settings in this `folder`")
	set.StringVar(&f.lang, "lang", "", "language, `de` or en; the system's otherwise")
	set.BoolVar(&f.trace, "v", false, "write the commands to the stick and its answers to the log, masked")
	set.BoolVar(&f.version, "version", false, "print the version and exit")
	set.StringVar(&f.report, "report", "", "write a diagnostic report to this `file` and exit")
	set.BoolVar(&f.background, "background", false, "start without the window, as an icon near the clock")
	set.BoolVar(&f.headless, "headless", false, "run without a window, as a service: takes every recommended step, and\n"+
		"says what state it is in on standard error")
	set.StringVar(&f.pinFile, "pin-file", "", "with -headless: the PIN of the SIM card is in this `file`, which nobody\n"+
		"else may read")
	set.Func("allow", "with -headless: every program of this user may do this: `send`,read,ussd; otherwise as it\n"+
		"was allowed at the window", func(list string) (err error) { f.allow, err = permissions(list); return err })
	set.BoolVar(&f.check, "check", false, "check the messages for damage before the window opens")
	if err := set.Parse(args); err != nil {
		return f, err
	}
	f.demo = f.demo || f.stick != ""
	err := badArgument(f, set.Args())
	if err != nil {
		fmt.Fprintln(stderr, err)
		set.Usage()
		return f, err
	}
	return f, nil
}

// badArgument says what makes no sense in the command line, or nothing.
func badArgument(f flags, rest []string) error {
	if len(rest) > 0 {
		return fmt.Errorf("unexpected argument %q", rest[0])
	}
	if _, ok := demoOptions(f.stick); !ok {
		return fmt.Errorf("no simulated stick %q: there are %s", f.stick, strings.Join(demoSticks(), ", "))
	}
	if (f.pinFile != "" || f.allow != nil) && !f.headless && !withoutWindow {
		return errors.New("-pin-file and -allow are for -headless")
	}
	_, _, err := hw.ParseWebLine(f.port)
	return err
}
