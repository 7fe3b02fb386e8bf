package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/engine"
	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

const hello = `{"id":"one","textMessage":{"text":"Tür offen"},"phoneNumbers":["0171 1234567"]}`

// TestMessage: a text goes out and is delivered, and the same request again sends nothing.
func TestMessage(t *testing.T) {
	o := newOffice(t)
	m := read[messageState](t, o.ask("POST", "/messages?skipPhoneValidation=true", hello), 202)
	if m.ID != "one" || m.DeviceID != deviceID || m.State != pending || len(m.Recipients) != 1 ||
		m.Recipients[0] != (recipient{"+491711234567", pending, ""}) || m.States[pending].IsZero() {
		t.Fatalf("%+v", m)
	}
	if again := read[messageState](t, o.ask("POST", "/message", hello), 202); again.ID != "one" || len(again.Recipients) != 1 {
		t.Errorf("again: %+v", again)
	}
	if n, err := o.Texts.Queued(t.Context()); n != 1 || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
	other := strings.Replace(hello, "offen", "zu", 1)
	if e := read[errorBody](t, o.ask("POST", "/messages", other), 409); e.Reason != "conflict" || e.Message == "" {
		t.Errorf("another text with the same id: %+v", e)
	}
	o.Plug(engine.Card())
	until(t, "the delivery report", func() bool {
		m = read[messageState](t, o.ask("GET", "/messages/one", ""), 200)
		return m.State == delivered
	})
	if m.Recipients[0].State != delivered || m.States[delivered].IsZero() || m.IsEncrypted || m.IsHashed {
		t.Errorf("%+v", m)
	}
	if sent := o.Modem.Sent(); len(sent) != 1 {
		t.Errorf("%d texts were sent", len(sent))
	}
	if h := read[health](t, o.ask("GET", "/health", ""), 200); h.Status != "pass" || h.Version != version || len(h.Checks) < 2 {
		t.Errorf("%+v", h)
	}
	m = read[messageState](t, o.ask("POST", "/messages", `{"message":"old way","phoneNumbers":["0171 1234567"],"simNumber":1,
		"ttl":null,"priority":0,"withDeliveryReport":true,"isEncrypted":false,"deviceId":"surfstick","something":"new"}`), 202)
	if again := read[messageState](t, o.ask("GET", "/message/"+m.ID, ""), 200); again.ID != m.ID || m.ID == "" {
		t.Errorf("an id that was made here: %+v", again)
	}
}

// TestSameRequestAtOnce: the same request from many clients at once is one text.
func TestSameRequestAtOnce(t *testing.T) {
	o := newOffice(t)
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if r := o.ask("POST", "/messages", hello); r.status != 202 {
				t.Errorf("%+v", r)
			}
		})
	}
	all.Wait()
	if n, err := o.Texts.Queued(t.Context()); n != 1 || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
}

