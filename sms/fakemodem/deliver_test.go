package fakemodem_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/warthog618/sms"
	"github.com/warthog618/sms/encoding/pdumode"
	"github.com/warthog618/sms/encoding/tpdu"

	"surfstick-sms/sms/fakemodem"
)

type text struct{ from, text string }

// decode decodes a PDU as the modem sends it.
func decode(t *testing.T, pdu string, length int) *tpdu.TPDU {
	t.Helper()
	p, err := pdumode.UnmarshalHexString(pdu)
	if err != nil {
		t.Fatalf("%s: %v", pdu, err)
	}
	if len(p.TPDU) != length {
		t.Errorf("%d octets announced as %d", len(p.TPDU), length)
	}
	d, err := sms.Unmarshal(p.TPDU, sms.AsMT)
	if err != nil {
		t.Fatalf("%s: %v", pdu, err)
	}
	return d
}

// received joins what is in a memory to texts.
func received(t *testing.T, slots []fakemodem.Slot) []text {
	t.Helper()
	var texts []text
	collector := sms.NewCollector()
	for _, s := range slots {
		d := decode(t, s.PDU, s.Length)
		whole, err := collector.Collect(*d)
		if err != nil {
			t.Fatal(err)
		}
		if whole != nil {
			b, err := sms.Decode(whole)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, text{d.OA.Number(), string(b)})
		}
	}
	return texts
}

func checkReport(t *testing.T, pdu string, ref, status byte) {
	t.Helper()
	b, err := hex.DecodeString(pdu)
	if err != nil {
		t.Fatal(err)
	}
	d := decode(t, pdu, len(b)-1-int(b[0]))
	if d.SmsType() != tpdu.SmsStatusReport || d.MR != ref || d.ST != status ||
		d.RA.Number() != "+491713920077" {
		t.Errorf("report %+v", d)
	}
}

func TestArrive(t *testing.T) {
	long := strings.Repeat("lang und breit ", 30)
	cases := []text{
		{"+491713920042", "hi"},
		{"80850", "Code 1234"},
		{"Telekom", "Hallo"},
		{"+491713920042", long},
		{"+491713920042", "😀"},
		{"+491713920042", ""},
		{"+491713920042", "Grüße €[]"},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			m, k := start(t, fakemodem.Options{})
			k.want("AT+CNMI=2,1", "OK")
			if err := m.Arrive(c.from, c.text); err != nil {
				t.Fatal(err)
			}
			if got := received(t, m.Stored("ME")); len(got) != 1 || got[0] != c {
				t.Errorf("got %+v, want %+v", got, c)
			}
			if got := k.hear(); strings.Count(got, `+CMTI: "ME",`) != len(m.Stored("ME")) {
				t.Errorf("heard %q", got)
			}
		})
	}
}

func TestStoredAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := start(t, fakemodem.Demo(""))
		got := received(t, m.Stored("SM"))
		if len(got) != 2 || got[0].from != "Demo Mobile" || len(got[1].text) < 161 {
			t.Errorf("got %+v", got)
		}
		if slots := m.Stored("SM"); len(slots) != 3 || slots[0].Index != 0 {
			t.Errorf("slots %+v", slots)
		}
	})
}

func TestBlindFirmware(t *testing.T) {
	quirks := fakemodem.Quirks{BlindList: true}
	for _, c := range []struct {
		blindRead bool
		read      string
	}{{false, "+CMGR: 0,,1|00AA|OK"}, {true, "+CMS ERROR: 321"}} {
		synctest.Test(t, func(t *testing.T) {
			quirks.BlindRead = c.blindRead
			m, k := start(t, fakemodem.Options{Quirks: quirks})
			k.ask("AT+CNMI=2,1")
			m.ArrivePDU("00AA", 1)
			if got := words(k.hear()); got != `+CMTI: "ME",0` {
				t.Errorf("heard %s", got)
			}
			conversation{
				"AT+CMGL=4", "OK", `AT+CPMS="ME"`, "+CPMS: 0,23,0,23,0,23|OK",
				"AT+CMGR=0", c.read,
			}.on(k)
			k.want("AT+CNMI=1,2,0,0,0", "OK")
			m.ArrivePDU("00BB", 1)
			if got := words(k.hear()); got != "+CMT: ,1|00BB" {
				t.Errorf("heard %s", got)
			}
		})
	}
	conversation{"AT+CMGR=0", "OK"}.run(t, fakemodem.Options{Quirks: fakemodem.Quirks{EmptyOK: true}})
}

