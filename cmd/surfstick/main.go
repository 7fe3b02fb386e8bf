// Surfstick sends and reads messages through a running Surfstick SMS, from scripts and from the command
// line. It is a client only: the messages go through the queue, the pace, the limits and the chats of that
// program, and stay there whatever becomes of this one. See `surfstick help`.
//
// What a person reads goes to standard output in words, or with --json as one object a line, in ASCII. What
// is wrong goes to standard error: one line that says what, and perhaps one that says what to do. The exit
// code tells a script whether it may try again.
package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/signal"
	"syscall"

	"surfstick-sms/sms/remote"
)

// version is that of FyneApp.toml, which a test compares.
const version = "0.1.0"

func main() { os.Exit(runHere()) }

// runHere is main with an exit code.
func runHere() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it, whatever it does
	defer stop()
	t := tool{in: os.Stdin, out: os.Stdout, err: os.Stderr, typed: isTerminal(os.Stdin)}
	return t.run(ctx, os.Args[1:])
}

// tool is one run of the program with its surroundings.
type tool struct {
	in       io.Reader
	out, err io.Writer
	typed    bool // somebody would have to type what is read from in

	json, quiet, noInput, start, demo bool
	data                              string

	outErr error // what went wrong with out
}

// run does what the command line says and returns the exit code.
func (t *tool) run(ctx context.Context, args []string) int {
	name, args := t.verb(args)
	v, known := verbs[name]
	if !known {
		return t.fail(t.unknown(name, args), name)
	}
	code, err := v.run(ctx, t, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		t.print(helpOf(name))
		code = remote.ExitDone
	case err != nil:
		code = t.fail(err, name)
	}
	if t.outErr != nil && code == remote.ExitDone {
		code = remote.ExitOther // who read is gone, or the disk is full
	}
	return code
}

// verb is a word that says what to do.
type verb struct {
	run func(ctx context.Context, t *tool, args []string) (int, error)
}

// verbs are set by init, because help is one of them and speaks of all.
var verbs map[string]verb

func init() {
	verbs = map[string]verb{
		"send": {send}, "status": {status}, "cancel": {cancel}, "list": {list}, "listen": {listen},
		"info": {info}, "ussd": {ussd}, "serve": {serve}, "version": {printVersion}, "help": {help},
	}
}

// unknown returns the error for a first word that is no verb.
func (t *tool) unknown(name string, args []string) error {
	t.json = t.json || wantsJSON(args)
	if name == "" {
		return remote.Refuse(remote.ReasonUsage, "Nothing to do.")
	}
	return remote.Refuse(remote.ReasonUsage, "There is no command %q.", name)
}

func printVersion(_ context.Context, t *tool, args []string) (int, error) {
	if _, err := t.parse(t.flags("version"), args, 0); err != nil {
		return 0, err
	}
	if t.json {
		t.printJSON(versionLine{remote.Version, version})
	} else {
		t.say("surfstick %s", version)
	}
	return remote.ExitDone, nil
}

type versionLine struct {
	V       int    `json:"v"`
	Version string `json:"version"`
}
