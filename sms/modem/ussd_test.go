package modem_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

const okLine = "\r\nOK\r\n"

const (
	askPlain  = `AT+CUSD=1,"*100#",15`
	askPacked = `AT+CUSD=1,"AA180C3602",15`
)

// asked has a modem that is played from a script asked for *100#.
func asked(t *testing.T, s script) (a sms.ServiceAnswer, took time.Duration, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := scripted(t, s)
		defer func() { _ = m.Close(); <-m.Done() }()
		began := time.Now()
		a, err = m.SendUSSD(t.Context(), "*100#")
		took = time.Since(began)
	})
	return a, took, err
}

// Answers of networks as modems hand them on: in which coding, and with which quotation marks.
func TestUSSDAnswers(t *testing.T) {
	const hallo = "00480061006C006C006F003A00200030002C00300030"
	for _, c := range []struct{ name, answer, want string }{
		{"among notices", "^CCIN:2,0,\"\",\"\",0\r\n" + okLine + "\r\n^MODE: 5,4\r\n\r\n^HCSQ:\"WCDMA\",43,39,57\r\n\r\n+CUSD: 0,\"04110430043B0430043D0441\",72\r\n", "Баланс"},
		{"cut off", okLine + "\r\n+CUSD: 2,\"Saldo 50,04 Eur\r\n\r\n^RSSI:15\r\n", "Saldo 50,04 Eur"},
		{"cut off, and nothing follows", okLine + "\r\n+CUSD: 0,\"Saldo 50,04 Eur\r\n", "Saldo 50,04 Eur"},
		{"no mark behind", okLine + "\r\n+CUSD: 0,\"Saldo 50,04 Eur,15\r\n", "Saldo 50,04 Eur"},
		{"no mark before", okLine + "\r\n+CUSD: 0,Saldo 50,04 Eur\",15\r\n", "Saldo 50,04 Eur"},
		{"no marks", okLine + "\r\n+CUSD: 0,Saldo 50,04 Eur,15\r\n", "Saldo 50,04 Eur"},
		{"no marks and no coding", okLine + "\r\n+CUSD: 0,Saldo 50 Eur\r\n", "Saldo 50 Eur"},
		{"marks inside", okLine + "\r\n+CUSD: 0,\"Lied \"Shape\" fuer dich\",15\r\n", "Lied \"Shape\" fuer dich"},
		{"an odd mark inside", okLine + "\r\n+CUSD: 0,\"5\" Rohr\",15\r\n", "5\" Rohr"},
		{"marks in lines", okLine + "\r\n+CUSD: 0,\"Menu:\r\n1 \"Tarif\", neu\r\n2 Ende\",15\r\n", "Menu:\n1 \"Tarif\", neu\n2 Ende"},
		{"lines like notices", "+CUSD: 0,\"Menu:\r\n*1#: Tarif\r\n#2: Ende\",15\r\n" + okLine, "Menu:\n*1#: Tarif\n#2: Ende"},
		{"comma and marks", okLine + "\r\n+CUSD: 00,\"a\",\"b\",015\r\n", "a\",\"b"},
		{"further fields", okLine + "\r\n+CUSD: 0,\"5 EUR\",15,1,\"x\"\r\n", "5 EUR"},
		{"ucs-2 though 15", okLine + "\r\n+CUSD: 2,\"" + hallo + "\",15\r\n", "Hallo: 0,00"},
		{"ucs-2 though 7", okLine + "\r\n+CUSD: 0,\"" + hallo + "\",7\r\n", "Hallo: 0,00"},
		{"ucs-2 though 0", okLine + "\r\n+CUSD: 0,\"" + hallo + "\",0\r\n", "Hallo: 0,00"},
		{"ucs-2 though 68", okLine + "\r\n+CUSD: 0,\"" + hallo + "\",68\r\n", "Hallo: 0,00"},
		{"ucs-2 without a coding", okLine + "\r\n+CUSD: 0,\"" + hallo + "\"\r\n", "Hallo: 0,00"},
		{"cyrillic though 15", okLine + "\r\n+CUSD: 0,\"04110430043B0430043D04410020003520AC\",15\r\n", "Баланс 5€"},
		{"Latin-1", okLine + "\r\n+CUSD: 0, \"Cr\xe9dit \xe9lev\xe9: 3.75\", 2\r\n", "Crédit élevé: 3.75"},
		{"UTF-8", okLine + "\r\n+CUSD: 0, \"Crédit élevé: 3,75 €\", 15\r\n", "Crédit élevé: 3,75 €"},
		{"packed", okLine + "\r\n+CUSD: 0,\"E8329BFD06\",15\r\n", "hello"},
		{"packed though 72", okLine + "\r\n+CUSD: 0,\"E8329BFD06\",72\r\n", "hello"},
		{"language and ucs-2", okLine + "\r\n+CUSD: 0,\"656E00480069\",17\r\n", "Hi"},
		{"packed language and ucs-2", okLine + "\r\n+CUSD: 0,\"653700480069\",17\r\n", "Hi"},
		{"language and packed", okLine + "\r\n+CUSD: 0,\"6577039906\",16\r\n", "Hi"},
		{"language in plain", okLine + "\r\n+CUSD: 0,\"en\r\nHi\",16\r\n", "Hi"},
		{"no language though 16", okLine + "\r\n+CUSD: 0,\"Guthaben\",16\r\n", "Guthaben"},
		{"in the place of the OK", "\r\n+CUSD: 0,\"5 EUR\",15\r\n", "5 EUR"},
		{"before an error", "\r\n+CUSD: 0,\"5 EUR\",15\r\n\r\nERROR\r\n", "5 EUR"},
		{"state missing", okLine + "\r\n+CUSD: \"5 EUR\",15\r\n", "5 EUR"},
		{"state that no standard knows", okLine + "\r\n+CUSD: 6,\"5 EUR\",15\r\n", "5 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, took, err := asked(t, script{askPlain: {c.answer}})
			if err != nil || a.Text != c.want || a.More {
				t.Errorf("%+v, %v, want %q", a, err, c.want)
			}
			if took > 6*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// Several notices for one code: one that only ends the session, or fails, does not end the waiting.
func TestUSSDSeveralNotices(t *testing.T) {
	const (
		balance = "\r\n+CUSD: 0,\"Balance 5.00\",15\r\n"
		release = "\r\n+CUSD: 2,\"Initiating Release\",15\r\n"
		packed  = "\r\n+CUSD: 2,\"49779A9E0ED3D3EE33485A6697C3F332\",15\r\n"
	)
	for name, first := range map[string]string{
		"release": release, "release in capitals": "\r\n+CUSD: 2,\"INITIATING RELEASE\",0\r\n",
		"empty": "\r\n+CUSD: 2\r\n", "empty with a coding": "\r\n+CUSD: 2,\"\",15\r\n",
		"other client": "\r\n+CUSD: 3\r\n", "not supported": "\r\n+CUSD: 4\r\n", "time-out": "\r\n+CUSD: 5\r\n",
		"without words": "\r\n+CUSD: 0\r\n", "no standard knows it": "\r\n+CUSD: 7\r\n", "last word": "\r\n+CUSD: 2,\"Bye\",15\r\n",
	} {
		for order, answer := range map[string]string{
			"after the OK": okLine + first + balance, "before the OK": first + balance + okLine,
			"around the OK": first + okLine + balance, "reverse before": balance + first + okLine,
			"reverse after": okLine + balance + first, "two first": okLine + first + packed + balance,
		} {
			t.Run(name+" "+order, func(t *testing.T) {
				a, took, err := asked(t, script{askPlain: {answer}})
				if err != nil || a.Text != "Balance 5.00" || a.More || took > time.Second {
					t.Errorf("%+v, %v after %v", a, err, took)
				}
			})
		}
	}
}

// The better answer comes some seconds later; a menu after the release counts as well.
func TestUSSDLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlain(script{askPlain: {okLine + "\r\n+CUSD: 2,\"Initiating Release\",15\r\n"}})
		m := dial(t, p)
		defer func() { _ = m.Close(); <-m.Done() }()
		go func() {
			time.Sleep(3 * time.Second)
			p.say("\r\n+CUSD: 1,\"Menu:\r\n1 x\",15\r\n")
		}()
		a, err := m.SendUSSD(t.Context(), "*100#")
		if err != nil || a.Text != "Menu:\n1 x" || !a.More {
			t.Errorf("%+v, %v", a, err)
		}
	})
}

