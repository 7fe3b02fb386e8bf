package fakemodem_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
)

func TestEcho(t *testing.T) {
	long := strings.Repeat("Grüße 0123456789 ", 20)
	cases := []struct {
		name   string
		toa    byte
		digits string
		text   string
		from   string
	}{
		{"international", 0x91, "491713920077", "hello", "+491713920077"},
		{"national", 0x81, "01713920077", "hello", "+491713920077"},
		{"with two zeros", 0x81, "00431713920077", "hello", "+431713920077"},
		{"long", 0x91, "491713920077", long, "+491713920077"},
		{"emoji", 0x91, "491713920077", "😀👍", "+491713920077"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, k := start(t, fakemodem.Options{
					Echo: true, Latency: fakemodem.Latency{Echo: 1500 * time.Millisecond},
				})
				parts := submits(t, c.toa, c.digits, c.text)
				for i, p := range parts {
					k.submit(p)
					if i < len(parts)-1 && len(m.Stored("ME")) > 0 {
						t.Error("answered before the text was whole")
					}
				}
				time.Sleep(1500 * time.Millisecond)
				synctest.Wait()
				got := received(t, m.Stored("ME"))
				if len(got) != 1 || got[0].text != `"`+c.text+`"` || got[0].from != c.from {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}

func TestTextToOneself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{
			Card: fakemodem.Card{OwnNumber: "+491713920002"}, Echo: true,
		})
		k.submit(submits(t, 0x81, "01713920002", "test")[0])
		got := received(t, m.Stored("ME"))
		if len(got) != 1 || got[0].text != "test" || got[0].from != "+491713920002" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestStatusReports(t *testing.T) {
	cases := []struct {
		name, cnmi string
		quirks     fakemodem.Quirks
		heard      string
		stored     int
	}{
		{"not wanted", "AT+CNMI=2,1,0,0,0", fakemodem.Quirks{}, "+CMGS: 7|OK", 0},
		{"direct", "AT+CNMI=2,1,0,1,0", fakemodem.Quirks{}, "+CMGS: 7|OK|+CDS: 25|PDU", 0},
		{"stored", "AT+CNMI=2,1,0,2,0", fakemodem.Quirks{}, `+CMGS: 7|OK|+CDSI: "ME",0`, 1},
		{
			"early", "AT+CNMI=2,1,0,1,0",
			fakemodem.Quirks{EarlyReport: true},
			"+CDS: 25|PDU|+CMGS: 7|OK", 0,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, k := start(t, fakemodem.Options{FirstRef: 7, Quirks: c.quirks})
				k.want(c.cnmi, "OK")
				lines := strings.Split(k.submit(hello), "|")
				for i, l := range lines {
					if len(l) < 60 {
						continue
					}
					lines[i] = "PDU"
					checkReport(t, l, 7, 0)
				}
				if got := strings.Join(lines, "|"); got != c.heard {
					t.Errorf("heard %s, want %s", got, c.heard)
				}
				stored := m.Stored("ME")
				if len(stored) != c.stored {
					t.Fatalf("stored %+v", stored)
				}
				for _, s := range stored {
					checkReport(t, s.PDU, 7, 0)
				}
			})
		})
	}
}

func TestWriteToMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{MESlots: 1})
		for _, want := range []string{"+CMGW: 0|OK", "+CMS ERROR: 322"} {
			k.write("AT+CMGW=18,3\r")
			k.hear()
			k.write("00" + hello + "\x1a")
			if got := words(k.hear()); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
		if s := m.Stored("ME"); len(s) != 1 || s[0].Stat != 3 || s[0].PDU != "00"+hello {
			t.Errorf("stored %+v", s)
		}
		k.want("AT+CMGW=18,7", "+CMS ERROR: 302")
	})
}
