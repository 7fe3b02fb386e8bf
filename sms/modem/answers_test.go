package modem_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// listening opens, readies and listens on a modem that is played from a script, inside a bubble.
func listening(t *testing.T, s script, f func(t *testing.T, p *plain, m *modem.Modem, k *sink)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPlain(s)
		m, err := modem.Open(t.Context(), p, modem.Options{})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatalf("Ready: %v", err)
		}
		k := &sink{}
		m.Listen(k)
		time.Sleep(5 * time.Second)
		f(t, p, m, k)
	})
}

// Answers to +CREG? as firmwares write them, and all values of 3GPP TS 27.007 clause 7.2.
func TestRegistrationAnswers(t *testing.T) {
	for answer, want := range map[string]sms.Registration{
		`2,1, 550014, 676`:           sms.RegHome,
		`2,1,CEB0,7AE`:               sms.RegHome,
		`2,1,0A,3799B`:               sms.RegHome,
		`2,5,"2AF5","0B88E350",2`:    sms.RegRoaming,
		`2,6,"7D08","04E23C04",7`:    sms.RegHome,
		`2,7,"7D08","04E23C04",7`:    sms.RegRoaming,
		`2,9,"7D08","04E23C04",7`:    sms.RegHome,
		`2,10,"7D08","04E23C04",7`:   sms.RegRoaming,
		`002,001,"0001","0010"`:      sms.RegHome,
		`002,005`:                    sms.RegRoaming,
		`0,8`:                        sms.RegNone,
		`0,11`:                       sms.RegNone,
		`0,4`:                        sms.RegNone,
		`0,2`:                        sms.RegSearching,
		`0,3`:                        sms.RegDenied,
		`1,"00C3","0081A4F2"`:        sms.RegHome, // in the form of a notice
		"2\r\n+CREG: 2,1,\"00C3\",1": sms.RegHome, // a notice came first
	} {
		t.Run(answer, func(t *testing.T) {
			listening(t, script{"AT+CREG?": {"\r\n+CREG: " + answer + "\r\n" + okLine}},
				func(t *testing.T, _ *plain, _ *modem.Modem, k *sink) {
					if l := k.last(); l.Registration != want {
						t.Errorf("%v, want %v", l.Registration, want)
					}
				})
		})
	}
}

// In a notice of +CREG the first field is the status.
func TestRegistrationNotices(t *testing.T) {
	for notice, want := range map[string]sms.Registration{
		`1,"00A1","0001F2"`:       sms.RegHome,
		`1, 5C9, 39E5`:            sms.RegHome,
		`1,0A,3799B`:              sms.RegHome,
		`1,10,3799B`:              sms.RegHome,
		`5,03,3799B`:              sms.RegRoaming,
		`001,"0001","0010"`:       sms.RegHome,
		`9,"7D08","04E23C04",7`:   sms.RegHome,
		`10,"7D08","04E23C04",7`:  sms.RegRoaming,
		`5`:                       sms.RegRoaming,
		`2`:                       sms.RegSearching,
		`2,01,3799B`:              sms.RegSearching,
		`2,1`:                     sms.RegHome, // in the form of an answer
		`2,1,"7D08","04E23C04",7`: sms.RegHome,
	} {
		t.Run(notice, func(t *testing.T) {
			told := "\r\n+CREG: 2,1,10,3799B\r\n" + okLine
			if want == sms.RegHome {
				told = "\r\n+CREG: 2,3\r\n" + okLine
			}
			listening(t, script{"AT+CREG?": {told}}, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
				p.put("AT+CREG?", okLine)
				p.say("\r\n+CREG: " + notice + "\r\n")
				time.Sleep(time.Second)
				if l := k.last(); l.Registration != want {
					t.Errorf("%v, want %v", l.Registration, want)
				}
			})
		})
	}
}

// A status that no standard knows yet, or none at all: an operator is told only by a modem that is
// registered, and the queue does not wait for ever.
func TestRegistrationUnknown(t *testing.T) {
	for _, creg := range []string{"\r\n+CREG: 0,12\r\n" + okLine, "\r\nERROR\r\n", okLine} {
		for cops, want := range map[string]bool{"0,0,\"Testnet\",7": true, "0": false} {
			listening(t, script{"AT+CREG?": {creg}, "AT+COPS?": {"\r\n+COPS: " + cops + "\r\n" + okLine}},
				func(t *testing.T, _ *plain, _ *modem.Modem, k *sink) {
					if l := k.last(); l.Registered() != want {
						t.Errorf("%q, %q: %+v", creg, cops, l)
					}
				})
		}
	}
}

