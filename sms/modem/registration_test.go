package modem_test

import (
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// Where +CREG says no, or nothing, +CEREG may say yes: a stick that knows only LTE.
func TestLTEOnly(t *testing.T) {
	const lte = "\r\n+CEREG: 0,1\r\n" + scriptOK
	for _, c := range []struct {
		name, creg, cereg, cgreg string
		want                     sms.Registration
	}{
		{"searching", "\r\n+CREG: 0,2\r\n" + scriptOK, lte, "", sms.RegHome},
		{"bare OK", scriptOK, lte, "", sms.RegHome},
		{"refused", scriptError, lte, "", sms.RegHome},
		{"abroad", "\r\n+CREG: 0,3\r\n" + scriptOK, "\r\n+CEREG: 0,5\r\n" + scriptOK, "", sms.RegRoaming},
		{
			"neither", "\r\n+CREG: 0,2\r\n" + scriptOK, "\r\n+CEREG: 0,0\r\n" + scriptOK,
			"\r\n+CGREG: 0,1\r\n" + scriptOK, sms.RegSearching,
		},
		{"not known", "\r\n+CREG: 0,3\r\n" + scriptOK, scriptError, scriptError, sms.RegDenied},
		{"data only is told", scriptError, scriptError, "\r\n+CGREG: 0,1\r\n" + scriptOK, sms.RegHome},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := script{"AT+CREG?": {c.creg}, "AT+CEREG?": {c.cereg}}
			if c.cgreg != "" {
				s["AT+CGREG?"] = []string{c.cgreg}
			}
			onModem(t, s, func(t *testing.T, _ *plain, _ *modem.Modem, k *sink) {
				if got := k.last().Registration; got != c.want {
					t.Errorf("%v, want %v", got, c.want)
				}
			})
		})
	}
}

// The notices of +CEREG count as those of +CREG; one of +CREG alone does not end the registration of a
// stick that is in LTE.
func TestLTENotices(t *testing.T) {
	s := script{ // asked later, it says nothing, so that the notices alone count
		"AT+CREG?":  {"\r\n+CREG: 2,2\r\n" + scriptOK, scriptOK},
		"AT+CEREG?": {"\r\n+CEREG: 2,2\r\n" + scriptOK, scriptOK},
	}
	onModem(t, s, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
		for _, c := range []struct {
			notice string
			want   sms.Registration
		}{
			{"+CEREG: 1", sms.RegHome},
			{"+CREG: 2", sms.RegHome},
			{"+CEREG: 2", sms.RegSearching},
			{"+CREG: 5", sms.RegRoaming},
			{"+CREG: 3", sms.RegDenied},
			{"+CGREG: 1", sms.RegDenied},
		} {
			name, stat, _ := strings.Cut(c.notice, ": ")
			p.put("AT"+name+"?", "\r\n"+name+": 2,"+stat+"\r\n"+scriptOK) // it may be asked meanwhile
			p.say("\r\n" + c.notice + "\r\n")
			time.Sleep(time.Second)
			if got := k.last().Registration; got != c.want {
				t.Errorf("after %s: %v, want %v", c.notice, got, c.want)
			}
		}
	})
}

// A stick that is registered in 5G alone, and one that says so only when it is asked.
func Test5GOnly(t *testing.T) {
	no := func(name string) []string { return []string{"\r\n" + name + ": 2,2\r\n" + scriptOK} }
	for _, notices := range []string{scriptOK, scriptError} {
		s := script{
			"AT+CREG?": no("+CREG"), "AT+CEREG?": no("+CEREG"), "AT+CGREG?": no("+CGREG"),
			"AT+C5GREG?":  {"\r\n+C5GREG: 2,1,\"1F00\",\"00000079D903\",11,5,\"000001\"\r\n" + scriptOK},
			"AT+C5GREG=2": {notices}, "AT+C5GREG=1": {notices},
		}
		onModem(t, s, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
			if got := k.last().Registration; got != sms.RegHome {
				t.Errorf("%v at the start", got)
			}
			p.put("AT+C5GREG?", no("+C5GREG")...)
			p.say("\r\n+C5GREG: 2\r\n\r\n+CREG: 2\r\n")
			time.Sleep(time.Minute)
			if got := k.last().Registration; got != sms.RegSearching {
				t.Errorf("%v after the loss", got)
			}
			p.put("AT+C5GREG?", "\r\n+C5GREG: 2,5\r\n"+scriptOK)
			p.say("\r\n+C5GREG: 5\r\n")
			time.Sleep(time.Second)
			if got := k.last().Registration; got != sms.RegRoaming {
				t.Errorf("%v after the notice", got)
			}
		})
	}
}

// A modem without notices of +CEREG is asked when it left GSM and UMTS.
func TestLTEIsAsked(t *testing.T) {
	s := script{
		"AT+CEREG=2": {scriptError}, "AT+CEREG=1": {scriptError},
		"AT+CREG?": {"\r\n+CREG: 2,1\r\n" + scriptOK}, "AT+CEREG?": {"\r\n+CEREG: 0,1\r\n" + scriptOK},
	}
	onModem(t, s, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
		p.put("AT+CREG?", "\r\n+CREG: 2,2\r\n"+scriptOK)
		n := len(k.links)
		p.say("\r\n+CREG: 2\r\n")
		time.Sleep(time.Minute)
		if l := k.links[n-1:]; len(l) != 1 || !l[0].Registered() {
			t.Errorf("told %+v", l)
		}
	})
}
