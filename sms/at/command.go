package at

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DefaultTimeout is how long a command waits for its final result code when it sets no Timeout.
const DefaultTimeout = 5 * time.Second

// PromptTimeout is how long a command with a PDU waits for the prompt, as in ModemManager.
const PromptTimeout = 10 * time.Second

// Command is one AT command.
type Command struct {
	// Name is what follows "AT": "+CREG?", "^CPIN?", "E0", or "" for AT itself.
	Name string
	// As is how the lines of the response begin, where that is not the name and a colon: "+ICCID:".
	As string
	// Args follow after "=": a string is written in quotes, an int as it is.
	Args []any
	// PDU is written at the prompt, followed by Ctrl-Z. It must be upper-case hex.
	PDU string
	// Before, if not nil, runs at the prompt, on the goroutine of Do and before a byte of the PDU is
	// written. When it fails the command is given up, and Do returns its error.
	Before func() error
	// AnyLines counts lines without the command's own prefix to the response, too, as those of
	// +CGMI and +CMGL. URCs are still told apart.
	AnyLines bool
	// Timeout is how long the final result code may take, after the PDU if there is one; 0 is
	// DefaultTimeout. A question (+CREG?) whose answer has come waits FinalWait at most for what ends it.
	Timeout time.Duration
	// FinalWait is how long the final result code may take after the answer to a question; 0 is 3 s.
	FinalWait time.Duration
	// Late, if not nil, receives the response when it comes after Do has given up waiting for it.
	// It runs on the owner goroutine, as the hooks of Options do.
	Late func(Response, error)
}

// Cmd returns a Command without a PDU.
func Cmd(name string, args ...any) Command { return Command{Name: name, Args: args} }

// WithTimeout returns the command with another Timeout.
func (c Command) WithTimeout(d time.Duration) Command {
	c.Timeout = d
	return c
}

// WithAnyLines returns the command with AnyLines set.
func (c Command) WithAnyLines() Command {
	c.AnyLines = true
	return c
}

// Response is what the modem answered to a command.
type Response struct {
	// Lines are the lines before the final result code, without URCs and echo.
	Lines []string
	// Sent reports whether the PDU was handed to the port, at least in part.
	Sent bool
}

// Value returns what follows prefix in the first line that starts with it; ok is false when there is
// no such line.
func (r Response) Value(prefix string) (value string, ok bool) {
	for _, l := range r.Lines {
		if value, ok := CutPrefix(l, prefix); ok {
			return value, true
		}
	}
	return "", false
}

// line returns the line to write, without the CR. Whatever comes from users or networks passes here
// on its way to the port: a byte below 0x20 would begin a second command, and a quote would end an
// argument.
func (c Command) line() (string, error) {
	if !printable(c.Name) || strings.ContainsAny(c.Name, `";`) {
		return "", fmt.Errorf("command name %q: %w", c.Name, ErrInvalid)
	}
	if strings.Trim(c.PDU, "0123456789ABCDEF") != "" {
		return "", fmt.Errorf("%s: PDU is not hex: %w", c.Name, ErrInvalid)
	}
	var b strings.Builder
	b.WriteString("AT" + c.Name)
	for i, a := range c.Args {
		s, err := argument(a)
		if err != nil {
			return "", fmt.Errorf("%s: %w", c.Name, err)
		}
		b.WriteByte("=,"[min(i, 1)])
		b.WriteString(s)
	}
	return b.String(), nil
}

// argument returns one argument as it is written. The error does not hold the argument: it may be a
// PIN.
func argument(a any) (string, error) {
	switch a := a.(type) {
	case int:
		return strconv.Itoa(a), nil
	case string:
		if !printable(a) || strings.ContainsRune(a, '"') {
			return "", fmt.Errorf("argument with forbidden characters: %w", ErrInvalid)
		}
		return `"` + a + `"`, nil
	}
	return "", fmt.Errorf("argument of type %T: %w", a, ErrInvalid)
}

// printable reports whether s is ASCII without control characters.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// Prefix returns how lines of the response begin: "+CREG:" for "+CREG?", "" for commands that no such
// line answers: basic ones, and +CUSD, whose lines come from the network whenever it likes (3GPP TS
// 27.007 clause 7.15).
func (c Command) Prefix() string {
	if c.As != "" {
		return c.As
	}
	if c.Name == "" || !strings.ContainsRune(extended, rune(c.Name[0])) || c.Name == "+CUSD" {
		return ""
	}
	return strings.TrimRight(c.Name, "=?") + ":"
}

// asks reports whether the command asks for a value that the modem has at hand.
func (c Command) asks() bool {
	return strings.HasSuffix(c.Name, "?") && !strings.HasSuffix(c.Name, "=?")
}

// hasPrefix is strings.HasPrefix without regard to ASCII case.
func hasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func (c Command) timeout() time.Duration {
	if c.Timeout <= 0 {
		return DefaultTimeout
	}
	return c.Timeout
}
