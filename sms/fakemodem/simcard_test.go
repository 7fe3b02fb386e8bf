package fakemodem_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
)

func TestSIM(t *testing.T) {
	cases := []struct {
		name  string
		card  fakemodem.Card
		lines conversation
	}{
		{"none wanted", fakemodem.Card{}, conversation{
			"AT+CPIN?", "+CPIN: READY|OK", "AT^CPIN?", "^CPIN: READY,,10,3,10,3|OK",
			`AT+CPIN="1234"`, "+CME ERROR: 3", `AT+CLCK="SC",2`, "+CLCK: 0|OK",
		}},
		{"right PIN", fakemodem.Card{PIN: "1234"}, conversation{
			"AT+CPIN?", "+CPIN: SIM PIN|OK", "AT^CPIN?", "^CPIN: SIM PIN,3,10,3,10,3|OK",
			"AT+CIMI", "+CME ERROR: 11", "AT+CPMS?", "+CMS ERROR: 311", "AT+CMGS=20", "+CMS ERROR: 311",
			"AT+CREG?", "+CREG: 0,2|OK",
			"AT+CGSN", "860000012345674|OK", `AT+CPIN="1234"`, "OK", "AT+CPIN?", "+CPIN: READY|OK",
			"AT+CREG?", "+CREG: 0,1|OK",
		}},
		{"wrong PIN", fakemodem.Card{PIN: "1234"}, conversation{
			`AT+CPIN="0000"`, "+CME ERROR: 16", "AT^CPIN?", "^CPIN: SIM PIN,2,10,2,10,3|OK",
			`AT+CPIN="1234"`, "OK", "AT^CPIN?", "^CPIN: READY,,10,3,10,3|OK",
		}},
		{"PIN used up", fakemodem.Card{PIN: "1234", Tries: 1}, conversation{
			`AT+CPIN="0000"`, "+CME ERROR: 12", "AT+CPIN?", "+CPIN: SIM PUK|OK",
			"AT^CPIN?", "^CPIN: SIM PUK,10,10,0,10,3|OK", `AT+CPIN="1234"`, "+CME ERROR: 12",
			"AT+CIMI", "+CME ERROR: 12", "AT+CMGL=4", "+CMS ERROR: 316",
			`AT+CPIN="00000000","4321"`, "+CME ERROR: 16", `AT+CPIN="12345678","12"`, "+CME ERROR: 50",
			"AT^CPIN?", "^CPIN: SIM PUK,9,9,0,10,3|OK",
			`AT+CPIN="12345678","4321"`, "OK", "AT+CPIN?", "+CPIN: READY|OK",
		}},
		{"dead", fakemodem.Card{PIN: "1234", Tries: 1, PUKTries: 1}, conversation{
			`AT+CPIN="0000"`, "+CME ERROR: 12", `AT+CPIN="0","4321"`, "+CME ERROR: 13",
			"AT+CPIN?", "+CME ERROR: 13", `AT+CPIN="12345678","4321"`, "+CME ERROR: 13",
			"AT^CPIN?", "^CPIN: SIM PUK,0,0,0,10,3|OK", `AT+CPIN="1234"`, "+CME ERROR: 13",
		}},
		{"missing", fakemodem.Card{State: fakemodem.CardMissing}, conversation{
			"AT+CPIN?", "+CME ERROR: 10", "AT^CPIN?", "+CME ERROR: 10", "AT+CPMS?", "+CMS ERROR: 310",
			`AT+CPIN="1234"`, "+CME ERROR: 10", `AT+CPIN="1","2"`, "+CME ERROR: 10",
			"AT^ICCID?", "+CME ERROR: 10",
			`AT+CLCK="SC",2`, "+CME ERROR: 10",
		}},
		{"faulty", fakemodem.Card{State: fakemodem.CardFaulty}, conversation{
			"AT+CPIN?", "+CME ERROR: 13", "AT^CPIN?", "+CME ERROR: 13", "AT+CMGL", "+CMS ERROR: 313",
		}},
		{"foreign", fakemodem.Card{State: fakemodem.CardForeign, PIN: "1234"}, conversation{
			"AT+CPIN?", "+CPIN: SIM PIN|OK", `AT+CPIN="1234"`, "OK", "AT+CPIN?", "+CPIN: PH-NET PIN|OK",
			"AT+CIMI", "+CME ERROR: 40", "AT+CREG?", "+CREG: 0,2|OK",
		}},
		{"switch the PIN off", fakemodem.Card{PIN: "1234"}, conversation{
			`AT+CLCK="SC",2`, "+CLCK: 1|OK", `AT+CLCK="SC",0,"9999"`, "+CME ERROR: 16",
			`AT+CLCK="SC",0,"1234"`, "OK", `AT+CLCK="SC",2`, "+CLCK: 0|OK",
			`AT+CLCK="FD",2`, "+CME ERROR: 50", `AT+CLCK="SC",5,"1234"`, "+CME ERROR: 50",
		}},
		{"change the PIN", fakemodem.Card{PIN: "1234"}, conversation{
			`AT+CPWD="SC","1234","4321"`, "+CME ERROR: 3", `AT+CPIN="1234"`, "OK",
			`AT+CPWD="SC","0000","4321"`, "+CME ERROR: 16", `AT+CPWD="SC","1234","4"`, "+CME ERROR: 50",
			`AT+CPWD="SC","1234","4321"`, "OK",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.lines.run(t, fakemodem.Options{Card: c.card}) })
	}
}

func TestSIMTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, fakemodem.Options{
			Card:    fakemodem.Card{PIN: "1234"},
			Latency: fakemodem.Latency{SIM: time.Second, Register: 2 * time.Second},
		})
		k.ask("AT+CMEE=1;+CREG=1")
		k.want(`AT+CPIN="1234"`, "OK")
		k.want("AT+CPIN?", "+CME ERROR: 14")
		k.want("AT+CPMS?", "+CMS ERROR: 314")
		time.Sleep(time.Second)
		if got := k.hear(); !strings.Contains(got, "^SIMST:1") {
			t.Errorf("heard %q", got)
		}
		k.want("AT+CREG?", "+CREG: 1,2|OK")
		time.Sleep(2 * time.Second)
		if got := k.hear(); !strings.Contains(got, "+CREG: 1\r\n") {
			t.Errorf("heard %q", got)
		}
		k.want("AT+CREG?", "+CREG: 1,1|OK")
	})
}

func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{
			Card: fakemodem.Card{PIN: "1234"}, Latency: fakemodem.Latency{Boot: 10 * time.Second},
		})
		time.Sleep(10 * time.Second)
		k.ask("ATE0")
		k.want(`AT+CPIN="1234"`, "OK|^SIMST:1|^SRVST:2")
		k.want("AT+CNMI=2,1", "OK")
		k.write("AT^RESET\r")
		if got := words(k.hear()); got != "OK" {
			t.Errorf("heard %s", got)
		}
		if _, err := k.line.Read(make([]byte, 9)); !errors.Is(err, fakemodem.ErrUnplugged) {
			t.Errorf("read after the restart: %v", err)
		}
		k = connect(t, m)
		k.want("AT", "")
		time.Sleep(10 * time.Second)
		k.ask("ATE0")
		k.want("AT+CPIN?", "+CPIN: SIM PIN|OK")
		k.ask(`AT+CPIN="1234"`)
		k.want("AT+CNMI?", "+CNMI: 0,0,0,0,0|OK")
	})
}

func TestUnplugAndPlug(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
		k.ask(`AT+CPIN="1234"`)
		m.Unplug()
		if _, err := k.line.Write([]byte("AT\r")); !errors.Is(err, fakemodem.ErrUnplugged) {
			t.Errorf("write: %v", err)
		}
		if _, err := m.Dial(); !errors.Is(err, fakemodem.ErrUnplugged) {
			t.Errorf("dial: %v", err)
		}
		m.Plug()
		connect(t, m).want("AT+CPIN?", "+CPIN: SIM PIN|OK")
		m.Close()
		if _, err := m.Dial(); !errors.Is(err, fakemodem.ErrClosed) {
			t.Errorf("dial after close: %v", err)
		}
		m.Unplug()
		m.Plug() // must not start anything again: goleak and synctest would tell
	})
}

func TestNetworkChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		k.ask("AT+CREG=2")
		m.SetNetwork(fakemodem.NetworkNone)
		m.SetNetwork(fakemodem.NetworkRoaming)
		want := `+CREG: 0|^SRVST:0|+CREG: 5,"00A1","01B2C3D4"|^SRVST:2`
		if got := words(k.hear()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
