package modem_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// The capabilities of a C-motech CDX-650, of a Gobi 2000 with CDMA firmware and of a UML290, which has
// GSM too, are those in ModemManager's tests.
const (
	cdx650 = "\r\n+GCAP: +CIS707A, +MS, +ES, +DS, +FCLASS\r\n" + scriptOK
	gobi   = "\r\n+GCAP: +CIS707-A, CIS-856, CIS-856-A, CIS707,+MS, +ES, +DS, +FCL\r\n" + scriptOK
	uml290 = "\r\n+GCAP: +CIS707-A, CIS-856, CIS-856-A, +CGSM, +CLTE2\r\n" + scriptOK
	cpinOK = "\r\n+CPIN: READY\r\n" + scriptOK
)

// noPDU is a modem that knows no PDU mode, beside what else it knows.
func noPDU(more script) script {
	more["AT+CMGF=0"], more["AT+CMGF?"] = []string{scriptError}, []string{scriptError}
	return more
}

// A modem for CDMA networks knows no PDU mode, and is told apart at once when it does not know the question
// for the card either; what only looks like one is not.
func TestCDMA(t *testing.T) {
	for name, c := range map[string]struct {
		script script
		open   bool // Open tells it
		ready  bool // Ready tells it
	}{
		"without a card": {script: noPDU(script{"AT+GCAP": {cdx650}, "AT+CPIN?": {scriptError}}), open: true},
		"without, by its code": {
			script: noPDU(script{"AT+GCAP": {gobi}, "AT+CPIN?": {"\r\n+CME ERROR: 4\r\n"}}), open: true,
		},
		"by its name": {
			script: noPDU(script{"AT+CGMM": {"\r\nAC2726 CDMA 1X\r\n" + scriptOK}, "AT+CPIN?": {scriptError}}), open: true,
		},
		"with a card":                     {script: noPDU(script{"AT+GCAP": {gobi}, "AT+CPIN?": {cpinOK}}), ready: true},
		"looks like one, and has no card": {script: script{"AT+GCAP": {gobi}, "AT+CPIN?": {scriptError}}},
		"looks like one, and has no card for texts": {
			script: script{"AT+GCAP": {gobi}, "AT+CPIN?": {scriptError}, "AT+CMGF=0": {"\r\n+CMS ERROR: 310\r\n"}},
		},
		"a state of the card, and an error": {
			script: noPDU(script{"AT+GCAP": {gobi}, "AT+CPIN?": {"\r\n+CPIN: READY\r\n" + scriptError}}), ready: true,
		},
		"both kinds of networks":         {script: script{"AT+GCAP": {uml290}, "AT+CPIN?": {scriptError}}},
		"looks like one, and has a card": {script: script{"AT+GCAP": {cdx650}, "AT+CPIN?": {cpinOK}}},
		"looks like one, the card is locked": {
			script: script{"AT+GCAP": {cdx650}, "AT+CPIN?": {needsPIN}},
		},
		"WCDMA": {script: script{"AT+CGMM": {"\r\nWCDMA stick\r\n" + scriptOK}, "AT+CPIN?": {scriptError}}},
		"GSM, and the question is refused": {
			script: script{"AT+GCAP": {"\r\n+GCAP: +CGSM,+DS,+ES\r\n" + scriptOK}, "AT+CPIN?": {scriptError}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlain(c.script)
				m, err := modem.Open(t.Context(), p, modem.Options{})
				if c.open != errors.Is(err, sms.ErrCDMA) {
					t.Fatalf("Open: %v", err)
				}
				if err != nil {
					return
				}
				defer func() { _ = m.Close(); <-m.Done() }()
				if err := m.Ready(t.Context(), sms.ReceiveUnknown); c.ready != errors.Is(err, sms.ErrCDMA) {
					t.Errorf("Ready: %v", err)
				}
			})
		})
	}
}

// A modem that refuses to tell its capabilities is not asked again as long as nothing looks like CDMA; one that
// refused as long as its card was locked is, when it knows no PDU mode.
func TestCapabilitiesAreAskedOnce(t *testing.T) {
	for name, c := range map[string]struct {
		script script
		asked  int
		cdma   bool
	}{
		"refused":          {script{"AT+GCAP": {scriptError}}, 1, false},
		"told":             {script{"AT+GCAP": {gobi}, "AT+CPIN?": {cpinOK}}, 1, false},
		"refused at first": {noPDU(script{"AT+GCAP": {needsPIN, gobi}, "AT+CPIN?": {cpinOK}}), 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlain(c.script)
				m := dial(t, p)
				if err := m.Ready(t.Context(), sms.ReceiveUnknown); c.cdma != errors.Is(err, sms.ErrCDMA) {
					t.Errorf("Ready: %v", err)
				}
				if n := strings.Count(p.commands(), "AT+GCAP"); n != c.asked {
					t.Errorf("asked %d times", n)
				}
				_ = m.Close()
				<-m.Done()
			})
		})
	}
}