// TestRefusals: what is wrong with a request has its status, and nothing is queued.
func TestRefusals(t *testing.T) {
	o := newOffice(t)
	to := func(number, text string) string {
		return fmt.Sprintf(`{"textMessage":{"text":%q},"phoneNumbers":[%q]}`, text, number)
	}
	with := func(field string) string {
		return `{"textMessage":{"text":"x"},"phoneNumbers":["0171 1234567"],` + field + `}`
	}
	for name, c := range map[string]struct {
		status int
		body   string
	}{
		"no number":      {400, `{"textMessage":{"text":"x"}}`},
		"not a number":   {400, to("abc", "x")},
		"no text":        {400, to("0171 1234567", "")},
		"a bell":         {400, `{"textMessage":{"text":"a\u0007"},"phoneNumbers":["0171 1234567"]}`},
		"too long":       {400, to("0171 1234567", strings.Repeat("x", 1000))},
		"a premium one":  {403, to("0900 1234567", "x")},
		"abroad":         {403, to("+43 664 1234567", "x")},
		"data":           {400, `{"dataMessage":{"data":"eA==","port":1},"phoneNumbers":["0171 1234567"]}`},
		"encrypted":      {400, with(`"isEncrypted":true`)},
		"expires":        {400, with(`"ttl":60`)},
		"expires at":     {400, with(`"validUntil":"2030-01-01T00:00:00Z"`)},
		"later":          {400, with(`"scheduleAt":"2030-01-01T00:00:00Z"`)},
		"another SIM":    {400, with(`"simNumber":2`)},
		"another device": {400, with(`"deviceId":"other"`)},
		"two texts":      {400, with(`"message":"y"`)},
		"a long id":      {400, with(`"id":"` + strings.Repeat("k", 129) + `"`)},
		"half":           {400, `{"textMessage":`},
		"another type":   {400, `{"phoneNumbers":"0171 1234567"}`},
		"much":           {413, `{"textMessage":{"text":"` + strings.Repeat("x", maxBody) + `"}}`},
	} {
		if r := o.ask("POST", "/messages", c.body); read[errorBody](t, r, c.status).Message == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for line, status := range map[string]int{
		"GET /messages/unknown": 404, "GET /messages/" + strings.Repeat("k", 200): 404, "GET /": 404, "PUT /messages": 404,
		"DELETE /webhooks/unknown": 404, "GET /messages/a%2Fb": 404,
	} {
		method, path, _ := strings.Cut(line, " ")
		if e := read[errorBody](t, o.ask(method, path, ""), status); e.Message == "" || e.Code != status {
			t.Errorf("%s: %+v", line, e)
		}
	}
	o.Guard.Say(sms.PermitSend, sms.ErrDenied)
	if e := read[errorBody](t, o.ask("POST", "/messages", hello), 403); e.Reason != "denied" {
		t.Errorf("%+v", e)
	}
	if n, err := o.Texts.Queued(t.Context()); n != 0 || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
}

// TestGuard: who has no key, and who is no program on this computer, gets nothing.
func TestGuard(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		status int
		change func(*http.Request)
	}{
		"no key":             {401, func(r *http.Request) { r.Header.Del("Authorization") }},
		"another key":        {401, func(r *http.Request) { r.SetBasicAuth(o.key.Name, o.key.Key+"x") }},
		"half the key":       {401, func(r *http.Request) { r.SetBasicAuth(o.key.Name, o.key.Key[:10]) }},
		"another name":       {401, func(r *http.Request) { r.SetBasicAuth("admin", o.key.Key) }},
		"a token":            {401, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+o.key.Key) }},
		"another host":       {403, func(r *http.Request) { r.Host = "example.com" }},
		"its own name":       {403, func(r *http.Request) { r.Host = "127.0.0.1.example.com:8080" }},
		"no port":            {403, func(r *http.Request) { r.Host = "127.0.0.1:x" }},
		"a web page":         {403, func(r *http.Request) { r.Header.Set("Origin", "https://example.com") }},
		"a page from a file": {403, func(r *http.Request) { r.Header.Set("Origin", "null") }},
		"a form":             {415, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }},
	} {
		if r := o.ask("POST", "/messages", hello, c.change); read[errorBody](t, r, c.status).Message == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if n, err := o.Texts.Queued(t.Context()); n != 0 || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
	if r := o.ask("GET", "/health", "", func(r *http.Request) { r.Host = "localhost" }); r.status != 200 {
		t.Errorf("localhost: %+v", r)
	}
	addr := strings.TrimPrefix(o.url, "http://")
	if !strings.HasPrefix(addr, "127.0.0.1:") {
		t.Errorf("listens on %s", addr)
	}
}

