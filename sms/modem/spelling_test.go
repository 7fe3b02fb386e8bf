package modem_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// bothMemories is an offer of SM and ME for all three uses.
const bothMemories = "\r\n+CPMS: (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")\r\n" + scriptOK

// Firmware differs in how many memories it wants to hear, and in what it answers. What lies on the
// card is read in any case. (Reported of an E3372-325, an E353 and others.)
func TestMemorySpellings(t *testing.T) {
	const refused, counts = "\r\n+CMS ERROR: 302\r\n", "\r\n+CPMS: 1,20,1,20\r\n" + scriptOK
	for name, s := range map[string]script{
		"three only, bare OK": {
			"AT+CPMS=?": {bothMemories}, `AT+CPMS="SM"`: {scriptError}, `AT+CPMS="ME"`: {scriptError},
			`AT+CPMS="SM","SM"`: {scriptError}, `AT+CPMS="ME","SM"`: {scriptError},
		},
		"two only": {
			"AT+CPMS=?": {bothMemories}, `AT+CPMS="SM"`: {refused}, `AT+CPMS="ME"`: {refused},
			`AT+CPMS="SM","SM","SM"`: {refused}, `AT+CPMS="ME","SM","SM"`: {refused},
			`AT+CPMS="ME","ME","ME"`: {refused}, `AT+CPMS="SM","SM"`: {counts},
		},
		"one only": {
			"AT+CPMS=?":              {"\r\n+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))\r\n" + scriptOK},
			`AT+CPMS="SM","SM","SM"`: {refused}, `AT+CPMS="SM","SM"`: {refused}, `AT+CPMS="SM"`: {counts},
		},
		"bare OK": {"AT+CPMS=?": {bothMemories}},
		"busy at first": {
			"AT+CPMS=?": {"\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n" + scriptOK},
			`AT+CPMS="SM"`: {
				"\r\n+CME ERROR: 515\r\n", "\r\n+CME ERROR: 515\r\n", counts,
			},
		},
		"no selection at all": {
			"AT+CPMS=?": {scriptError}, "AT+CPMS?": {"\r\n+CPMS: \"SM\",1,20,\"SM\",1,20\r\n" + scriptOK},
			`AT+CPMS="SM"`: {scriptError}, `AT+CPMS="ME"`: {scriptError},
			`AT+CPMS="SM","SM"`: {scriptError}, `AT+CPMS="ME","ME"`: {scriptError},
			`AT+CPMS="SM","SM","SM"`: {scriptError}, `AT+CPMS="ME","ME","ME"`: {scriptError},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s["AT+CMGL=4"] = []string{listed(2, 0), scriptOK}
			onModem(t, s, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
				time.Sleep(20 * time.Second)
				if k.places() != "SM 2 old" {
					t.Errorf("delivered %q; commands:\n%s", k.places(), p.commands())
				}
			})
		})
	}
}

// The way that worked is the only one from then on.
func TestSpellingIsRemembered(t *testing.T) {
	s := script{
		"AT+CPMS=?": {bothMemories}, `AT+CPMS="SM"`: {scriptError}, `AT+CPMS="ME"`: {scriptError},
	}
	onModem(t, s, func(t *testing.T, p *plain, _ *modem.Modem, _ *sink) {
		time.Sleep(20 * time.Minute)
		if n := strings.Count(p.commands(), "AT+CPMS=\"SM\"\n"); n != 1 {
			t.Errorf("the refused form was sent %d times", n)
		}
	})
}

// A list that is refused is asked for in the word of text mode, and then slot by slot.
func TestListSpellings(t *testing.T) {
	for name, s := range map[string]script{
		"by its word": {"AT+CMGL=4": {scriptError}, `AT+CMGL="ALL"`: {listed(3, 0), scriptOK}},
		"by its number, an error behind it": {
			"AT+CMGL=4": {strings.TrimSuffix(listed(3, 0), scriptOK) + scriptError, scriptOK},
		},
		"by slots, the empty ones refused": {
			"AT+CMGL=4": {scriptError}, `AT+CMGL="ALL"`: {scriptError}, "AT+CMGR=0": {scriptError},
			"AT+CMGR=1": {scriptError}, "AT+CMGR=2": {scriptError}, "AT+CMGR=3": {single(0), scriptError},
			`AT+CPMS="SM"`: {"\r\n+CPMS: 1,10,1,10,1,10\r\n" + scriptOK},
		},
		"by slots": {
			"AT+CMGL=4": {scriptError}, `AT+CMGL="ALL"`: {scriptError}, "AT+CMGR=3": {single(0), scriptOK},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s["AT+CPMS=?"] = []string{"\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n" + scriptOK}
			onModem(t, s, func(t *testing.T, p *plain, m *modem.Modem, k *sink) {
				if k.places() != "SM 3 old" || k.last().Lacks != 0 {
					t.Errorf("delivered %q, lacks %v; %s", k.places(), k.last().Lacks, p.commands())
				}
			})
		})
	}
}

