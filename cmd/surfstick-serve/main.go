// Surfstick-serve lets programs that speak HTTP send and receive messages through a running Surfstick SMS. It
// answers on 127.0.0.1 only, and only who has the key, in the form of the local interface of SMS Gateway for
// Android (docs.sms-gate.app), for which there are clients in many languages.
//
// It is a client of Surfstick SMS like any script: the same permissions, the same limits, the same queue. It
// is a program of its own, apart from surfstick, because HTTP doubles the size of a program.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"surfstick-sms/internal/folder"
	"surfstick-sms/sms/remote"
)

// version is that of FyneApp.toml, which a test compares.
const version = "0.1.0"

// host is the only address that is listened on. There is no option for another one: with it, all who reach
// this computer could try keys.
const host = "127.0.0.1"

// defaultPort is that of SMS Gateway's local server.
const defaultPort = 8080

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it, whatever it does
	code := tool{os.Stdout, os.Stderr, isTerminal(os.Stdout)}.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// tool is one run of the program with its surroundings.
type tool struct {
	out, err io.Writer
	seen     bool // a person reads out, and no log keeps it
}

// isTerminal reports whether what is written to a file is shown to a person, and kept nowhere.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const usage = `surfstick serve [OPTIONS]

Lets programs on this computer that speak HTTP send and receive messages, as they do with the local
server of SMS Gateway for Android. It answers on 127.0.0.1 only, to who has the name and the key
that are made at the first start. Surfstick SMS must run and let programs in.

  --port N     the port (8080)
  --long       clients may send long texts, up to the limit in the settings
  --force      clients may send to more than 20 numbers at a time
  --data DIR   the folder with the messages of Surfstick SMS
  --demo       the one of the demo
  --version    show the version
`

// options are what the command line says.
type options struct {
	port                       int
	data                       string
	demo, long, force, version bool
}

func parse(args []string) (o options, err error) {
	f := flag.NewFlagSet("surfstick-serve", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.IntVar(&o.port, "port", defaultPort, "")
	f.StringVar(&o.data, "data", "", "")
	f.BoolVar(&o.demo, "demo", false, "")
	f.BoolVar(&o.long, "long", false, "")
	f.BoolVar(&o.force, "force", false, "")
	f.BoolVar(&o.version, "version", false, "")
	switch err := f.Parse(args); {
	case err != nil:
		return o, err
	case f.NArg() > 0:
		return o, fmt.Errorf("there is no option %q", f.Arg(0))
	case o.port < 1 || o.port > 65535:
		return o, fmt.Errorf("a port is a number from 1 to 65535, and not %d", o.port)
	}
	return o, nil
}

// run does what the command line says and returns the exit code.
func (t tool) run(ctx context.Context, args []string) int {
	o, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(t.out, usage)
		return remote.ExitDone
	case err != nil:
		fmt.Fprintf(t.err, "surfstick-serve: %v\nhint: surfstick serve --help\n", err)
		return remote.ExitUsage
	case o.version:
		fmt.Fprintf(t.out, "surfstick-serve %s\n", version)
		return remote.ExitDone
	}
	if err := t.serve(ctx, o); err != nil {
		fmt.Fprintf(t.err, "surfstick-serve: %v\n", err)
		return remote.ExitOther
	}
	return remote.ExitDone
}

// serve answers until ctx ends.
func (t tool) serve(ctx context.Context, o options) error {
	data, err := folder.Data(o.data, o.demo)
	if err != nil {
		return err
	}
	free, err := claim(data)
	if err != nil {
		return err
	}
	defer free()
	key, made, err := openKey(data)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(o.port)))
	if err != nil {
		return err
	}
	defer l.Close()
	s := &service{
		data: data, key: key, long: o.long, force: o.force, readTime: requestTime, retry: firstRetry, again: reconnectTime,
		log: log.New(t.err, "surfstick-serve: ", log.LstdFlags|log.Lmsgprefix),
	}
	if err := s.openHooks(); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Listening on http://%s. Name and key: %s\n", l.Addr(), keyPath(data))
	if made && t.seen {
		fmt.Fprintf(t.out, "  name         %s\n  key          %s\n  signing key  %s (of webhooks)\n", key.Name, key.Key, key.Signing)
	}
	return s.run(ctx, l)
}

// Limits of the server. A request may take as long as a person takes to answer at the window, which is up to
// 60 seconds.
const (
	requestTime = 10 * time.Second
	answerTime  = 100 * time.Second
	writeTime   = 120 * time.Second
	idleTime    = 60 * time.Second
	endTime     = 3 * time.Second
	maxHeader   = 16 << 10
)

// run answers on l and delivers to webhooks until ctx ends.
func (s *service) run(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.handler(), ReadTimeout: s.readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHeader, ErrorLog: log.New(io.Discard, "", 0),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	s.startHooks(ctx)
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
		if server.Shutdown(limited) != nil {
			_ = server.Close()
		}
	})
	err := server.Serve(limit(l, maxConnections))
	if !stop() {
		<-ended
		err = nil
	}
	s.stopHooks()
	return err
}