// TestSlow: who is slow in asking is not waited for, and who is slow in answering at the window is.
func TestSlow(t *testing.T) {
	o := newOffice(t)
	c, err := net.Dial("tcp", strings.TrimPrefix(o.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r, _ := http.NewRequest("POST", o.url, nil)
	r.SetBasicAuth(o.key.Name, o.key.Key)
	fmt.Fprintf(c, "POST /messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
		r.Header.Get("Authorization"))
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(c); err != nil || !bytes.HasPrefix(text, []byte("HTTP/1.1 400")) {
		t.Errorf("half a request: %q, %v", text, err)
	}
	o.Guard.Think(time.Second)
	if r := o.ask("POST", "/messages", hello); r.status != 202 {
		t.Errorf("%+v", r)
	}
}

// TestTooMany: who asks too much at the same time is told so, and who only opens connections is not waited for.
func TestTooMany(t *testing.T) {
	o := newOffice(t)
	for range maxConnections + 20 {
		c, err := net.Dial("tcp", strings.TrimPrefix(o.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	if r := o.ask("GET", "/health", ""); r.status != 200 {
		t.Errorf("%+v", r)
	}
	o.Guard.Think(time.Second)
	var mu sync.Mutex
	count := map[int]int{}
	var all sync.WaitGroup
	for range maxRequests + 8 {
		all.Go(func() {
			r := o.ask("POST", "/messages", hello)
			if r.status == 503 && r.header.Get("Retry-After") == "" {
				t.Errorf("%+v", r)
			}
			mu.Lock()
			defer mu.Unlock()
			count[r.status]++
		})
	}
	all.Wait()
	if count[202] < maxRequests || count[202]+count[503] != maxRequests+8 || count[503] == 0 {
		t.Errorf("%v", count)
	}
}

// TestLimit: beyond the limit, the answer says when to come again, and nothing is queued.
func TestLimit(t *testing.T) {
	o := newOffice(t)
	minute := budget.Default().Minute
	for i := range minute + 2 {
		r := o.ask("POST", "/messages", fmt.Sprintf(`{"textMessage":{"text":"%d"},"phoneNumbers":["0171 1234567"]}`, i))
		if i < minute {
			if r.status != 202 {
				t.Fatalf("%d: %+v", i, r)
			}
			continue
		}
		var wait int
		_, _ = fmt.Sscan(r.header.Get("Retry-After"), &wait)
		if e := read[errorBody](t, r, 429); e.Reason != "limit" || wait < 1 || wait > 60 {
			t.Errorf("%d: %+v", i, r)
		}
	}
	if n, err := o.Texts.Queued(t.Context()); n != minute || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
}

// TestNotRunning: this program lasts, and says what is missing.
func TestNotRunning(t *testing.T) {
	o := newOffice(t)
	if h := read[health](t, o.ask("GET", "/health", ""), 200); h.Status != "warn" {
		t.Errorf("without a stick: %+v", h)
	}
	o.Shut()
	if e := read[errorBody](t, o.ask("POST", "/messages", hello), 503); e.Reason != "not_running" {
		t.Errorf("%+v", e)
	}
	if h := read[health](t, o.ask("GET", "/health", ""), 503); h.Status != "fail" {
		t.Errorf("%+v", h)
	}
	o.LetIn()
	if r := o.ask("POST", "/messages", hello); r.status != 202 {
		t.Errorf("%+v", r)
	}
}

// TestStates: every state has a word, and none would have a client send twice what was perhaps sent.
func TestStates(t *testing.T) {
	for state, want := range map[remote.State]string{
		remote.Queued: pending, remote.Sending: processed, remote.Sent: sent, remote.Delivered: delivered,
		remote.Failed: failed, remote.Cancelled: failed, remote.Deleted: failed, remote.Unconfirmed: processed,
	} {
		m := stateOf("x", []remote.Text{{To: "1", State: state}})
		if m.State != want || m.Recipients[0].State != want || (m.Recipients[0].Error != "") != (want == failed || state == remote.Unconfirmed) {
			t.Errorf("%s: %+v", state, m)
		}
	}
	for want, states := range map[string][]remote.State{
		pending: {remote.Queued, remote.Failed}, processed: {remote.Sent, remote.Unconfirmed}, sent: {remote.Delivered, remote.Failed},
		delivered: {remote.Delivered, remote.Delivered},
	} {
		var texts []remote.Text
		for _, s := range states {
			texts = append(texts, remote.Text{State: s})
		}
		if m := stateOf("x", texts); m.State != want {
			t.Errorf("%v: %s, want %s", states, m.State, want)
		}
	}
}

// TestStatuses: a status that has clients try again by themselves comes with a time only.
func TestStatuses(t *testing.T) {
	for reason, want := range map[remote.Reason]int{
		remote.ReasonLimit: 403, remote.ReasonRepeat: 403, remote.ReasonCost: 403, remote.ReasonRoaming: 403, remote.ReasonLoop: 403,
		remote.ReasonRecipients: 403, remote.ReasonDenied: 403, remote.ReasonNobodyAnswered: 403, remote.ReasonNotNow: 409,
		remote.ReasonOff: 503, remote.ReasonBusy: 503, remote.ReasonReadOnly: 503, remote.ReasonInternal: 500,
	} {
		if got := statusOf(remote.Refuse(reason, "x")); got != want {
			t.Errorf("%s: %d, want %d", reason, got, want)
		}
	}
}

// TestExamples: what stands in the documentation works as it is there.
func TestExamples(t *testing.T) {
	o := newOffice(t)
	text, err := os.ReadFile("../../docs/serve.md")
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]int{}
	for _, m := range regexp.MustCompile(`curl .*? http://127\.0\.0\.1:8080(/[a-z0-9/-]+)(?: \\\n.*? -d '(.*?)')?`).FindAllStringSubmatch(string(text), -1) {
		method := "GET"
		if m[2] != "" {
			method = "POST"
		}
		r := o.ask(method, m[1], m[2])
		if paths[method+m[1]]++; r.status > 299 {
			t.Errorf("%s: %+v", m[0], r)
		}
	}
	if paths["POST/messages"] == 0 || paths["POST/webhooks"] == 0 || paths["GET/messages/order-17"] == 0 || paths["GET/health"] == 0 {
		t.Errorf("found %v", paths)
	}
	_, example, found := strings.Cut(string(text), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	var doc, own map[string]any
	b, err := json.Marshal(event{Payload: receivedPayload(&remote.Received{})})
	if !found || err != nil || json.Unmarshal([]byte(example), &doc) != nil || json.Unmarshal(b, &own) != nil {
		t.Fatalf("%s, %v", example, err)
	}
	for _, pair := range [][2]map[string]any{{doc, own}, {doc["payload"].(map[string]any), own["payload"].(map[string]any)}} {
		if a, b := slices.Sorted(maps.Keys(pair[0])), slices.Sorted(maps.Keys(pair[1])); !slices.Equal(a, b) {
			t.Errorf("the example has %v, what is delivered %v", a, b)
		}
	}
}

// TestCommandLine: what is on it, and that no option opens the port to other computers.
func TestCommandLine(t *testing.T) {
	for line, want := range map[string]int{
		"--help": 0, "--version": 0, "--port 0": 2, "--port 70000": 2, "--port x": 2, "--host 0.0.0.0": 2, "more": 2,
		"--demo --port 8080 --help": 0,
	} {
		var out, errs bytes.Buffer
		if code := (tool{&out, &errs, true}).run(t.Context(), strings.Fields(line)); code != want || (out.Len() > 0) != (want == 0) ||
			(errs.Len() > 0) == (want == 0) {
			t.Errorf("%s: exit %d, %s%s", line, code, &out, &errs)
		}
	}
	toml, err := os.ReadFile("../../FyneApp.toml")
	if err != nil || !strings.Contains(string(toml), "Version = \""+version+"\"") {
		t.Errorf("FyneApp.toml has another version than %s, %v", version, err)
	}
}
