package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"runtime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"surfstick-sms/sms/remote"
)

// maxInput is the most bytes that are read of a message: no message has nearly as many.
const maxInput = remote.MaxLine

// readText returns the message of --text or --text-file. One line end at its end is not part of it: echo and
// editors put it there.
func (t *tool) readText(ctx context.Context, text, file string) (string, error) {
	var read string
	var err error
	switch {
	case file != "":
		read, err = readFile(file, maxInput)
	case text == "-":
		read, err = t.readInput(ctx, maxInput)
	default:
		return text, nil
	}
	return strings.TrimSuffix(strings.TrimSuffix(read, "\n"), "\r"), err
}

// readInput returns what stands in standard input. Reading cannot be broken off, so it is left behind when ctx
// ends.
func (t *tool) readInput(ctx context.Context, limit int) (string, error) {
	if t.typed && t.noInput {
		return "", remote.Refuse(remote.ReasonUsage, "Nothing is to be typed (--no-input), and nothing else is in standard input.")
	}
	if t.typed && !t.quiet {
		end := "Ctrl-D"
		if runtime.GOOS == "windows" {
			end = "Ctrl-Z and Enter"
		}
		t.hint("type the message; %s in a line of its own ends it", end)
	}
	type outcome struct {
		text string
		err  error
	}
	ended := make(chan outcome, 1)
	go func() {
		text, err := readAll(t.in, limit)
		ended <- outcome{text, err}
	}()
	select {
	case o := <-ended:
		return o.text, o.err
	case <-ctx.Done():
		return "", remote.Refuse(remote.ReasonInternal, "Stopped; nothing was sent.")
	}
}

func readFile(name string, limit int) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", remote.Refuse(remote.ReasonUsage, "%v", err)
	}
	defer f.Close()
	return readAll(f, limit)
}

// readAll reads text of UTF-8 or, with a mark at its beginning, of UTF-16, which is what PowerShell 5 writes
// into files.
func readAll(r io.Reader, limit int) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return "", err
	case len(raw) > limit:
		return "", remote.Refuse(remote.ReasonTooLong, "That are more than %d bytes.", limit)
	}
	text := bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	for mark, order := range map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian} {
		if rest, ok := bytes.CutPrefix(raw, []byte(mark)); ok && len(rest)%2 == 0 {
			return fromUTF16(rest, order), nil
		}
	}
	if !utf8.Valid(text) {
		return "", remote.Refuse(remote.ReasonText, "The text is not UTF-8.")
	}
	return string(text), nil
}

func fromUTF16(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(raw)/2)
	for ; len(raw) > 1; raw = raw[2:] {
		units = append(units, order.Uint16(raw))
	}
	return string(utf16.Decode(units))
}
