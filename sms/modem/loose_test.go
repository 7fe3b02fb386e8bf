package modem_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// However firmware writes its answers, the stick is registered, texts come in and go out, and names,
// numbers and USSD answers are what they are.
func TestLooseSpellings(t *testing.T) {
	for name, s := range map[string]fakemodem.Spelling{
		"strict":          {},
		"status 6":        {Stat: 6},
		"status 9":        {Stat: 9},
		"status 10":       {Stat: 10},
		"unknown status":  {Stat: 12},
		"bare cells":      {BareCells: true},
		"open quotes":     {OpenQuotes: true},
		"zeros":           {Zeros: true},
		"zeros and cells": {Zeros: true, BareCells: true},
		"more fields":     {MoreFields: true},
		"no OK":           {NoFinal: []string{"+CPIN", "+CREG", "+COPS", "+CSCA", "+CPBS"}},
		"release first":   {ReleaseUSSD: true},
		"wide":            {WideUSSD: true},
		"all": {
			Stat: 9, BareCells: true, OpenQuotes: true, Zeros: true, MoreFields: true,
			NoFinal: []string{"+CPIN", "+CREG"}, ReleaseUSSD: true, WideUSSD: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			fo := fakemodem.Options{
				Card: fakemodem.Card{Contacts: []fakemodem.Contact{
					{Number: "+491713920042", Name: "Grün, Anna"}, {Number: "110", Name: `"A", "B"`},
				}},
				Stored: stored(1), Quirks: fakemodem.Quirks{Spelling: s},
			}
			in(t, fo, func(t *testing.T, b *bench) {
				time.Sleep(25 * time.Second) // each OK that never comes costs 3 s
				if l := b.sink.last(); !l.Registered() || l.Operator != "Testnetz" || l.Signal != 68 {
					t.Errorf("link %+v", l)
				}
				if sim, err := b.m.SIM(t.Context()); err != nil || sim.State != sms.SIMReady || sim.PINTries != 3 {
					t.Errorf("card %+v, %v", sim, err)
				}
				if n := b.m.Identity().OwnNumber; n != "+491713920055" {
					t.Errorf("own number %q", n)
				}
				book, err := b.m.Contacts(t.Context(), nil)
				if err != nil || len(book) != 2 || book[0].Name != "Grün, Anna" || book[0].Number != "+491713920042" ||
					book[1].Name != `"A", "B"` {
					t.Errorf("phone book %+v, %v", book, err)
				}
				b.asks("*100#", "Balance: 12,34 EUR", false)
				if ref, err := b.m.Submit(t.Context(), tpdu, false, nil); err != nil || ref < 0 {
					t.Errorf("reference %d, %v", ref, err)
				}
				arrive(t, b, "new")
				b.want("SM 0 old, SM 0")
				b.empty("SM", "ME")
			})
		})
	}
}
