package at

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzStream feeds any bytes to a channel in the middle of a command. Whatever comes, nothing
// panics, no line is too long or holds the end of one, and it makes no difference how the bytes
// are cut into reads.
func FuzzStream(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.at")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no transcripts in testdata: %v", err)
	}
	for _, name := range seeds {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, true)
		f.Add([]byte(strings.ReplaceAll(string(b), "\n", "\r\r\n")), false)
	}
	f.Fuzz(func(t *testing.T, stream []byte, prompt bool) {
		whole := play(t, prompt, stream)
		single := make([][]byte, len(stream))
		for i := range stream {
			single[i] = stream[i : i+1]
		}
		if bytewise := play(t, prompt, single...); whole != bytewise {
			t.Errorf("in one read: %q\nbyte by byte: %q", whole, bytewise)
		}
	})
}

// play feeds chunks to an owner in the middle of a command and returns all that came of it.
func play(t *testing.T, prompt bool, chunks ...[]byte) string {
	var log strings.Builder
	note := func(kind, line string) {
		if len(line) > maxLine || strings.ContainsAny(line, "\r\n") {
			t.Errorf("%s: bad line of %d bytes", kind, len(line))
		}
		log.WriteString(kind + " " + line + "\n")
	}
	c := &Channel{writes: make(chan []byte, 100), opt: Options{
		WriteTimeout: time.Hour,
		Trace:        func(s string) { note("trace", s) },
		Handle:       func(n URC) { note("URC", n.Line); note("body", n.PDU) },
	}}
	o := newOwner(c)
	cmd := Command{Name: "+CMGL", Args: []any{4}, AnyLines: true}
	if prompt {
		cmd = Command{Name: "+CMGS", Args: []any{2}, PDU: "0001"}
	}
	text, _ := cmd.line()
	r := &request{
		Command: cmd, text: text, prefix: cmd.Prefix(), ctx: t.Context(),
		reply: make(chan result, 1),
	}
	o.begin(r)
	for _, b := range chunks {
		o.feed(b)
	}
	select {
	case got := <-r.reply:
		for _, l := range got.response.Lines {
			note("line", l)
		}
	default:
		note("open", "")
	}
	for _, timer := range []*time.Timer{o.timer, o.writeTimer, o.ussdTimer} {
		timer.Stop()
	}
	return log.String()
}