// With nothing else the kind of the failure is told, in a few seconds; a last word is an answer.
func TestUSSDNothingElse(t *testing.T) {
	for answer, want := range map[string]error{
		"+CUSD: 2": sms.ErrNoReply, "+CUSD: 2,\"Initiating Release\",15": sms.ErrNoReply, "+CUSD: 3": sms.ErrBusy,
		"+CUSD: 4": sms.ErrNotHere, "+CUSD: 5": sms.ErrNoReply, "+CUSD: 9": sms.ErrNoReply,
		"+CUSD: 2,\"Bye\",15": nil, "+CUSD: 0": nil, "+CUSD: 0,\"\",15": nil,
	} {
		for _, line := range []string{okLine + "\r\n" + answer + "\r\n", "\r\n" + answer + "\r\n" + okLine} {
			_, took, err := asked(t, script{askPlain: {line}, askPacked: {line}})
			if !errors.Is(err, want) || took > 15*time.Second {
				t.Errorf("%q: %v after %v, want %v", line, err, took, want)
			}
		}
	}
}

// A refusal after the OK, and no answer.
func TestUSSDRefusedLate(t *testing.T) {
	no := "\r\n+CREG: 1, 5C9, 39E5\r\n" + okLine + "\r\n+CME ERROR: 258\r\n\r\n+CUSD: 5\r\n"
	if _, _, err := asked(t, script{askPlain: {no}, askPacked: {no}}); !errors.Is(err, sms.ErrNoReply) {
		t.Error(err)
	}
}
