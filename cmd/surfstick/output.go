package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf16"

	"surfstick-sms/sms/remote"
)

// print writes to standard output, at once.
func (t *tool) print(text string) {
	if t.outErr != nil {
		return
	}
	if _, err := fmt.Fprint(t.out, text); err != nil {
		t.outErr = err
		if !errors.Is(err, syscall.EPIPE) { // who read has gone on purpose
			fmt.Fprintf(t.err, "surfstick: write: %v\n", err)
		}
	}
}

// say writes a line for people.
func (t *tool) say(format string, args ...any) {
	if !t.json && !t.quiet {
		t.print(fmt.Sprintf(format, args...) + "\n")
	}
}

// hint tells on standard error what to do.
func (t *tool) hint(format string, args ...any) {
	fmt.Fprintf(t.err, "hint: %s\n", fmt.Sprintf(format, args...))
}

// printJSON writes a value as one line of ASCII, which no code page of a console can spoil.
func (t *tool) printJSON(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.outErr = err
		return
	}
	t.print(ascii(b.String()))
}

// ascii replaces what is not ASCII in JSON by escapes.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x7f:
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}

// The objects of --json. Fields may be added, none is changed or taken away.
type (
	textsLine struct {
		V     int           `json:"v"`
		Texts []remote.Text `json:"texts"`
	}
	sentLine struct {
		V     int           `json:"v"`
		Texts []remote.Text `json:"texts"`
		Known bool          `json:"known"`
	}
	rowLine struct {
		V     int           `json:"v"`
		Row   int           `json:"row"` // of the file, from 1
		Texts []remote.Text `json:"texts,omitempty"`
		Known bool          `json:"known,omitempty"`
		Error *errorValue   `json:"error,omitempty"`
	}
	textLine struct {
		V int `json:"v"`
		remote.Text
	}
	receivedLine struct {
		V    int    `json:"v"`
		Type string `json:"type"` // remote.NoticeReceived
		remote.Received
	}
	reportLine struct {
		V    int    `json:"v"`
		Type string `json:"type"` // remote.NoticeReport
		remote.Text
	}
	ussdLine struct {
		V int `json:"v"`
		remote.USSD
	}
	errorLine struct {
		V     int        `json:"v"`
		Error errorValue `json:"error"`
	}
	errorValue struct {
		Code       remote.Reason `json:"code"`
		Message    string        `json:"message"`
		RetryAfter int           `json:"retry_after,omitempty"`
		Number     string        `json:"number,omitempty"`
	}
)

// plain returns a text that came from outside in one line and without what could change the terminal: control
// characters, which begin its commands, and invisible ones, which turn the direction of writing.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200d' || r == '\u200c': // joiners belong to emoji and to Persian and Indic words
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// clock returns a time as people here read it.
func clock(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }

// parts returns a number of parts in words.
func parts(n int) string {
	if n == 1 {
		return "1 part"
	}
	return fmt.Sprintf("%d parts", n)
}
