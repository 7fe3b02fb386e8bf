package fakemodem_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
)

// What the modems of other makers do is what their sources say.
func TestPersonalities(t *testing.T) {
	for _, c := range []struct {
		name  string
		opt   fakemodem.Options
		lines conversation
	}{
		{"ZTE MF190", fakemodem.ZTEMF190(), conversation{
			"AT+ZPINPUK=?", "+ZPINPUK: 2,10|OK", "AT^CPIN?", "ERROR", "AT+CFUN?", "+CFUN: 4|OK",
			"AT+CFUN=1", "OK", "AT+CFUN?", "+CFUN: 4|OK", "AT+ZOPRT=5", "OK", "AT+CFUN?", "+CFUN: 1|OK",
		}},
		{"ZTE MF626", fakemodem.ZTEMF626(), conversation{`AT+CPIN="1234"`, "OK", "AT+CPMS=?", `+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")|OK`}},
		{"Quectel EC25", fakemodem.QuectelEC25(), conversation{"AT+QPINC?", `+QPINC: "SC",2,10|+QPINC: "P2",3,10|OK`}},
		{"SIMCom SIM7600", fakemodem.SIM7600(), conversation{"AT+SPIC", "+SPIC: 2,10,3,10|OK", "AT+AUTOCSQ=0", "OK"}},
		{"u-blox", fakemodem.UBlox(), conversation{"AT+UPINCNT", "+UPINCNT: 2,3,10,10|OK"}},
		{"Cinterion PHS8", fakemodem.CinterionPHS8(), conversation{
			`AT^SPIC="SC"`, "^SPIC: 2|OK", `AT^SPIC="SC",1`, "^SPIC: 10|OK", "AT^CURC=0", "ERROR",
			`AT+CPIN="1234"`, "OK", "AT+CNMI=?", "+CNMI: (0,1,2),(0,1),(0,2),(0),(1)|OK", "AT+CNMI=2,1,0,0,0", "+CMS ERROR: 303",
			"AT+CNMI=2,1,0,0,1", "OK",
		}},
		{"Wavecom", fakemodem.Wavecom(), conversation{"AT+CPIN?", "+CPIN: SIM PIN", "AT+CPINC?", "+CPINC: 2,3,10,10|OK"}},
		{"Telit", fakemodem.Telit(), conversation{"AT#PCT", "#PCT: 2|OK"}},
		{"Longcheer", fakemodem.Longcheer(), conversation{"AT+CPNNUM", "PIN1=2; PUK1=10; PIN2=3; PUK2=10|OK"}},
		{"CDMA", fakemodem.CDMA(), conversation{"AT+GCAP", "+GCAP: +CIS707A, +MS, +ES, +DS, +FCLASS|OK", "AT+CPIN?", "ERROR", "AT+CMGF=0", "ERROR"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.opt
			o.Card = fakemodem.Card{PIN: "1234", Tries: 2}
			o.Manners.Noise, o.Manners.Greeting, o.Manners.Flood, o.Latency.Boot = nil, nil, "", 0
			c.lines.runWith(t, o, "AT+CMEE=0")
		})
	}
}

// The lines that come unasked: at a start, and inside answers.
func TestPersonalitiesNoise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := fakemodem.SIM800()
		o.Manners.Deaf = 0
		_, k := start(t, o)
		time.Sleep(2 * time.Second)
		if got := words(k.hear()); got != "+CFUN: 1|+CPIN: READY|Call Ready|SMS Ready" {
			t.Errorf("greeting %q", got)
		}
		var all []string
		for range 6 {
			all = append(all, k.ask("AT+CGMM"))
		}
		got := strings.Join(all, "/")
		const plain = "SIMCOM_SIM800L|OK"
		if got != plain+"/"+plain+"/DST: 0|"+plain+"/"+plain+"/"+plain+"/SIMCOM_SIM800L|+CTZV: +4,0|OK" {
			t.Errorf("noise %q", got)
		}
	})
}

// A modem that finds out the speed loses the first lines; one whose radio has just been switched on
// refuses everything but AT; one stores what it receives in itself.
func TestPersonalitiesTakeTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := fakemodem.New(fakemodem.SIM800())
		defer m.Close()
		l, _ := m.Dial()
		defer l.Close()
		k := &talker{t, l}
		for i := range 3 {
			if got := k.ask("AT"); strings.Contains(got, "OK") != (i == 2) {
				t.Errorf("line %d: %q", i, got)
			}
		}
		sierra := fakemodem.Sierra()
		sierra.Manners.Noise = nil
		_, k = start(t, sierra)
		k.want("AT+CFUN=1", "OK")
		k.want("AT", "OK")
		k.want("AT+CPIN?", "ERROR")
		time.Sleep(8 * time.Second)
		k.want("AT+CPIN?", "+CPIN: READY|OK")

		zte, k := start(t, fakemodem.ZTEMF710M())
		k.ask(`AT+CPMS="SM","SM","SM"`)
		k.ask("AT+CNMI=2,1,0,0,0")
		if err := zte.Arrive("+491713920042", "new"); err != nil || len(zte.Stored("ME")) != 1 {
			t.Errorf("%v, %d in ME", err, len(zte.Stored("ME")))
		}
	})
}
