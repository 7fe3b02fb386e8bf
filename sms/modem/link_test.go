package modem_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

func TestLink(t *testing.T) {
	tests := []struct {
		name  string
		state fakemodem.NetworkState
		want  sms.Link
	}{
		{"home", fakemodem.NetworkHome, sms.Link{Up: true, Registration: sms.RegHome, Operator: "Testnetz", Tech: sms.Tech3G}},
		{
			"roaming", fakemodem.NetworkRoaming,
			sms.Link{Up: true, Registration: sms.RegRoaming, Operator: "Testnetz", Tech: sms.Tech3G},
		},
		{"searching", fakemodem.NetworkSearching, sms.Link{Up: true, Registration: sms.RegSearching}},
		{"denied", fakemodem.NetworkDenied, sms.Link{Up: true, Registration: sms.RegDenied}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, fakemodem.Options{Network: tt.state}, func(t *testing.T, b *bench) {
				got, err := b.m.Link(t.Context())
				if got.Registered() && got.Signal < 1 {
					t.Errorf("signal %d", got.Signal)
				}
				got.Signal = 0
				if err != nil || got != tt.want {
					t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
				}
			})
		})
	}
}

// Every spelling of the answers.
func TestLinkAnswers(t *testing.T) {
	registered := sms.Link{Up: true, Registration: sms.RegHome, Operator: "o2 - de", Signal: 100, Tech: sms.Tech3G}
	lte := registered
	lte.Tech = sms.Tech4G
	untold := registered
	untold.Tech = sms.TechUnknown
	roaming := registered
	roaming.Registration = sms.RegRoaming
	nobody := sms.Link{Up: true, Signal: 100}
	none := sms.Link{Up: true, Registration: sms.RegNone, Signal: 100}
	tests := []struct {
		name, creg, cops string
		want             sms.Link
	}{
		{"short", "+CREG: 0,1", `+COPS: 0,0,"o2 - de",2`, registered},
		{"with cell", `+CREG: 2,1,"00C3","0081A4F2"`, `+COPS: 0,0,"o2 - de",2`, registered},
		{"as a URC", `+CREG: 1,"00C3","0081A4F2"`, `+COPS: 0,0,"o2 - de"`, untold},
		{"bare hex", `+CREG: 2,5,00C3,81A4F2,6`, `+COPS: 0,0,"o2 - de",2`, roaming},
		{"texts only", "+CREG: 2,6", `+COPS: 0,0,"o2 - de",2`, registered},
		{"texts only abroad", "+CREG: 2,7", `+COPS: 0,0,"o2 - de",2`, roaming},
		{"LTE", "+CREG: 0,1", `+COPS: 0,0,"o2 - de",7`, lte},
		{"unknown", "+CREG: 0,4", "", none},
		{"off", "+CREG: 0,0", "", none},
		{"emergency only", "+CREG: 0,8", "", none},
		{"nothing", "+CREG:", "", nobody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := scripted(t, script{
				"AT+CREG?": {tt.creg + "\r\nOK\r\n"},
				"AT+COPS?": {tt.cops + "\r\nOK\r\n"},
				"AT+CSQ":   {"+CSQ: 31,99\r\nOK\r\n"},
			})
			got, err := m.Link(t.Context())
			if err != nil || got != tt.want {
				t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

func TestSignal(t *testing.T) {
	for answer, want := range map[string]int{
		"+CSQ: 0,99": 0, "+CSQ: 1,99": 3, "+CSQ: 15,0": 48, "+CSQ: 31,99": 100, "+CSQ: 99,99": -1,
		"+CSQ: -5": -1, "+CSQ: x": -1, "+CSQ: 32,99": -1, "": -1,
	} {
		m := scripted(t, script{"AT+CSQ": {answer + "\r\nOK\r\n"}})
		if got, err := m.Link(t.Context()); err != nil || got.Signal != want {
			t.Errorf("%q: got %d, %v; want %d", answer, got.Signal, err, want)
		}
	}
}

// Changes of the network are reported when there are some, and only then.
func TestLinkChanged(t *testing.T) {
	in(t, fakemodem.Options{Network: fakemodem.NetworkSearching}, func(t *testing.T, b *bench) {
		if l := b.sink.last(); !l.Up || l.Registration != sms.RegSearching || l.Registered() {
			t.Errorf("at first %+v", l)
		}
		b.fake.SetNetwork(fakemodem.NetworkHome)
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if l := b.sink.last(); !l.Registered() || l.Operator != "Testnetz" {
			t.Errorf("then %+v", l)
		}
		n := len(b.sink.links)
		time.Sleep(5 * time.Minute)
		if len(b.sink.links) != n {
			t.Errorf("told again: %+v", b.sink.links[n:])
		}
		b.fake.SendURC("^RSSI:31")
		synctest.Wait()
		if l := b.sink.last(); l.Signal != 100 {
			t.Errorf("signal %d, want 100", l.Signal)
		}
		b.fake.SendURC(`+CREG: `)
		synctest.Wait()
		if l := b.sink.last(); !l.Registered() {
			t.Errorf("after noise %+v", l)
		}
		b.fake.SendURC(`+CREG: 3`)
		synctest.Wait()
		if l := b.sink.last(); l.Registered() || l.Registration != sms.RegDenied || l.Operator != "" {
			t.Errorf("at last %+v", l)
		}
		b.fake.SendURC(`+CREG: 1,"00C3","0081A4F2"`)
		synctest.Wait()
		if l := b.sink.last(); !l.Registered() || l.Operator != "Testnetz" {
			t.Errorf("back again %+v", l)
		}
	})
}

// What the set-up learns by asking is told to whoever sends, at once.
func TestLinkAskedIsTold(t *testing.T) {
	in(t, fakemodem.Options{Network: fakemodem.NetworkSearching}, func(t *testing.T, b *bench) {
		b.fake.SetNetwork(fakemodem.NetworkHome)
		if l, err := b.m.Link(t.Context()); err != nil || !l.Registered() {
			t.Fatalf("%+v, %v", l, err)
		}
		synctest.Wait()
		if l := b.sink.last(); !l.Registered() {
			t.Errorf("told %+v", l)
		}
	})
}
