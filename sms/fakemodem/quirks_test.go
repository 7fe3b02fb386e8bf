package fakemodem_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
)

func TestQuirks(t *testing.T) {
	pin := fakemodem.Card{PIN: "1234"}
	for name, c := range map[string]struct {
		card    fakemodem.Card
		quirks  fakemodem.Quirks
		manners fakemodem.Manners
		lines   conversation
	}{
		"three memories, OK alone": {
			quirks: fakemodem.Quirks{Memories: []int{3}, BareOK: []string{"+CPMS"}},
			lines: conversation{
				`AT+CPMS="SM"`, "ERROR", `AT+CPMS="SM","SM"`, "ERROR", `AT+CPMS="SM","SM","SM"`, "OK",
			},
		},
		"LTE only": {
			quirks: fakemodem.Quirks{LTEOnly: true},
			lines: conversation{
				"AT+CREG?", "+CREG: 0,2|OK", "AT+CEREG?", "+CEREG: 0,1|OK", "AT+CEREG=2", "OK",
				"AT+CEREG?", `+CEREG: 2,1,"00A1","01B2C3D4"|OK`, "AT+CGREG?", "+CGREG: 0,1|OK",
			},
		},
		"no LTE": {lines: conversation{"AT+CREG?", "+CREG: 0,1|OK", "AT+CEREG?", "ERROR"}},
		"what +CNMI takes": {
			quirks: fakemodem.Quirks{Modes: []int{0, 1}, Reports: []int{0, 1}, Buffers: []int{1}},
			lines: conversation{
				"AT+CNMI=?", "+CNMI: (0,1),(0-3),(0-3),(0,1),(1)|OK",
				"AT+CNMI=2,1,0,0,1", "+CMS ERROR: 303", "AT+CNMI=1,1,0,0,0", "+CMS ERROR: 303",
				"AT+CNMI=1,1,0,1,1", "OK",
			},
		},
		"errors before the PIN": {
			card: pin, quirks: fakemodem.Quirks{LockedErrors: true},
			lines: conversation{
				"AT+CGMI", "AT+CGMI|+CME ERROR: 11", "AT", "AT|+CME ERROR: 11", // nor does ATE0 work
				`AT+CPIN="1234"`, `AT+CPIN="1234"|OK|^SIMST:1|^SRVST:2`, "ATE0", "ATE0|OK",
				"AT+CGMI", "huawei|OK",
			},
		},
		"ZTE": {
			card: pin, manners: fakemodem.ZTEMF626().Manners,
			lines: conversation{
				"AT+ZPINPUK=?", "+ZPINPUK: 3,10|OK|+ZUSIMR:2", "AT^CPIN?", "ERROR|+ZUSIMR:2",
			},
		},
		"chatty": {
			quirks: fakemodem.Quirks{Chatty: "^SRVST:2"},
			lines:  conversation{"AT", "OK|^SRVST:2"},
		},
		"reports apart": {
			quirks: fakemodem.Quirks{MisplacedReports: true},
			lines: conversation{
				"AT+CPMS=?", `+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")|OK`,
				`AT+CPMS="SR","SM","SM"`, "+CPMS: 0,10,0,20,0,20|OK",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.lines.run(t, fakemodem.Options{Card: c.card, Quirks: c.quirks, Manners: c.manners})
		})
	}
}

// TestZTEFlood: it goes on until the memories were asked for, with the card open.
func TestZTEFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.ZTEMF626())
		time.Sleep(time.Second)
		if got := k.ask("AT+CPMS?"); !strings.Contains(got, "+ZUSIMR:2") {
			t.Errorf("no flood: %q", got)
		}
		time.Sleep(time.Second)
		k.ask("AT")
		time.Sleep(time.Second)
		k.want("AT", "OK")
	})
}
