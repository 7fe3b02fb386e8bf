package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/sms/remote"
)

// flags returns the options that every verb has.
func (t *tool) flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.BoolVar(&t.json, "json", t.json, "")
	set.BoolVar(&t.quiet, "quiet", t.quiet, "")
	set.BoolVar(&t.noInput, "no-input", t.noInput, "")
	set.BoolVar(&t.start, "start", t.start, "")
	set.BoolVar(&t.demo, "demo", t.demo, "")
	set.StringVar(&t.data, "data", t.data, "")
	return set
}

// verb returns the first word of a command line, and what follows the options before it.
func (t *tool) verb(args []string) (name string, rest []string) {
	set := t.flags("")
	err := set.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return "help", nil
	case err != nil: // tell it as an option of help, which says what there is
		return "help", args
	case set.NArg() == 0:
		return "", args
	}
	return set.Arg(0), set.Args()[1:]
}

// parse reads options, which may stand before, between and after the other words, of which there are at most
// so many.
func (t *tool) parse(set *flag.FlagSet, args []string, most int) (words []string, err error) {
	all := args
	for {
		if err := set.Parse(args); err != nil {
			return nil, t.badOption(err, all)
		}
		ended := len(args) > set.NArg() && args[len(args)-set.NArg()-1] == "--"
		if ended || set.NArg() == 0 {
			words = append(words, set.Args()...)
			break
		}
		words = append(words, set.Arg(0))
		args = set.Args()[1:]
	}
	if len(words) > most {
		t.json = t.json || wantsJSON(all)
		return nil, remote.Refuse(remote.ReasonUsage, "%q is too much.", words[most])
	}
	return words, nil
}

// badOption returns an error of package flag in our words. What stands after the option was not read.
func (t *tool) badOption(err error, args []string) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	t.json = t.json || wantsJSON(args)
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return remote.Refuse(remote.ReasonUsage, "There is no option --%s.", strings.TrimPrefix(name, "-"))
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return remote.Refuse(remote.ReasonUsage, "The option --%s needs a value.", name)
	}
	value, rest, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(text, "invalid value "), "invalid boolean value "), " for ")
	name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(rest, "flag "), "-"), ":")
	return remote.Refuse(remote.ReasonUsage, "%s makes no sense for --%s.", value, strings.TrimPrefix(name, "-"))
}

// wantsJSON reports whether a command line that could not be read to its end asks for JSON.
func wantsJSON(args []string) bool {
	return slices.Contains(args, "--json") || slices.Contains(args, "-json")
}

// words is an option that may be given several times.
type words []string

// String implements flag.Value.
func (w *words) String() string { return strings.Join(*w, " ") }

// Set implements flag.Value.
func (w *words) Set(text string) error {
	*w = append(*w, text)
	return nil
}

// seconds is a time such as "90s", "5m" or "300".
type seconds struct{ time.Duration }

// Set implements flag.Value.
func (s *seconds) Set(text string) error {
	d, err := time.ParseDuration(text)
	if n, plain := strconv.Atoi(text); plain == nil {
		d, err = time.Duration(n)*time.Second, nil
	}
	if err != nil || d < 0 || d > remote.MaxWait {
		return fmt.Errorf("not a time up to %v", remote.MaxWait)
	}
	s.Duration = d
	return nil
}

// stage is a state to wait for.
type stage struct{ remote.State }

// String implements flag.Value.
func (s *stage) String() string { return string(s.State) }

// Set implements flag.Value.
func (s *stage) Set(text string) error {
	switch until := remote.State(text); until {
	case remote.Queued, remote.Sent, remote.Delivered:
		s.State = until
		return nil
	default:
		return fmt.Errorf("not one of queued, sent and delivered")
	}
}

// readID reads the ID of a text.
func readID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, remote.Refuse(remote.ReasonUsage, "%q is no ID of a message.", text)
	}
	return id, nil
}
