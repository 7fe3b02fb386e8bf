package messenger_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// TestPersonalities sends and receives over modems of other makers: a text that lay on the card, one
// that arrives, one of ours with its report. What came is on disk before it is deleted.
func TestPersonalities(t *testing.T) {
	for _, p := range fakemodem.Personalities() {
		t.Run(p.Name, func(t *testing.T) {
			o := p.Options()
			o.Stored = []fakemodem.Text{{From: string(anna), Text: "stored"}}
			o.Latency.Command, o.Latency.Send = 5*time.Millisecond, time.Second
			o.Latency.Report, o.Latency.Register = time.Second, 3*time.Second
			over(t, o, func(b *bench, s *stick) { b.speaks(s, p.Name != "Cinterion PHS8") })
		})
	}
}

// speaks sends and receives; reports tells whether the network's reports arrive.
func (b *bench) speaks(s *stick, reports bool) {
	b.t.Helper()
	time.Sleep(30 * time.Second)
	b.send(bert, "hello")
	time.Sleep(time.Minute)
	if err := s.Arrive(string(anna), "new"); err != nil {
		b.t.Fatal(err)
	}
	time.Sleep(time.Minute)
	want := sms.Delivered
	if !reports {
		want = sms.Sent
	}
	if m := b.one(bert); m.Status != want {
		b.t.Errorf("ours is %v", m.Status)
	}
	if all := b.with(anna); len(all) != 2 || all[0].Text != "stored" || all[1].Text != "new" {
		b.t.Errorf("theirs are %+v", all)
	}
	if n := len(s.Stored("SM")) + len(s.Stored("ME")) + len(s.Stored("SR")); n > 0 {
		b.t.Errorf("%d left on the card", n)
	}
}

// TestPersonalitiesUnplugged: a text that arrives while the modem is away comes in when it is back.
func TestPersonalitiesUnplugged(t *testing.T) {
	for _, p := range fakemodem.Personalities() {
		t.Run(p.Name, func(t *testing.T) {
			o := p.Options()
			o.Latency.Register = 3 * time.Second
			over(t, o, func(b *bench, s *stick) {
				time.Sleep(30 * time.Second)
				s.Unplug()
				if err := s.Arrive(string(anna), "meanwhile"); err != nil {
					b.t.Fatal(err)
				}
				time.Sleep(time.Minute)
				s.Plug()
				m := s.plug()
				time.Sleep(time.Minute)
				if all := b.with(anna); len(all) != 1 || all[0].Text != "meanwhile" {
					b.t.Errorf("%+v", all)
				}
				m.Close()
				<-m.Done()
			})
		})
	}
}