func TestDirectWithAcknowledgement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		k.ask("AT+CSMS=1;+CNMI=2,2,0,1,0")
		m.ArrivePDU("00AA", 1)
		m.ArrivePDU("00BB", 1)
		if got := words(k.hear()); got != "+CMT: ,1|00AA" {
			t.Errorf("heard %s, want one text before the acknowledgement", got)
		}
		if m.Waiting() != 2 {
			t.Errorf("%d waiting, want 2", m.Waiting())
		}
		k.want("AT+CNMA=0", "OK|+CMT: ,1|00BB")
		k.want("AT+CNMA=2", "OK")
		if m.Waiting() != 1 {
			t.Errorf("%d waiting after a refusal, want 1", m.Waiting())
		}
		m.ArrivePDU("00CC", 1)
		if got := words(k.hear()); got != "+CMT: ,1|00BB" {
			t.Errorf("heard %s, want the refused text again", got)
		}
		time.Sleep(20 * time.Second)
		k.want("AT+CNMI?", "+CNMI: 2,0,0,0,0|OK")
		if got := len(m.Stored("ME")); got != 2 || m.Waiting() != 0 {
			t.Errorf("%d stored, %d waiting after a missing acknowledgement", got, m.Waiting())
		}
	})
}

func TestNobodyListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		k.ask("AT+CNMI=2,2,0,0,0")
		k.line.Close()
		m.ArrivePDU("00AA", 1)
		if m.Waiting() != 1 {
			t.Errorf("%d waiting, want 1", m.Waiting())
		}
		l, err := m.Dial()
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		k = &talker{t, l}
		if got := words(k.hear()); got != "+CMT: ,1|00AA" {
			t.Errorf("heard %s", got)
		}
		k.ask("AT+CNMI=2,1,0,0,0")
		k.line.Close()
		m.ArrivePDU("00BB", 1)
		if got := connect(t, m).ask("AT"); !strings.Contains(got, "OK") {
			t.Errorf("heard %s", got)
		}
		if len(m.Stored("ME")) != 1 {
			t.Error("not stored")
		}
	})
}

func TestMemoryFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{SMSlots: 3})
		k.ask(`AT+CNMI=2,1;+CPMS="SM","SM","SM"`)
		if err := m.FillMemory("SM"); err != nil {
			t.Fatal(err)
		}
		m.ArrivePDU("00AA", 1)
		m.ArrivePDU("00BB", 1)
		if got := words(k.hear()); got != `^SMMEMFULL:"SM"` {
			t.Errorf("heard %s", got)
		}
		k.want("AT+CMGD=1", `OK|+CMTI: "SM",1|^SMMEMFULL:"SM"`)
		k.want("AT+CMGD=1", `OK|+CMTI: "SM",1`)
		if m.Waiting() != 0 {
			t.Errorf("%d waiting", m.Waiting())
		}
	})
}

func TestNetworkHoldsTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
		m.ArrivePDU("00AA", 1)
		if m.Waiting() != 1 {
			t.Errorf("%d waiting before the PIN", m.Waiting())
		}
		k.ask(`AT+CPIN="1234"`)
		if m.Waiting() != 0 || len(m.Stored("ME")) != 1 {
			t.Errorf("%d waiting after the PIN", m.Waiting())
		}
		m.SetNetwork(fakemodem.NetworkNone)
		m.ArrivePDU("00BB", 1)
		m.SetNetwork(fakemodem.NetworkHome)
		if m.Waiting() != 0 || len(m.Stored("ME")) != 2 {
			t.Errorf("%d waiting after the network came back", m.Waiting())
		}
	})
}

func TestArriveReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		k.ask("AT+CNMI=2,1,0,1,0")
		if err := m.ArriveReport("+491713920077", 200, 0x30); err != nil {
			t.Fatal(err)
		}
		head, pdu, _ := strings.Cut(words(k.hear()), "|")
		if !strings.HasPrefix(head, "+CDS: ") {
			t.Fatalf("heard %s", head)
		}
		checkReport(t, pdu, 200, 0x30)
	})
}
