package fakemodem_test

import (
	"testing"
	"testing/synctest"

	"surfstick-sms/sms/fakemodem"
)

func TestSpelling(t *testing.T) {
	with := func(s fakemodem.Spelling) fakemodem.Options {
		return fakemodem.Options{
			Balance: "Hi", Quirks: fakemodem.Quirks{Spelling: s},
			Card: fakemodem.Card{Contacts: []fakemodem.Contact{{Number: "110", Name: "Anna"}}},
		}
	}
	const ask = `AT+CUSD=1,"*100#",15`
	for _, c := range []struct {
		o         fakemodem.Spelling
		ask, want string
	}{
		{fakemodem.Spelling{Stat: 9}, "AT+CREG?", "+CREG: 0,9|OK"},
		{fakemodem.Spelling{Zeros: true}, "AT+CREG?", "+CREG: 000,001|OK"},
		{fakemodem.Spelling{Zeros: true}, "AT+CNUM", `+CNUM: "","+491713920055",145|OK`},
		{fakemodem.Spelling{OpenQuotes: true}, "AT+CNUM", `+CNUM: "","+491713920055,145|OK`},
		{fakemodem.Spelling{OpenQuotes: true}, "AT+COPS?", `+COPS: 0,0,"Testnetz,2|OK`},
		{fakemodem.Spelling{NoFinal: []string{"+CPIN"}}, "AT+CPIN?", "+CPIN: READY"},
		{fakemodem.Spelling{MoreFields: true}, "AT+CPBR=1", `+CPBR: 1,"110",129,"Anna",0,"Family","+491713920099",145,"","a@example.org"|OK`},
		{fakemodem.Spelling{ReleaseUSSD: true}, ask, `OK|+CUSD: 2,"Initiating Release",15|+CUSD: 0,"Hi",15`},
		{fakemodem.Spelling{WideUSSD: true}, ask, `OK|+CUSD: 0,"00480069",15`},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, k := start(t, with(c.o))
			k.ask("AT+CMEE=1")
			k.want(c.ask, c.want)
		})
	}
	synctest.Test(t, func(t *testing.T) {
		_, k := start(t, with(fakemodem.Spelling{BareCells: true}))
		k.ask("AT+CREG=2")
		k.want("AT+CREG?", "+CREG: 2,1,10,1B2C3|OK")
	})
}
