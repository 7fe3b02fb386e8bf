package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/engine"
	"surfstick-sms/sms"
)

func (o *office) hook(id, url, name string) hookBody {
	o.t.Helper()
	return read[hookBody](o.t, o.ask("POST", "/webhooks", fmt.Sprintf(`{"id":%q,"url":%q,"event":%q,"deviceId":null}`, id, url, name)), 201)
}

func (o *office) arrive(text string) {
	o.t.Helper()
	if err := o.Modem.Arrive("+491719999999", text); err != nil {
		o.t.Fatal(err)
	}
}

// arrived waits until Surfstick SMS has received so many messages, and returns the Seq of the last one.
func (o *office) arrived(n int) (seq int64) {
	o.t.Helper()
	until(o.t, "received messages", func() bool {
		all, err := o.Texts.Arrivals(o.t.Context(), 0, 100)
		if err != nil || len(all) < n {
			return false
		}
		seq = all[n-1].Seq
		return true
	})
	return seq
}

// TestSign: the signature is that of other makers, which `printf 'body1700000000' | openssl dgst -sha256 -hmac key` prints.
func TestSign(t *testing.T) {
	if got := sign("key", []byte("body"), "1700000000"); got != "02b754e765812bd78c613b22795d74157d6d8e771a4b979108238f6708e17b5c" {
		t.Error(got)
	}
}

// TestReceived: what comes in is delivered once, in its order, and nothing from before.
func TestReceived(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	h := newTarget(t, o)
	h.slow = 20 * time.Millisecond
	o.arrive("before")
	o.arrived(1)
	b := o.hook("", h.URL, eventReceived)
	if b.ID == "" || b.Event != eventReceived || b.URL != h.URL || *b.DeviceID != deviceID {
		t.Errorf("%+v", b)
	}
	want := []string{"Tür 0"}
	o.arrive("Tür 0")
	for i := 1; i < 8; i++ {
		want = append(want, fmt.Sprint("Tür ", i))
		o.arrive(want[i])
	}
	h.get(t, want...)
	e := h.came[0]
	if e.WebhookID != b.ID || e.DeviceID != deviceID || e.Event != eventReceived || e.ID == "" || e.ID == h.came[1].ID ||
		e.Payload.PhoneNumber != "+491719999999" || e.Payload.Sender != e.Payload.PhoneNumber || e.Payload.MessageID == "" ||
		e.Payload.SIMNumber != 1 || e.Payload.ReceivedAt == nil || time.Since(*e.Payload.ReceivedAt).Abs() > time.Minute {
		t.Errorf("%+v", e)
	}
}

// TestEndDuringDelivery: what is being delivered when this program ends is not delivered again.
func TestEndDuringDelivery(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	h := newTarget(t, o)
	o.hook("h", h.URL, eventReceived)
	h.mu.Lock()
	h.slow = 500 * time.Millisecond
	h.mu.Unlock()
	o.arrive("one")
	until(t, "the try", func() bool { return h.tried() > 0 })
	o.close()
	o.begin()
	o.arrive("two")
	h.get(t, "one", "two")
}

// TestNoneMissed: what comes while the other side, this program or Surfstick SMS is away is delivered
// afterwards, and what was done is not done again.
func TestNoneMissed(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	h := newTarget(t, o)
	o.hook("h", h.URL, eventReceived)
	o.arrive("one")
	h.get(t, "one")

	h.answer(500)
	o.arrive("two")
	until(t, "three tries", func() bool { return h.tried() >= 4 })
	o.close()
	tries := h.tried()
	o.arrive("three")
	h.answer(204)
	o.begin()
	h.get(t, "one", "two", "three")
	if h.tried() != tries+2 {
		t.Errorf("%d tries for two", h.tried()-tries)
	}
	if ids := h.came; ids[1].ID == ids[2].ID {
		t.Error("two events with one id")
	}

	o.Shut()
	o.arrive("four")
	time.Sleep(200 * time.Millisecond)
	o.LetIn()
	h.get(t, "one", "two", "three", "four")
	if said := o.said.String(); !strings.Contains(said, "status 500") || strings.Contains(said, "two") {
		t.Errorf("said:\n%s", said)
	}
}

