package modem_test

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// transcript reads a file of testdata: commands at the start of a line, what the modem says to them
// indented below; a command that comes twice is answered in turn. Every command that it does not
// name is answered with OK, or with ERROR when it is one of Huawei's own.
func transcript(t *testing.T, name, end string, echo bool) script {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	s := script{}
	cmd := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] != '\t':
			cmd = line
			s[cmd] = append(s[cmd], "")
			if echo {
				s[cmd][len(s[cmd])-1] = cmd + "\r"
			}
		default:
			s[cmd][len(s[cmd])-1] += end + line[1:] + end
		}
	}
	return s
}

func TestTranscripts(t *testing.T) {
	tests := []struct {
		file, end string
		echo      bool
		id        sms.Identity
		link      sms.Link
		places    string
		never     string // must not be among the commands
	}{
		{
			"e173.at", "\r\r\n", false,
			sms.Identity{
				IMEI: "353143032211110", IMSI: "262011234567890", Manufacturer: "huawei",
				Model: "E173", Firmware: "11.126.29.00.00",
			},
			sms.Link{Up: true, Registration: sms.RegHome, Operator: "Telekom.de", Signal: 55, Tech: sms.Tech3G},
			"SM 3 old read", "AT+CNMI=2,1,0,0,0",
		},
		{
			"plain.at", "\r\n", true,
			sms.Identity{
				IMEI: "490154203237518", IMSI: "001010000000001",
				Manufacturer: "Acme Radio, Inc.", Model: "M-10", Firmware: "rev 1.0",
			},
			sms.Link{Up: true, Registration: sms.RegRoaming, Operator: "26201", Signal: -1},
			"SM 1 old", "AT^CPIN?",
		},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlain(transcript(t, tt.file, tt.end, tt.echo))
				m, err := modem.Open(t.Context(), p, modem.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = m.Close(); <-m.Done() }()
				if sim, err := m.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
					t.Errorf("SIM %v, %v", sim, err)
				}
				if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
					t.Fatal(err)
				}
				var s sink
				m.Listen(&s)
				synctest.Wait()
				if got := m.Identity(); got != tt.id {
					t.Errorf("identity %+v, want %+v", got, tt.id)
				}
				if got := s.last(); got != tt.link {
					t.Errorf("link %+v, want %+v", got, tt.link)
				}
				if got := s.places(); got != tt.places {
					t.Errorf("delivered %q, want %q", got, tt.places)
				}
				if strings.Contains(p.commands(), tt.never) {
					t.Errorf("asked %s", tt.never)
				}
			})
		})
	}
}
