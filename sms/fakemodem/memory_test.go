package fakemodem_test

import (
	"testing"
	"testing/synctest"

	"surfstick-sms/sms/fakemodem"
)

func TestReadAndDelete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		k.ask("AT+CNMI=2,1")
		m.ArrivePDU("00AA", 1)
		m.ArrivePDU("00BB", 99)
		if got := words(k.hear()); got != `+CMTI: "ME",0|+CMTI: "ME",1` {
			t.Errorf("heard %s", got)
		}
		conversation{
			"AT+CPMS?", `+CPMS: "ME",2,23,"ME",2,23,"ME",2,23|OK`,
			`AT+CPMS="SM"`, "+CPMS: 0,20,2,23,2,23|OK", "AT+CMGL=4", "OK",
			`AT+CPMS="ME","ME","ME"`, "+CPMS: 2,23,2,23,2,23|OK",
			`AT+CPMS="XX"`, "+CMS ERROR: 302", `AT+CPMS=?`,
			`+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")|OK`,
			"AT+CMGL=0", "+CMGL: 0,0,,1|00AA|+CMGL: 1,0,,99|00BB|OK", "AT+CMGL=0", "OK",
			"AT+CMGL=1", "+CMGL: 0,1,,1|00AA|+CMGL: 1,1,,99|00BB|OK", "AT+CMGL=7", "+CMS ERROR: 302",
			"AT+CMGR=0", "+CMGR: 1,,1|00AA|OK", "AT+CMGR=5", "+CMS ERROR: 321",
			"AT+CMGR=99", "+CMS ERROR: 321", "AT+CMGR=-1", "+CMS ERROR: 321", "AT+CMGR", "+CMS ERROR: 321",
			"AT+CMGD=0", "OK", "AT+CMGD=0", "+CMS ERROR: 321", "AT+CMGD=99", "+CMS ERROR: 321",
			"AT+CMGL=4", "+CMGL: 1,1,,99|00BB|OK", "AT+CMGD=1,9", "+CMS ERROR: 302",
			"AT+CMGD=1", "OK", "AT+CMGL=4", "OK",
		}.on(k)
		m.ArrivePDU("00CC", 1)
		if s := m.Stored("ME"); len(s) != 1 || s[0].Index != 0 {
			t.Errorf("the first free slot is not used again: %+v", s)
		}
		if s := m.Stored("XX"); s != nil {
			t.Errorf("unknown memory holds %v", s)
		}
	})
}

// on runs a conversation that has begun.
func (c conversation) on(k *talker) {
	k.t.Helper()
	for i := 0; i < len(c); i += 2 {
		k.want(c[i], c[i+1])
	}
}

func TestSMOnly(t *testing.T) {
	conversation{
		"AT+CPMS=?", `+CPMS: ("SM"),("SM"),("SM")|OK`, `AT+CPMS="ME"`, "+CMS ERROR: 302",
		"AT+CPMS?", `+CPMS: "SM",0,5,"SM",0,5,"SM",0,5|OK`,
	}.run(t, fakemodem.Options{SMSlots: 5, MESlots: -1})
}
