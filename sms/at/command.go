package at

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DefaultTimeout is how long a command waits for its final line when it does not say otherwise.
const DefaultTimeout = 5 * time.Second

// PromptTimeout is how long a command with a PDU waits for the prompt, as in ModemManager.
const PromptTimeout = 10 * time.Second

// Command is one AT command.
type Command struct {
	// Name is what follows "AT": "+CREG?", "^CPIN?", "E0", or "" for AT itself.
	Name string
	// Args follow after "=": a string goes out in quotes, an int as it is.
	Args []any
	// PDU goes out at the prompt, followed by Ctrl-Z. It is hex; nothing else is let through.
	PDU string
	// Before, if not nil, runs at the prompt, on the goroutine of Do and before a byte of the PDU is
	// written. When it fails the command is given up, and Do returns its error.
	Before func() error
	// Any tells that lines without the command's own prefix belong to the answer as well, as
	// those of +CGMI and +CMGL do. Notices are still told apart.
	Any bool
	// Timeout is how long the final line may take, after the PDU if there is one; 0 is
	// DefaultTimeout.
	Timeout time.Duration
	// Late, if not nil, takes the answer when it comes after Do has given up waiting for it.
	Late func(Answer, error)
}

// Cmd is the short way to write a Command without a PDU.
func Cmd(name string, args ...any) Command { return Command{Name: name, Args: args} }

// Within gives the command with another time-out.
func (c Command) Within(d time.Duration) Command {
	c.Timeout = d
	return c
}

// Free gives the command with Any set.
func (c Command) Free() Command {
	c.Any = true
	return c
}

// Answer is what a command got.
type Answer struct {
	// Lines are the lines before the final one, without notices and echo.
	Lines []string
	// Sent tells that the PDU was handed to the port, at least in part.
	Sent bool
}

// Line gives the rest of the first line that starts with prefix, and whether there is one.
func (a Answer) Line(prefix string) (string, bool) {
	for _, l := range a.Lines {
		if hasPrefix(l, prefix) {
			return strings.TrimSpace(l[len(prefix):]), true
		}
	}
	return "", false
}

// line builds the line that goes out, without the CR. It is the only way to the port for anything
// that came from outside: a byte below 0x20 would begin a second command, and a quote would end
// an argument.
func (c Command) line() (string, error) {
	if !printable(c.Name) || strings.ContainsAny(c.Name, `";`) {
		return "", fmt.Errorf("command name %q: %w", c.Name, ErrInvalid)
	}
	if strings.Trim(c.PDU, "0123456789ABCDEF") != "" {
		return "", fmt.Errorf("%s: pdu is not hex: %w", c.Name, ErrInvalid)
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

// argument gives one argument as it goes out. The error does not hold the argument: it may be a
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

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// prefix is how lines of the answer begin: "+CREG:" for "+CREG?", "" for basic commands.
func (c Command) prefix() string {
	if c.Name == "" || !strings.ContainsRune(extended, rune(c.Name[0])) {
		return ""
	}
	return strings.TrimRight(c.Name, "=?") + ":"
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
