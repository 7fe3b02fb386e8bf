package messenger_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// TestOddFirmware sends and receives with the peculiarities of several firmwares; a text that lay on
// the card is read with each.
func TestOddFirmware(t *testing.T) {
	quectel := fakemodem.Identity{Manufacturer: "Quectel", Model: "EC25"}
	for name, o := range map[string]fakemodem.Options{
		"three memories, OK alone": {
			Quirks: fakemodem.Quirks{Memories: []int{3}, BareOK: []string{"+CPMS"}},
		},
		"LTE only":                  {Quirks: fakemodem.Quirks{LTEOnly: true}},
		"LTE only, bare +CREG":      {Quirks: fakemodem.Quirks{LTEOnly: true, BareOK: []string{"+CREG"}}},
		"LTE only, no +CREG":        {Quirks: fakemodem.Quirks{LTEOnly: true, Refuse: []string{"+CREG"}}},
		"asks with each answer":     {Quirks: fakemodem.Quirks{Chatty: "^SRVST:2"}},
		"ZTE":                       fakemodem.ZTEMF626(),
		"Quectel":                   {Identity: quectel, Quirks: fakemodem.Quirks{MisplacedReports: true}},
		"reports in another memory": {Quirks: fakemodem.Quirks{MisplacedReports: true}},
		"one value of +CNMI": {
			Quirks: fakemodem.Quirks{Modes: []int{0, 1}, Reports: []int{0, 1}, Buffers: []int{1}},
		},
		"no list": {Quirks: fakemodem.Quirks{Refuse: []string{"+CMGL"}}},
	} {
		t.Run(name, func(t *testing.T) {
			o.Stored = []fakemodem.Text{{From: string(anna), Text: "stored"}}
			o.Latency = fakemodem.Latency{
				Command: 5 * time.Millisecond, Send: time.Second, Report: time.Second,
				Register: 3 * time.Second,
			}
			over(t, o, func(b *bench, s *stick) {
				b.send(bert, "hello")
				time.Sleep(time.Minute)
				if err := s.Arrive(string(anna), "new"); err != nil {
					b.t.Fatal(err)
				}
				time.Sleep(time.Minute)
				if m := b.one(bert); m.Status != sms.Delivered {
					b.t.Errorf("ours is %v", m.Status)
				}
				all := b.with(anna)
				if len(all) != 2 || all[0].Text != "stored" || all[1].Text != "new" {
					b.t.Errorf("theirs are %+v", all)
				}
				if n := len(s.Stored("SM")) + len(s.Stored("ME")) + len(s.Stored("SR")); n > 0 {
					b.t.Errorf("%d left on the card", n)
				}
				if n := len(s.Commands()); n > 1000 {
					b.t.Errorf("%d commands in two minutes", n)
				}
				if l := b.Link().Lacks; l != 0 {
					b.t.Errorf("lacks %v", l)
				}
			})
		})
	}
}

// What a person has read in a telephone is not announced as unread.
func TestReadOnTheCard(t *testing.T) {
	over(t, fakemodem.Options{Stored: []fakemodem.Text{
		{From: string(anna), Text: "read", Read: true}, {From: string(anna), Text: "not read"},
	}}, func(b *bench, _ *stick) {
		time.Sleep(time.Minute)
		list, err := b.Conversations(b.t.Context())
		if err != nil || len(list) != 1 || list[0].Unread != 1 {
			b.t.Errorf("%+v, %v", list, err)
		}
	})
}