func TestOperatorAnswers(t *testing.T) {
	for cops, want := range map[string]string{
		`+COPS:0,0,"TEST NET",7`:              "TEST NET",
		"+COPS: 0,0,\"Test Net\r\r\n\",7":     "Test Net",
		`+COPS: 0`:                            "",
		`+COPS: 0,0,"Testnet,0`:               "Testnet",
		`+COPS: 0,0,Testnet",0`:               "Testnet",
		`+COPS: 0,0,Testnet,0`:                "Testnet",
		`+COPS: 0,0,"Net "one", two",0`:       `Net "one", two`,
		"+COPS: 0,0,\"T\xe9l\xe9 Net\",2":     "Télé Net",
		"+COPS: 0,0,\"Télé Net\",2":           "Télé Net",
		`+COPS: 00,02,"26201",007`:            "26201",
		"+COPS: 0,0,\"Net\x07\u202eevil\",00": "Netevil",
	} {
		s := script{
			"AT+CREG?": {"\r\n+CREG: 2,1\r\n" + okLine}, "AT+COPS?": {"\r\n" + cops + "\r\n" + okLine},
			"AT+CSQ": {"\r\n+CSQ: 020, 99\r\n" + okLine},
		}
		listening(t, s, func(t *testing.T, _ *plain, _ *modem.Modem, k *sink) {
			if l := k.last(); l.Operator != want || l.Signal != 65 {
				t.Errorf("%q: %+v", cops, l)
			}
		})
	}
}

func TestOwnNumberAnswers(t *testing.T) {
	for cnum, want := range map[string]string{
		`+CNUM: "","+4915100000001",145`:                                      "+4915100000001",
		`+CNUM: "",+4915100000001",145`:                                       "+4915100000001",
		`+CNUM: "","+4915100000001,145`:                                       "+4915100000001",
		`+CNUM: ,+4915100000001,145`:                                          "+4915100000001",
		`+CNUM: "Max, "the" Man","4915100000001",145,7,4`:                     "+4915100000001",
		`+CNUM: "M\xfcller","015100000001",129`:                               "015100000001",
		`+CNUM: "0041","002B0034003900310035003100300030003000300031",145`:    "+4915100001",
		"+CNUM: \"a\",\"\",129\r\n+CNUM: \"b\",\"+4915100000002\",145,":       "+4915100000002",
		"+CNUM: \"a\",\"+4915100000003\",145\r\n\r\n+CNUM: \"b\",\"110\",129": "+4915100000003",
		`+CNUM: "",,`: "",
	} {
		listening(t, script{"AT+CNUM": {"\r\n" + cnum + "\r\n" + okLine}},
			func(t *testing.T, _ *plain, m *modem.Modem, _ *sink) {
				if got := m.Identity().OwnNumber; got != want {
					t.Errorf("%s: %q, want %q", cnum, got, want)
				}
			})
	}
}

// What the modem said counts, though an error follows, or no final result code at all.
func TestValueWithoutOK(t *testing.T) {
	for name, end := range map[string]string{"nothing": "", "an error": "\r\nERROR\r\n", "busy": "\r\n+CME ERROR: 515\r\n"} {
		t.Run(name, func(t *testing.T) {
			s := script{
				"AT+CPIN?": {"\r\n+CPIN: READY\r\n" + end},
				"AT+CREG?": {"\r\n+CREG: 0,1\r\n" + end},
				"AT+COPS?": {"\r\n+COPS: 0,0,\"Testnet\",2\r\n" + end},
				"AT+CSQ":   {"\r\n+CSQ: 20,99\r\n" + end},
			}
			synctest.Test(t, func(t *testing.T) {
				m := scripted(t, s)
				defer func() { _ = m.Close(); <-m.Done() }()
				began := time.Now()
				if sim, err := m.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
					t.Errorf("%v, %v", sim.State, err)
				}
				if d := time.Since(began); d > 5*time.Second {
					t.Errorf("took %v", d)
				}
				want := sms.Link{Up: true, Registration: sms.RegHome, Operator: "Testnet", Signal: 65, Tech: sms.Tech3G}
				if l, err := m.Link(t.Context()); err != nil || l != want {
					t.Errorf("%+v, %v", l, err)
				}
			})
		})
	}
}

