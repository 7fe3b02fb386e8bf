package fakemodem_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
)

// conversation is commands with the answers that are wanted, in turn.
type conversation []string

func (c conversation) run(t *testing.T, o fakemodem.Options) {
	t.Helper()
	c.runWith(t, o, "AT^CURC=0;+CMEE=1")
}

// runWith runs the conversation after a first command.
func (c conversation) runWith(t *testing.T, o fakemodem.Options, first string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, o)
		k.ask(first)
		for i := 0; i < len(c); i += 2 {
			k.want(c[i], c[i+1])
		}
	})
}

func TestCommands(t *testing.T) {
	pin := fakemodem.Card{PIN: "1234"}
	cases := []struct {
		name  string
		opt   fakemodem.Options
		lines conversation
	}{
		{"basic", fakemodem.Options{}, conversation{
			"AT", "OK", "at", "OK", "ATV1", "OK", "ATE0V1", "OK", "ATZ", "OK", "", "",
			"hello", "hello", // ATZ brought the echo back, and this is no command
			"ATE0", "ATE0|OK", "AT&F", "OK", "ATE0", "ATE0|OK", "ATX9", "ERROR", "ATD123", "ERROR",
			"AT+NONSENSE", "ERROR", "AT^", "ERROR",
		}},
		{
			"refused",
			fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"+CMMS"}}},
			conversation{"AT+CMMS=1", "ERROR", "AT+CMGF=0", "OK"},
		},
		{
			"hanging",
			fakemodem.Options{Quirks: fakemodem.Quirks{Hang: []string{"+CCID"}}},
			conversation{"AT+CCID", "", "AT", "OK"},
		},
		{"identity", fakemodem.Options{}, conversation{
			"AT+CGMI", "huawei|OK", "AT+CGMM", "E3531|OK", "AT+CGMR", "22.521.23.00.00|OK",
			"AT+CGSN", "860000012345674|OK", "AT+CIMI", "001010123456789|OK",
			"AT+CGSN=?", "OK", "AT^ICCID?", "^ICCID: 8949000000123456789|OK",
			"AT+CNUM", `+CNUM: "","+491713920055",145|OK`,
		}},
		{"alphabets", fakemodem.Options{}, conversation{
			"AT+CSCS=?", `+CSCS: ("IRA","GSM","UCS2")|OK`, `AT+CSCS="UCS2"`, "OK", "AT+CSCS?", `+CSCS: "UCS2"|OK`, "AT+CGATT?", "+CGATT: 1|OK",
		}},
		{
			"hidden number",
			fakemodem.Options{Card: fakemodem.Card{HideNumber: true}},
			conversation{"AT+CNUM", "OK"},
		},
		{"device", fakemodem.Options{}, conversation{
			"AT^CURC?", "^CURC: 0|OK",
			"AT+CFUN?", "+CFUN: 1|OK", "AT+CFUN=1", "OK", "AT+CFUN=4", "+CME ERROR: 50",
			`AT+CSCS="IRA"`, "OK", `AT+CSCS="KLINGON"`, "+CME ERROR: 50",
		}},
		{"joined", fakemodem.Options{}, conversation{
			"AT+CMEE?;+CREG?", "+CMEE: 1|+CREG: 0,1|OK",
			"AT+CREG=2;+NONSENSE;+CREG=1", "ERROR", "AT+CREG?", `+CREG: 2,1,"00A1","01B2C3D4"|OK`,
		}},
		{"errors without number", fakemodem.Options{Card: pin}, conversation{
			"AT+CMEE=0", "OK", "AT+CIMI", "ERROR", "AT+CMGS=20", "+CMS ERROR: 311",
			"AT+CMEE=3", "ERROR",
		}},
		{"network", fakemodem.Options{Operator: "Demo"}, conversation{
			"AT+CREG?", "+CREG: 0,1|OK", "AT+COPS=3,0", "OK", "AT+COPS?", `+COPS: 0,0,"Demo",2|OK`,
			"AT+COPS=3,2", "OK", "AT+COPS?", `+COPS: 0,2,"00101",2|OK`, "AT+COPS=3,9", "+CME ERROR: 50",
			"AT+CSQ", "+CSQ: 21,99|OK",
			"AT+CSCA?", `+CSCA: "+491710760000",145|OK`,
			`AT+CSCA="+49123",145`, "OK", "AT+CSCA?", `+CSCA: "+49123",145|OK`,
		}},
		{"searching", fakemodem.Options{Network: fakemodem.NetworkSearching}, conversation{
			"AT+CREG?", "+CREG: 0,2|OK", "AT+COPS?", "+COPS: 0|OK", "AT+CSQ", "+CSQ: 99,99|OK",
		}},
		{
			"denied",
			fakemodem.Options{Network: fakemodem.NetworkDenied},
			conversation{"AT+CREG?", "+CREG: 0,3|OK"},
		},
		{
			"none",
			fakemodem.Options{Network: fakemodem.NetworkNone},
			conversation{"AT+CREG?", "+CREG: 0,0|OK"},
		},
		{
			"roaming",
			fakemodem.Options{Network: fakemodem.NetworkRoaming},
			conversation{"AT+CREG?", "+CREG: 0,5|OK"},
		},
		{
			"no centre",
			fakemodem.Options{Centre: "-"},
			conversation{"AT+CSCA?", `+CSCA: "",129|OK`},
		},
		{"texts", fakemodem.Options{}, conversation{
			"AT+CMGF=0", "OK", "AT+CMGF=1", "+CME ERROR: 50", "AT+CMGF?", "+CMGF: 0|OK",
			"AT+CSMS=0", "+CSMS: 1,1,1|OK", "AT+CSMS?", "+CSMS: 0,1,1,1|OK",
			"AT+CMMS=1", "OK", "AT+CMMS?", "+CMMS: 1|OK", "AT+CMMS=2", "+CME ERROR: 50",
			"AT+CNMI=2,1,0,2,0", "OK", "AT+CNMI?", "+CNMI: 2,1,0,2,0|OK",
			"AT+CNMI=9", "+CMS ERROR: 303", "AT+CNMI=1,2,3,4,5,6", "+CME ERROR: 50",
			"AT+CNMA=0", "+CMS ERROR: 340",
		}},
		{
			"reports by memory only",
			fakemodem.Options{Quirks: fakemodem.Quirks{Reports: []int{0, 2}}},
			conversation{
				"AT+CNMI=2,1,0,1,0", "+CMS ERROR: 303", "AT+CNMI=2,1,0,2,0", "OK",
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.lines.run(t, c.opt) })
	}
}