// TestGivenUp: after all tries, the next one has its turn.
func TestGivenUp(t *testing.T) {
	o := newOffice(t)
	o.close()
	o.Plug(engine.Card())
	h := newTarget(t, o)
	h.answer(302) // nobody follows it
	o.begin()
	o.hook("h", h.URL, eventReceived)
	o.close()
	// The last tries come after hours: the file says that they have been.
	o.arrive("one")
	of := o.arrived(1)
	text := fmt.Sprintf(`[{"id":"h","url":%q,"event":%q,"after":0,"trying":{"of":%d,"failed":%d,"next":"2020-01-01T00:00:00Z"}}]`,
		h.URL, eventReceived, of, maxRetries-1)
	if err := os.WriteFile((&service{data: o.data}).hooksPath(), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o.begin()
	until(t, "the last but one", func() bool { return h.tried() == 1 })
	o.close()
	var kept []hook
	if err := readPrivate((&service{data: o.data}).hooksPath(), &kept); err != nil || kept[0].Trying == nil || kept[0].Trying.Failed != maxRetries ||
		kept[0].After != 0 {
		t.Fatalf("%+v, %v", kept, err)
	}
	if wait := time.Until(kept[0].Trying.Next); wait < time.Minute { // 50 ms doubled 13 times is 7 minutes
		t.Errorf("the next try in %v", wait)
	}
	kept[0].Trying.Next = time.Now()
	if err := writePrivate((&service{data: o.data}).hooksPath(), kept); err != nil {
		t.Fatal(err)
	}
	o.begin()
	until(t, "giving up", func() bool { return strings.Contains(o.said.String(), "given up") })
	h.answer(200)
	o.arrive("two")
	h.get(t, "two")
}

// TestReports: who asks for it is told what became of texts of programs, once each.
func TestReports(t *testing.T) {
	o := newOffice(t)
	h, d, f := newTarget(t, o), newTarget(t, o), newTarget(t, o)
	o.hook("s", h.URL, eventSent)
	o.hook("d", d.URL, eventDelivered)
	o.hook("f", f.URL, eventFailed)
	for i := range 3 {
		if r := o.ask("POST", "/messages", fmt.Sprintf(`{"id":"m%d","message":"%d","phoneNumbers":["0171 1234567"]}`, i, i)); r.status != 202 {
			t.Fatalf("%+v", r)
		}
	}
	if _, err := o.Texts.Send(t.Context(), sms.Number("+491711234567"), "of the person"); err != nil {
		t.Fatal(err)
	}
	all, err := o.Texts.ByKey(t.Context(), "m1")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Texts.Cancel(t.Context(), all[0].ID); err != nil {
		t.Fatal(err)
	}
	f.get(t, "sms:failed m1")
	if p := f.came[0].Payload; p.Reason != "cancelled" || p.FailedAt == nil || *p.Recipient != "+491711234567" || p.PhoneNumber != *p.Recipient {
		t.Errorf("%+v", p)
	}
	o.close() // what happens meanwhile is told afterwards
	o.Plug(engine.Card())
	until(t, "the last report", func() bool {
		m, err := o.Texts.ByKey(t.Context(), "m2")
		return err == nil && m[0].Status == sms.Delivered
	})
	o.begin()
	h.get(t, "sms:sent m0", "sms:sent m2")
	d.get(t, "sms:delivered m0", "sms:delivered m2")
	if r := o.ask("POST", "/messages", `{"id":"last","message":"x","phoneNumbers":["0171 1234567"]}`); r.status != 202 {
		t.Fatalf("%+v", r)
	}
	d.get(t, "sms:delivered m0", "sms:delivered m2", "sms:delivered last")
	h.get(t, "sms:sent m0", "sms:sent m2", "sms:sent last")
	f.get(t, "sms:failed m1")
	if h.came[0].Payload.SentAt == nil || d.came[0].Payload.DeliveredAt == nil {
		t.Errorf("%+v, %+v", h.came[0], d.came[0])
	}
}

// TestHooks: they are listed, replaced and removed, and only safe ones are taken.
func TestHooks(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	for url, status := range map[string]int{
		"https://example.com/x": 201, "http://127.0.0.1:1/x": 201, "http://localhost:1": 201, "http://[::1]:1": 201,
		"http://example.com": 400, "http://127.0.0.1.example.com": 400, "http://10.0.0.1": 400, "http://0.0.0.0": 400, "ftp://127.0.0.1": 400,
		"file:///etc/passwd": 400, "https://": 400, "": 400, "https://" + strings.Repeat("x", maxURL): 400, "HTTP://localhost@example.com": 400,
	} {
		r := o.ask("POST", "/webhooks", fmt.Sprintf(`{"id":"x","url":%q,"event":"sms:received"}`, url))
		if r.status != status {
			t.Errorf("%s: %+v", url, r)
		}
	}
	for _, body := range []string{
		`{"url":"https://example.com","event":"system:ping"}`, `{"url":"https://example.com"}`,
		`{"url":"https://example.com","event":"sms:received","deviceId":"other"}`,
		`{"id":"a b","url":"https://example.com","event":"sms:received"}`,
		`{"id":"` + strings.Repeat("x", 37) + `","url":"https://example.com","event":"sms:received"}`,
	} {
		if e := read[errorBody](t, o.ask("POST", "/webhooks", body), 400); e.Message == "" {
			t.Errorf("%s: %+v", body, e)
		}
	}
	h, second := newTarget(t, o), newTarget(t, o)
	o.hook("x", h.URL, eventReceived)
	o.arrive("one")
	h.get(t, "one")
	h.answer(500)
	o.arrive("two")
	until(t, "a try", func() bool { return h.tried() > 1 })
	o.hook("x", second.URL, eventReceived) // it goes on where the other one was
	second.get(t, "two")
	h.answer(204)
	if all := read[[]hookBody](t, o.ask("GET", "/webhooks", ""), 200); len(all) != 1 || all[0].URL != second.URL || all[0].ID != "x" {
		t.Errorf("%+v", all)
	}
	if r := o.ask("DELETE", "/webhooks/x", ""); r.status != 204 || r.body != "" {
		t.Errorf("%+v", r)
	}
	if all := read[[]hookBody](t, o.ask("GET", "/webhooks", ""), 200); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	o.arrive("three")
	o.hook("y", h.URL, eventReceived)
	for i := range maxHooks {
		r := o.ask("POST", "/webhooks", fmt.Sprintf(`{"id":"%d","url":"https://example.com","event":"sms:failed"}`, i))
		if want := map[bool]int{true: 201, false: 400}[i < maxHooks-1]; r.status != want {
			t.Errorf("%d: %+v", i, r)
		}
	}
	o.arrive("four")
	until(t, "four", func() bool { all := h.texts(); return len(all) > 1 && all[len(all)-1] == "four" })
	second.get(t, "two")
}

// TestPermissionTakenAway: nothing more is delivered, not even what was tried before.
func TestPermissionTakenAway(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	h := newTarget(t, o)
	o.hook("h", h.URL, eventReceived)
	h.answer(500)
	o.arrive("one")
	until(t, "a try", func() bool { return h.tried() > 0 })
	o.Guard.Say(sms.PermitRead, sms.ErrDenied)
	until(t, "the reason", func() bool { return strings.Contains(o.said.String(), "does not allow") })
	h.answer(200)
	time.Sleep(300 * time.Millisecond)
	h.get(t)
	o.Guard.Say(sms.PermitRead, nil)
	h.get(t, "one")
}

// TestOnlyLoopback: a name that leads to another computer is not spoken to without encryption.
func TestOnlyLoopback(t *testing.T) {
	for address, good := range map[string]bool{
		"127.0.0.1:80": true, "127.5.5.5:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true,
		"10.0.0.1:80": false, "[fe80::1]:80": false, "0.0.0.0:80": false, "x": false,
	} {
		if err := onlyLoopback("tcp", address, nil); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
	if outside.Transport.(scheme).plain.(*http.Transport).Proxy != nil {
		t.Error("http to this computer goes through a proxy")
	}
}