// A modem that lets no phone book be selected is read in the one that it has, if it is the right one.
func TestPhoneBookSpellings(t *testing.T) {
	for name, want := range map[string]int{"SM": 1, "ME": 0} {
		t.Run(name, func(t *testing.T) {
			onModem(t, script{
				`AT+CPBS="SM"`: {scriptError},
				"AT+CPBS?":     {"\r\n+CPBS: \"" + name + "\",1,10\r\n" + scriptOK},
				"AT+CPBR=?":    {"\r\n+CPBR: (1-10),40,18\r\n" + scriptOK},
				"AT+CPBR=1,10": {"\r\n+CPBR: 3,\"+491713920042\",145,\"0041\"\r\n" + scriptOK},
			}, func(t *testing.T, p *plain, m *modem.Modem, _ *sink) {
				all, err := m.Contacts(t.Context(), nil)
				if len(all) != want || (err == nil) != (want > 0) {
					t.Errorf("%+v, %v", all, err)
				}
			})
		})
	}
}

// Places without an entry may be refused; those behind them are read all the same.
func TestPhoneBookGaps(t *testing.T) {
	for name, c := range map[string]struct {
		last string
		want int
	}{
		"the last has one": {"\r\n+CPBR: 43,\"+491713920042\",145,\"0041\"\r\n" + scriptOK, 1},
		"all refused":      {scriptError, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onModem(t, script{
				"AT+CPBS?":      {"\r\n+CPBS: \"SM\",1,50\r\n" + scriptOK},
				"AT+CPBR=?":     {"\r\n+CPBR: (1-50),40,18\r\n" + scriptOK},
				"AT+CPBR=1,20":  {scriptError},
				"AT+CPBR=21,40": {scriptError},
				"AT+CPBR=41,50": {c.last},
			}, func(t *testing.T, _ *plain, m *modem.Modem, _ *sink) {
				all, err := m.Contacts(t.Context(), nil)
				if len(all) != c.want || (err == nil) != (c.want > 0) {
					t.Errorf("%+v, %v", all, err)
				}
			})
		})
	}
}

// Nothing is written to a place that only seems to be free.
func TestNoFreePlaceUnread(t *testing.T) {
	onModem(t, script{
		"AT+CPBS?":     {scriptError},
		"AT+CPBR=?":    {"\r\n+CPBR: (1-40),40,18\r\n" + scriptOK},
		"AT+CPBR=1,20": {scriptError},
	}, func(t *testing.T, p *plain, m *modem.Modem, _ *sink) {
		_, err := m.SaveContact(t.Context(), sms.Contact{Name: "Anna", Number: "+491713920042"})
		if err == nil || strings.Contains(p.commands(), "+CPBW") {
			t.Errorf("written to a place that was not read: %v", err)
		}
	})
}

// What a modem refuses in every way is told, and texts are asked for directly when the memories
// cannot be read.
func TestLacks(t *testing.T) {
	s := script{
		"AT+CPMS=?": {bothMemories}, "AT+CMGL=4": {scriptError}, `AT+CMGL="ALL"`: {scriptError},
		"AT+CMGR=0": {scriptError}, "AT+CMGR=1": {scriptError},
		"AT+CNMI=?": {"\r\n+CNMI: (0-2),(0-2),(0),(0),(0,1)\r\n" + scriptOK},
		"AT+CFUN?":  {"\r\n+CFUN: 4\r\n" + scriptOK}, "AT+CFUN=1": {scriptError},
		"AT+CFUN=1,0": {scriptError}, "AT+ZOPRT=5": {scriptError},
	}
	for mode := range 3 {
		for texts := range 3 {
			for reports := 1; reports < 3; reports++ {
				for buffer := range 2 {
					c := fmt.Sprintf("AT+CNMI=%d,%d,0,%d,%d", mode, texts, reports, buffer)
					s[c] = []string{scriptError}
				}
			}
		}
	}
	onModem(t, s, func(t *testing.T, _ *plain, m *modem.Modem, k *sink) {
		time.Sleep(time.Second)
		if l := k.last().Lacks; l != sms.LackReading|sms.LackReports|sms.LackRadio {
			t.Errorf("lacks %b", l)
		}
		if m.ReceiveMode() != sms.ReceiveDirect {
			t.Errorf("receives by %v", m.ReceiveMode())
		}
	})
}
