package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/remote"
)

func TestStatus(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodStatus, remote.Texts{Texts: []remote.Text{text(17, remote.Sent)}})
	d.call(t, "status", "17").check(t, 0, "To "+to+": sent (1 part, ID 17).\n")
	d.wanted(t, `status {"id":17}`)
	d.call(t, "status", "--json", "--id", "order 1").check(t, 0, `{"v":1,"texts":[`+jsonText(17, "sent")+"]}\n")
	d.wanted(t, `status {"key":"order 1"}`)
	d.call(t, "status", "17", "--wait", "delivered", "--timeout", "5m", "--quiet").check(t, 5, "", "never report it")
	d.wanted(t, `status {"id":17,"until":"delivered","timeout":300}`)
	d.always(remote.MethodStatus, remote.Refuse(remote.ReasonNotFound, "There is no message 99."))
	d.call(t, "status", "99").check(t, 1, "", "surfstick: There is no message 99.", "surfstick list")
}

func TestCancel(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodCancel, remote.Texts{Texts: []remote.Text{text(17, remote.Cancelled)}})
	d.call(t, "cancel", "17").check(t, 0, "To "+to+": cancelled (1 part, ID 17).\n")
	d.wanted(t, `cancel {"id":17}`)
	d.call(t, "cancel", "17", "--json").check(t, 0, `{"v":1,"texts":[`+jsonText(17, "cancelled")+"]}\n")
	d.always(remote.MethodCancel, remote.Refuse(remote.ReasonNotNow, "It is being sent."))
	d.call(t, "cancel", "17").check(t, 1, "", "It is being sent.")
}

func TestList(t *testing.T) {
	d := newDesk(t)
	in := remote.Text{
		ID: 18, Direction: remote.In, From: "+491", Name: "Anna\x1b[2J", State: remote.Complete, Parts: 1,
		Text: "a\r\nb\u202e\x07c\td\u00a0\U0001F468\u200d\U0001F469", Time: time.Date(2026, 11, 27, 12, 31, 0, 0, time.UTC),
	}
	d.always(remote.MethodList, remote.List{Texts: []remote.Text{text(17, remote.Sent), in}})
	d.call(t, "list").check(t, 0, "17  2026-11-27 12:30  to "+to+" [sent]: Tür\n"+
		"18  2026-11-27 12:31  from +491 (Anna[2J): a bc d \U0001F468\u200d\U0001F469\n")
	d.wanted(t, `list {"limit":50}`)
	d.call(t, "list", "--json", "--in", "--with", "o2", "--since", "0", "--limit", "3").check(t, 0,
		`{"v":1,`+jsonText(17, "sent")[1:]+"\n"+
			`{"v":1,"id":18,"direction":"in","from":"+491","name":"Anna\u001b[2J","state":"complete",`+
			`"text":"a\r\nb\u202e\u0007c\td\u00a0\ud83d\udc68\u200d\ud83d\udc69","parts":1,"time":"2026-11-27T12:31:00Z"}`+"\n")
	d.wanted(t, `list {"direction":"in","with":"o2","since":0,"limit":3}`)
	d.call(t, "list", "--out", "--quiet").check(t, 0, "")
	d.wanted(t, `list {"direction":"out","limit":50}`)
	d.call(t, "list", "--out", "--in", "--quiet").check(t, 0, "")
	d.wanted(t, `list {"limit":50}`)
	d.always(remote.MethodList, remote.List{})
	d.call(t, "list").check(t, 0, "", "there are no such messages")
	d.call(t, "list", "--json").check(t, 0, "")
}

// TestListPages: more than one answer holds are asked for page by page.
func TestListPages(t *testing.T) {
	d := newDesk(t)
	last := int64(7)
	d.on(remote.MethodList, func(string) any {
		l := remote.List{More: true}
		for range 400 {
			last++
			l.Texts = append(l.Texts, text(last, remote.Sent))
		}
		return l
	})
	r := d.call(t, "list", "--since", "7", "--limit", "800")
	if n := strings.Count(r.out, "\n"); r.code != 0 || n != 800 {
		t.Errorf("%d lines, exit %d: %s", n, r.code, r.err)
	}
	d.wanted(t, `list {"since":7,"limit":500}`, `list {"since":407,"limit":400}`)
}

