package at_test

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// Lines that modems send by themselves are no part of an answer, wherever they come in, and are handed
// on; a line that begins as the answer does belongs to it.
func TestNoise(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		cmd          at.Command
		want, urcs   string
	}{
		{
			"SIM800 boots meanwhile", "\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\nSIMCOM_Ltd\r\n\r\n+CPIN: READY\r\n\r\nCall Ready\r\n\r\nOK\r\n",
			at.Cmd("+CGMI").WithAnyLines(), "SIMCOM_Ltd", "RDY|+CFUN: 1|+CPIN: READY|Call Ready",
		},
		{
			"the time between header and PDU", "\r\n+CMGR: 0,,29\r\n\r\nDST: 1\r\n\r\n*PSUTTZ: 26,1,1,12,0,0,\"+4\",1\r\n0791\r\n\r\nOK\r\n",
			at.Cmd("+CMGR", 1).WithAnyLines(), "+CMGR: 0,,29|0791", "DST: 1|*PSUTTZ: 26,1,1,12,0,0,\"+4\",1",
		},
		{
			"ZTE", "\r\n+ZEND\r\n\r\n+ZPASR: \"UMTS\"\r\n\r\n+ZDONR: \"Test\",262,1,\"CS_PS\",\"ROAM_OFF\"\r\n\r\nMF190\r\n+ZPSTM: 1\r\n+ZMSRI\r\nOK\r\n",
			at.Cmd("+CGMM").WithAnyLines(), "MF190",
			"+ZEND|+ZPASR: \"UMTS\"|+ZDONR: \"Test\",262,1,\"CS_PS\",\"ROAM_OFF\"|+ZPSTM: 1|+ZMSRI",
		},
		{
			"Option", "\r\n_OSSYSI: 2\r\n\r\n_OWANCALL: 1, 0\r\n+PACSP0\r\nGTM378\r\n_OSIGQ: 9,0\r\nOK\r\n",
			at.Cmd("+CGMM").WithAnyLines(), "GTM378", "_OSSYSI: 2|_OWANCALL: 1, 0|+PACSP0|_OSIGQ: 9,0",
		},
		{
			"Cinterion, Wavecom, u-blox, Quectel", "^SYSSTART\r\n^SBC: Undervoltage\r\n+WIND: 4\r\n+UUSIMSTAT:6\r\n+QIND: SMS DONE\r\nPOWERED DOWN\r\nX\r\nOK\r\n",
			at.Cmd("+CGMM").WithAnyLines(), "X",
			"^SYSSTART|^SBC: Undervoltage|+WIND: 4|+UUSIMSTAT:6|+QIND: SMS DONE|POWERED DOWN",
		},
		{
			"the answer's own name", "\r\n+CPIN: NOT READY\r\n\r\n+CPIN: READY\r\n\r\nOK\r\n", at.Cmd("+CPIN?"),
			"+CPIN: NOT READY|+CPIN: READY", "",
		},
		{
			"a name that holds one", "\r\n+CPBR: 1,\"+49171\",145,\"Anna\r\nRDY\r\nHaus\"\r\n+CPBR: 2,\"112\",129,\"Bert\"\r\nRDY\r\nOK\r\n",
			at.Cmd("+CPBR", 1, 9), `+CPBR: 1,"+49171",145,"Anna|+CPBR: 2,"112",129,"Bert"`, "RDY",
		},
		{
			"a notice between the lines of a name", "\r\n+CPBR: 1,\"112\",129,\"Anna\r\n+CREG: 1\r\nRDY\r\nHaus\"\r\nOK\r\n",
			at.Cmd("+CPBR", 1, 9), `+CPBR: 1,"112",129,"Anna`, "+CREG: 1",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var mu sync.Mutex
			var urcs []string
			p := newPort(func(p *port, _ string) { p.say(tt.answer) })
			c := open(t, p, at.Options{Noise: manners.IsNoise, Handle: func(u at.URC) {
				mu.Lock()
				defer mu.Unlock()
				urcs = append(urcs, u.Line)
			}})
			r, err := c.Do(t.Context(), tt.cmd)
			mu.Lock()
			defer mu.Unlock()
			if got := strings.Join(r.Lines, "|"); got != tt.want || err != nil {
				t.Errorf("answer %q, %v, want %q", got, err, tt.want)
			}
			if got := strings.Join(urcs, "|"); got != tt.urcs {
				t.Errorf("notices %q, want %q", got, tt.urcs)
			}
		})
	}
}

// Noise is not taken for the PDU of a text that comes directly.
func TestNoiseBeforePDU(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []at.URC
		p := newPort(nil)
		open(t, p, at.Options{Noise: manners.IsNoise, Handle: func(u at.URC) { got = append(got, u) }})
		p.say("\r\n+CMT: ,29\r\nSMS Ready\r\n0791\r\n")
		time.Sleep(time.Second)
		synctest.Wait()
		if len(got) != 2 || got[0].Line != "SMS Ready" || got[1].PDU != "0791" {
			t.Errorf("%+v", got)
		}
	})
}

// A question that no OK follows costs as long as it says, and the next command is not disturbed by an OK
// that comes all the same.
func TestFinalWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(func(p *port, cmd string) {
			switch cmd {
			case "AT+CPIN?":
				p.say("\r\n+CPIN: READY\r\n")
				time.AfterFunc(time.Second, func() { p.say("\r\nOK\r\n") })
			case "AT+CSQ":
				p.say("\r\n+CSQ: 5,99\r\n\r\nOK\r\n")
			case "AT":
				p.say("\r\nOK\r\n")
			}
		})
		c := open(t, p, at.Options{})
		q := at.Cmd("+CPIN?")
		q.FinalWait = 300 * time.Millisecond
		start := time.Now()
		r, _ := c.Do(t.Context(), q)
		if v, _ := r.Value("+CPIN:"); v != "READY" || time.Since(start) != 300*time.Millisecond {
			t.Errorf("%q after %v", v, time.Since(start))
		}
		if r, err := c.Do(t.Context(), at.Cmd("+CSQ")); err != nil || len(r.Lines) != 1 {
			t.Errorf("%q, %v", r.Lines, err)
		}
	})
}
