package at_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/at"
)

// TestProbe: what comes back for a few AT at one speed, whatever comes before it.
func TestProbe(t *testing.T) {
	const noise = "\xfc\x80\xf8\x00\xfe\x1c\xe0"
	for _, c := range []struct {
		name    string
		answers []string // to the first, second … command
		want    at.Heard
		sent    int
		limit   time.Duration
	}{
		{"modem", []string{"\r\nOK\r\n"}, at.HeardModem, 1, 0},
		{"with echo", []string{"AT\r\r\nOK\r\n"}, at.HeardModem, 1, 0},
		{"digits", []string{"AT\r0\r"}, at.HeardModem, 1, 0},
		{"error", []string{"\r\nERROR\r\n"}, at.HeardModem, 1, 0},
		{"locked", []string{"\r\n+CME ERROR: 11\r\n"}, at.HeardModem, 1, 0},
		{"left at the prompt", []string{"\r\n> "}, at.HeardModem, 1, 0},
		{"finds the speed with the second", []string{"", "AT\r\r\nOK\r\n"}, at.HeardModem, 2, 1300 * time.Millisecond},
		{"and with the third", []string{"", noise, "AT\r\r\nOK\r\n"}, at.HeardModem, 3, 2100 * time.Millisecond},
		{"noise before", []string{noise + "\r\nOK\r\n"}, at.HeardModem, 1, 0},
		{"silent", nil, at.HeardNothing, 3, 1500 * time.Millisecond},
		{"other speed", []string{noise, noise, noise}, at.HeardNoise, 3, 1500 * time.Millisecond},
		{"only zero bytes", []string{"\x00\x00"}, at.HeardNoise, 3, 1500 * time.Millisecond},
		{"half an OK in noise", []string{"\x80OK\xfe", "O\x80K"}, at.HeardNoise, 3, 1500 * time.Millisecond},
		{"comes back", []string{"AT\r", "AT\r", "\x1bAT\r"}, at.HeardText, 3, 1500 * time.Millisecond},
		{
			"satellites",
			[]string{"$GPGGA,120000,,,,,0,00\r\n$GPGSA,A,1\r\n"},
			at.HeardText, 3,
			1500 * time.Millisecond,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				said := 0
				p := newPort(func(p *port, cmd string) {
					if cmd != "ESC" && said < len(c.answers) {
						p.say(c.answers[said])
						said++
					}
				})
				defer p.Close()
				began := time.Now()
				got, err := at.Probe(t.Context(), p)
				if got != c.want || err != nil {
					t.Errorf("heard %v, %v, want %v", got, err, c.want)
				}
				sent := 0
				for _, cmd := range p.commands() {
					switch strings.TrimPrefix(cmd, "\x1b") {
					case "AT":
						sent++
					case "ESC", "":
					default:
						t.Errorf("sent %q", cmd)
					}
				}
				if took := time.Since(began); sent != c.sent || took > c.limit+700*time.Millisecond {
					t.Errorf("%d AT in %v, want %d in %v", sent, took, c.sent, c.limit)
				}
			})
		})
	}
}

// TestProbeLeavesNothing: the answers of a slow modem to all that was sent have been read, so that none
// is taken for the answer to a later command.
func TestProbeLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(func(p *port, _ string) {
			go func() {
				time.Sleep(700 * time.Millisecond)
				p.say("\r\nOK\r\n")
			}()
		})
		defer p.Close()
		if got, err := at.Probe(t.Context(), p); got != at.HeardModem || err != nil {
			t.Fatal(got, err)
		}
		if n, err := p.Read(make([]byte, 64)); n != 0 || err != nil {
			t.Errorf("%d bytes left, %v", n, err)
		}
	})
}

// TestProbeEnds: with the context, with the line, and under a device that never stops talking.
func TestProbeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(nil)
		defer p.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := at.Probe(ctx, p); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled: %v", err)
		}
		p.fail(os.ErrClosed)
		if _, err := at.Probe(t.Context(), p); !errors.Is(err, os.ErrClosed) {
			t.Errorf("broken: %v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		got, err := at.Probe(t.Context(), &chatterbox{})
		if got != at.HeardText || err != nil || time.Since(began) > 2*time.Second {
			t.Errorf("%v, %v after %v", got, err, time.Since(began))
		}
	})
}

// chatterbox says something at every read.
type chatterbox struct{}

func (*chatterbox) Read(b []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return copy(b, strings.Repeat("temperature 21\r\n", 64)), nil
}

func (*chatterbox) Write(b []byte) (int, error) { return len(b), nil }