// TestListen: every message is printed at once, and the end says how to go on without a gap.
func TestListen(t *testing.T) {
	d := newDesk(t)
	received := remote.Received{
		Seq: 42, ID: 18, From: "o2", Text: "code\n1", Parts: 1, State: remote.Complete,
		Received: time.Date(2026, 11, 27, 12, 31, 0, 0, time.UTC),
		Sent:     time.Date(2026, 11, 27, 13, 30, 59, 0, time.FixedZone("", 3600)),
	}
	report := text(17, remote.Delivered)
	report.Changed = received.Received
	incomplete := received
	incomplete.Seq, incomplete.State = 43, remote.Incomplete
	line := func(b []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	all := lines{
		string(remote.AnswerLine([]byte("1"), remote.Listening{Seq: 50})),
		line(remote.NoticeLine(remote.NoticeReceived, received)), line(remote.NoticeLine(remote.NoticeReport, report)),
		line(remote.NoticeLine(remote.NoticeReceived, incomplete)),
	}
	d.always(remote.MethodListen, all)
	d.call(t, "listen", "--since", "41", "--reports").check(t, 1,
		"2026-11-27 12:31  from o2: code 1\n2026-11-27 12:31  To "+to+": delivered (1 part, ID 17).\n"+
			"2026-11-27 12:31  from o2 [incomplete]: code 1\n",
		"Ctrl-C ends it", "has ended the connection", "surfstick listen --since 43")
	d.wanted(t, `listen {"since":41,"reports":true}`)
	r := d.call(t, "listen", "--json")
	want := `{"v":1,"type":"received","seq":42,"id":18,"from":"o2","text":"code\n1","received":"2026-11-27T12:31:00Z",` +
		`"sent":"2026-11-27T13:30:59+01:00","parts":1,"state":"complete"}` + "\n" +
		`{"v":1,"type":"report",` + strings.TrimSuffix(jsonText(17, "delivered")[1:], `,"program":"python.exe"}`) +
		`,"changed":"2026-11-27T12:31:00Z","program":"python.exe"}` + "\n"
	if r.code != 1 || !strings.HasPrefix(r.out, want) || !strings.Contains(r.out, `"code":"closed"`) {
		t.Errorf("%+v, want\n%s", r, want)
	}
	if !strings.Contains(r.err, "--since 50") {
		t.Errorf("it forgets what was there at the beginning: %s", r.err)
	}
	d.wanted(t, `listen {}`)
	d.always(remote.MethodListen, lines{string(remote.AnswerLine([]byte("1"), remote.Listening{Seq: 50}))})
	d.call(t, "listen", "--since", "0").check(t, 1, "", "surfstick listen --since 0")
	d.wanted(t, `listen {"since":0}`)
}

// TestListenStopped: Ctrl-C is the usual end.
func TestListenStopped(t *testing.T) {
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	d.always(remote.MethodListen, remote.Listening{Seq: 50})
	ended := make(chan result)
	go func() { ended <- d.callWith(ctx, t, "", "listen", "--json") }()
	time.AfterFunc(200*time.Millisecond, stop)
	select {
	case r := <-ended:
		r.check(t, 0, "")
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
}

func TestInfo(t *testing.T) {
	d := newDesk(t)
	signal := 0
	d.always(remote.MethodInfo, remote.Info{
		V: 1, Version: "0.1.0", Demo: true, Ready: true, State: remote.LinkReady, Stick: "Huawei E3131", Number: to,
		Operator: "Demo\x07 Mobile", Generation: "3G", Signal: &signal, Roaming: true, Queued: 1,
		Left: remote.Left{Minute: 5, Hour: 30, Day: 99}, May: remote.May{Send: remote.Yes, Read: remote.No, USSD: remote.Ask},
	})
	d.call(t, "info").check(t, 0, `Program:   Surfstick SMS 0.1.0, with a simulated stick
State:     ready to send
Stick:     Huawei E3131
Number:    `+to+`
Network:   Demo Mobile, 3G, signal 0 %, roaming
Waiting:   1 message in the queue
Left:      programs may still send 5 parts this minute, 30 this hour, 99 today
May:       send: yes, read: no, codes: ask
`)
	d.wanted(t, `info {}`)
	d.call(t, "info", "--json").check(t, 0, `{"v":1,"version":"0.1.0","demo":true,"ready":true,"state":"ready",`+
		`"stick":"Huawei E3131","number":"`+to+`","operator":"Demo\u0007 Mobile","generation":"3G","signal":0,`+
		`"roaming":true,"queued":1,"left":{"minute":5,"hour":30,"day":99},"may":{"send":"yes","read":"no","ussd":"ask"}}`+"\n")
	d.always(remote.MethodInfo, remote.Info{State: remote.LinkNoStick})
	r := d.call(t, "info")
	if r.code != 0 || !strings.Contains(r.out, "State:     no stick is set up\nWaiting:   0 messages") {
		t.Errorf("%+v", r)
	}
	d.always(remote.MethodInfo, remote.Refuse(remote.ReasonStick, "There is no stick."))
	d.call(t, "info").check(t, 5, "", "There is no stick.", "plug the stick in")
}

func TestUSSD(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodUSSD, remote.USSD{Text: "Guthaben: 12,34 €\n1 Aufladen", More: true})
	d.call(t, "ussd", "*100#").check(t, 0, "Guthaben: 12,34 € 1 Aufladen\n", "waits for a choice")
	d.wanted(t, `ussd {"code":"*100#"}`)
	r := d.call(t, "ussd", "*100#", "--json")
	if want := `{"v":1,"text":"Guthaben: 12,34 \u20ac\n1 Aufladen","more":true}` + "\n"; r.out != want {
		t.Errorf("printed %s", r.out)
	}
}

// TestTold: the same words tell a person about a server of somebody else.
func TestTold(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodInfo, lines{"HTTP/1.1 400 Bad Request\r\n\r\n"})
	d.call(t, "info").check(t, 1, "", "does not speak the language of Surfstick SMS")
	d.always(remote.MethodInfo, lines{string(remote.ErrorLine(nil, remote.Refuse(remote.ReasonBusy, "16 programs are connected.")))})
	d.call(t, "info").check(t, 1, "", "16 programs are connected.", "surfstick listen")
}