func TestEveryCommandAnswersItsTest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{})
		for name := range fakemodem.Commands {
			command := "AT" + name
			if strings.Contains(command, "RESET") {
				continue
			}
			for _, form := range []string{"", "?", "=?", "=", "=9999999999999", `="`, "=,,,,,,,,"} {
				got := k.ask(command + form)
				if strings.HasSuffix(got, "> ") {
					k.write("\x1b")
					got = k.hear()
				}
				if !strings.Contains(got, "OK") && !strings.Contains(got, "ERROR") {
					t.Errorf("%s%s: %q", command, form, got)
				}
			}
		}
	})
}

func TestOneCommandAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{Latency: fakemodem.Latency{Command: 50 * time.Millisecond}})
		k.write("AT+CSQ\rAT+CGMI\r")
		if got := words(k.hear()); got != "+CSQ: 21,99|OK" {
			t.Errorf("got %s, want the first answer only", got)
		}
		k.want("AT+CGMI", "huawei|OK")
	})
}

func TestEchoAndLineEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{Quirks: fakemodem.Quirks{ExtraCR: true}})
		k.write("ATE1\r")
		k.hear()
		k.write("AT+CSQ\r\n")
		if got, want := k.hear(), "AT+CSQ\r\r\r\n+CSQ: 21,99\r\r\n\r\r\nOK\r\r\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestEchoComesTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{})
		k.write("ATE1\r")
		k.hear()
		k.write("AT\xff\x7f")
		buf := make([]byte, 100)
		if n, _ := k.line.Read(buf); string(buf[:n]) != "AT\xff\x7f" {
			t.Errorf("one read returned %q", buf[:n])
		}
	})
}

func TestSmallReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{Quirks: fakemodem.Quirks{Chunk: 3}})
		k.write("AT+CSQ\r")
		n, err := k.line.Read(make([]byte, 100))
		if n != 3 || err != nil {
			t.Errorf("read %d, %v; want 3 bytes", n, err)
		}
		k.hear()
		k.want("AT+CGMI", "huawei|OK")
	})
}

func TestLongLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{})
		k.want("AT"+strings.Repeat("+", 5000), "ERROR")
		k.want("AT", "OK")
	})
}

func TestNoise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{Quirks: fakemodem.Quirks{Noise: time.Second}})
		time.Sleep(5500 * time.Millisecond)
		got := k.hear()
		for _, want := range []string{"^RSSI:", "^HCSQ:", "^DSFLOWRPT:", "^BOOT:", "^MODE:"} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s in %q", want, got)
			}
		}
		k.want("AT^CURC=0", "OK")
		time.Sleep(5 * time.Second)
		if got := k.hear(); got != "" {
			t.Errorf("noise after AT^CURC=0: %q", got)
		}
	})
}

func TestPortsAndNotifications(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, ui := start(t, fakemodem.Options{})
		line, err := m.DialModem()
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		modem := &talker{t, line}
		modem.ask("ATE0")
		m.SendURC("RING")
		if a, b := ui.hear(), modem.hear(); !strings.Contains(a, "RING") || b != "" {
			t.Errorf("PC UI heard %q, modem port %q", a, b)
		}
		if m.OpenLines() != 2 {
			t.Errorf("%d lines open", m.OpenLines())
		}
	})
}

func TestBalance(t *testing.T) {
	const plain = `AT+CUSD=1,"*100#",15`
	const packed = `AT+CUSD=1,"AA180C3602",15`
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{Balance: "hello"})
		k.want(plain, `OK|+CUSD: 0,"hello",15`)
		k.want(packed, `OK|+CUSD: 0,"E8329BFD06",15`)
		k.want(`AT+CUSD=1,"*999#",15`, "OK|+CUSD: 4")
		k.want("AT+CUSD=2", "OK")
	})
	synctest.Test(t, func(t *testing.T) {
		o := fakemodem.Options{Balance: "1234567", Quirks: fakemodem.Quirks{PackedUSSD: true}}
		_, k := start(t, o)
		k.ask("AT+CMEE=1")
		k.want(plain, "+CME ERROR: 304")
		// The eighth septet is a CR, so that it is not read as @.
		k.want(packed, `OK|+CUSD: 0,"31D98C56B3DD1A",15`)
	})
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{Network: fakemodem.NetworkSearching})
		k.ask("AT+CMEE=1")
		k.want(plain, "+CME ERROR: 30")
	})
}

func TestAlien(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := fakemodem.New(fakemodem.Options{Quirks: fakemodem.Quirks{NotModem: "login:"}})
		defer m.Close()
		l, err := m.Dial()
		if err != nil {
			t.Fatal(err)
		}
		k := &talker{t, l}
		k.want("AT", "login:")
	})
}