// Headers of stored texts as firmwares write them.
func TestStoredHeaders(t *testing.T) {
	const pdu = "0791947101670000040C9194713129002400006210103195448008C8309BFD06D9D3"
	body := "\r\n" + pdu + "\r\n"
	for _, c := range []struct{ name, list, say, cmd, answer, want string }{
		{"blanks", "+CMGL: 1, 0,, 26" + body, "", "", "", "SM 1 old"},
		{"leading zeros", "+CMGL: 001,00,,026" + body, "", "", "", "SM 1 old"},
		{"empty quotes", "+CMGL: 1,1,\"\",26" + body, "", "", "", "SM 1 old read"},
		{"name with a comma", "+CMGL: 1,1,\"Muster, Max\",26" + body, "", "", "", "SM 1 old read"},
		{"name with quotation marks", "+CMGL: 1,1,\"Max \"M\", x\",26" + body, "", "", "", "SM 1 old read"},
		{"name cut off", "+CMGL: 1,1,\"Max,26" + body, "", "", "", "SM 1 old read"},
		{"no name", "+CMGL: 1,1,26" + body, "", "", "", "SM 1 old read"},
		{"further fields", "+CMGL: 1,1,,26,\"x\"" + body, "", "", "", "SM 1 old read"},
		{"notice inside", "+CMGL: 1,1,,26\r\n\r\n^RSSI:20" + body, "", "", "", "SM 1 old read"},
		{"notice before the slot", "", "+CMTI: \"SM\",5", "AT+CMGR=5", "\r\n^RSSI: 20\r\n\r\n+CMGR: 0,,26" + body, "SM 5"},
		{"mark missing behind", "", "+CMTI: \"SM,05", "AT+CMGR=5", "+CMGR: 00,26" + body, "SM 5"},
		{"mark missing before", "", "+CMTI: SM\", 5", "AT+CMGR=5", "+CMGR: 0,\"a\",26,145" + body, "SM 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := script{
				"AT+CPMS=?":              {"\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n" + okLine},
				`AT+CPMS="SM"`:           {"\r\n+CPMS: 000, 050,0,50,0,50\r\n" + okLine},
				`AT+CPMS="SM","SM","SM"`: {"\r\n+CPMS: 000, 050,0,50,0,50\r\n" + okLine},
				"AT+CMGL=4":              {"\r\n" + c.list + okLine, okLine},
			}
			if c.cmd != "" {
				s[c.cmd] = []string{c.answer + okLine}
			}
			listening(t, s, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
				if c.say != "" {
					p.say("\r\n" + c.say + "\r\n")
					time.Sleep(10 * time.Second)
				}
				if k.places() != c.want || len(k.got) > 0 && k.got[0].Length != 26 {
					t.Errorf("%q %+v want %q", k.places(), k.got, c.want)
				}
			})
		})
	}
}

// A card whose state the modem tells in words that no standard knows: whether it can be read decides.
func TestCardInOtherWords(t *testing.T) {
	for _, c := range []struct {
		cpin, huawei, cimi string
		want               sms.SIMState
	}{
		{"+CPIN: OPEN" + okLine, "", "001010123456789" + okLine, sms.SIMReady},
		{"+CPIN: OPEN" + okLine, "", "+CIMI: \"001010123456789\"" + okLine, sms.SIMReady},
		{"ERROR\r\n", "", "001010123456789" + okLine, sms.SIMReady},
		{"+CPIN: OPEN" + okLine, "", "+CME ERROR: 11\r\n", sms.SIMUnknown},
		{"+CPIN: OPEN" + okLine, "", "5" + okLine, sms.SIMUnknown},
		{okLine, "^CPIN: SIM PIN,,10,3,10,3" + okLine, "ERROR\r\n", sms.SIMNeedsPIN},
		{"+CPIN: NOT INSERTED" + okLine, "", "", sms.SIMMissing},
		{"+CPIN: sim pin" + okLine, "", "", sms.SIMNeedsPIN},
		{"+CPIN: \"SIM PIN" + okLine, "", "", sms.SIMNeedsPIN},
		{"+CPIN: SIM PIN,3" + okLine, "", "", sms.SIMNeedsPIN},
		{"+CPIN: BLOCKED" + okLine, "", "", sms.SIMDead},
		{"+CME ERROR: 17\r\n", "", "", sms.SIMReady},
		{"+CME ERROR: 5\r\n", "", "", sms.SIMLockedToOperator},
		{"+CMS ERROR: 318\r\n", "", "", sms.SIMReady},
		{"+CME ERROR: \"SIM PIN required\"\r\n", "", "", sms.SIMNeedsPIN},
		{"+CME ERROR: 013\r\n", "", "", sms.SIMFaulty},
		{"+CME ERROR: 10, SIM not inserted.\r\n", "", "", sms.SIMMissing},
	} {
		s := script{"AT+CPIN?": {c.cpin}, "AT+CGMI": {"huawei" + okLine}}
		if c.cimi != "" {
			s["AT+CIMI"] = []string{c.cimi}
		}
		if c.huawei != "" {
			s["AT^CPIN?"] = []string{c.huawei}
		}
		synctest.Test(t, func(t *testing.T) {
			m := scripted(t, s)
			defer func() { _ = m.Close(); <-m.Done() }()
			if sim, err := m.SIM(t.Context()); err != nil || sim.State != c.want {
				t.Errorf("%+v: %v, %v", c, sim.State, err)
			}
		})
	}
}

// The number of a card with quotation marks missing, and with fields before or behind.
func TestCardIDAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		"^ICCID: \"8949000000123456789\"": "8949000000123456789", "^ICCID: 8949000000123456789F": "8949000000123456789",
		"^ICCID:8949000000123456789\"": "8949000000123456789", "^ICCID: 0,8949000000123456789\"": "8949000000123456789",
		"8949000000123456789": "8949000000123456789", "^ICCID: \"8949000000123456789\",1": "8949000000123456789",
		"^ICCID: \"\"": "", "^ICCID: FFFFFFFFFFFFFFFFFFFF": "", "^ICCID: 123": "",
	} {
		m := scripted(t, script{"AT^ICCID?": {answer + okLine}})
		if id := m.CardID(t.Context()); id != want {
			t.Errorf("%s: %q, want %q", answer, id, want)
		}
	}
}
