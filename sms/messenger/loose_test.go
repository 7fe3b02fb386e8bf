package messenger_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// Texts go out and come in though the modem tells its registration, names and notices in its own way.
func TestLooseModem(t *testing.T) {
	for name, s := range map[string]fakemodem.Spelling{
		"not preferred": {Stat: 9}, "not preferred, abroad": {Stat: 10}, "no standard knows it": {Stat: 12},
		"bare cells": {BareCells: true, Zeros: true}, "open quotes": {OpenQuotes: true},
		"no OK": {NoFinal: []string{"+CREG", "+COPS"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := fakemodem.Options{Echo: true, Quirks: fakemodem.Quirks{Spelling: s}}
			over(t, o, func(b *bench, _ *stick) {
				b.send(anna, "hello")
				time.Sleep(time.Minute)
				if all := b.with(anna); len(all) != 2 || all[0].Status != sms.Delivered || all[1].Status != sms.Received {
					b.t.Errorf("%+v", all)
				}
			})
		})
	}
}
