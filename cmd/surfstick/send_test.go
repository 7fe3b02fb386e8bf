package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/remote"
)

func TestSend(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{text(17, remote.Queued)}})
	d.always(remote.MethodStatus, remote.Texts{Texts: []remote.Text{text(17, remote.Sent)}})
	asked := `send {"to":["` + to + `"],"text":"Tür"}`
	d.call(t, "send", "--to", to, "--text", "Tür").
		check(t, 0, "To "+to+": sent (1 part, ID 17).\n")
	d.wanted(t, asked, `status {"id":17,"until":"sent","timeout":120}`)
	d.call(t, "send", "--json", "--to", to, "--text", "Tür").
		check(t, 0, `{"v":1,"texts":[`+jsonText(17, "sent")+`],"known":false}`+"\n")
	d.wanted(t, asked, `status {"id":17,"until":"sent","timeout":120}`)
	d.call(t, "send", "--wait", "queued", "--to", to, "--text", "Tür").
		check(t, 0, "To "+to+": in the queue (1 part, ID 17).\n")
	d.wanted(t, asked)
	d.call(t, "--quiet", "send", "--to", to, "--text", "Tür", "--wait=delivered", "--timeout", "90").
		check(t, 5, "", "some networks never report it")
	d.wanted(t, asked, `status {"id":17,"until":"delivered","timeout":90}`)
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{text(17, remote.Sent)}, Known: true})
	d.call(t, "send", "--to", to, "--text", "Tür", "--id", "order-1", "--long", "--force").
		check(t, 0, "To "+to+": sent (1 part, ID 17). This call was made before; nothing was sent again.\n")
	d.wanted(t, `send {"to":["`+to+`"],"text":"Tür","key":"order-1","long":true,"force":true}`)
}

// TestSendOutcome: every state has its exit code and says what to do.
func TestSendOutcome(t *testing.T) {
	d := newDesk(t)
	failed := text(17, remote.Failed)
	failed.Reason = remote.CauseBarred
	late := text(17, remote.Failed)
	late.Reason = remote.CauseNotReached
	waits := text(17, remote.Queued)
	waits.Reason = remote.CauseLater
	for _, c := range []struct {
		text remote.Text
		code int
		out  string
		errs []string
	}{
		{text(17, remote.Delivered), 0, "delivered", nil},
		{waits, 5, "in the queue: there is no service", []string{"needs no second call", "surfstick status 17"}},
		{text(17, remote.Sending), 5, "being sent", []string{"needs no second call"}},
		{failed, 6, "not sent: the network does not let it through; perhaps there is no credit", nil},
		{late, 6, "not delivered: the network reports that it was not delivered", nil},
		{text(17, remote.Cancelled), 6, "cancelled", nil},
		{text(17, remote.Deleted), 6, "deleted in Surfstick SMS since", nil},
		{text(17, remote.Unconfirmed), 7, "perhaps sent", []string{"do not send it again"}},
	} {
		d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{text(17, remote.Queued)}})
		d.always(remote.MethodStatus, remote.Texts{Texts: []remote.Text{c.text}})
		d.call(t, "send", "--to", to, "--text", "x").
			check(t, c.code, "To "+to+": "+c.out+" (1 part, ID 17).\n", c.errs...)
		d.call(t, "status", "17").check(t, c.code, "To "+to+": "+c.out+" (1 part, ID 17).\n", c.errs...)
	}
}

// TestSendSeveral: the exit code is that of the worst.
func TestSendSeveral(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{
		text(1, remote.Sent), text(2, remote.Queued), text(3, remote.Unconfirmed), text(4, remote.Failed),
	}})
	d.always(remote.MethodStatus, remote.Texts{Texts: []remote.Text{text(2, remote.Queued)}})
	r := d.call(t, "send", "--to", to, "--to", "0171", "--text", "x", "--timeout", "0")
	if r.code != 7 || strings.Count(r.out, "\n") != 4 {
		t.Errorf("%+v", r)
	}
	d.wanted(t, `send {"to":["`+to+`","0171"],"text":"x"}`, `status {"id":2,"until":"sent"}`)
}

// TestSendText: where the text may come from, and what is not part of it.
func TestSendText(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{text(17, remote.Sent)}})
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, c := range map[string]struct {
		in, want string
		args     []string
	}{
		"as it is":          {"", `"-5 degrees"`, []string{"--text", "-5 degrees"}},
		"an option":         {"", `"--json"`, []string{"--text", "--json"}},
		"with its line end": {"", `"a\n"`, []string{"--text", "a\n"}},
		"standard input":    {"Tür 😀\nauf\n", `"Tür 😀\nauf"`, []string{"--text", "-"}},
		"of Windows":        {"\xef\xbb\xbfTür\r\n", `"Tür"`, []string{"--text=-"}},
		"two line ends":     {"a\n\n", `"a\n"`, []string{"--text", "-"}},
		"a file":            {"", `"Tür"`, []string{"--text-file", write("a", "Tür\n")}},
		"PowerShell's file": {"", `"Tür"`, []string{"--text-file", write("b", "\xff\xfeT\x00\xfc\x00r\x00\r\x00\n\x00")}},
		"of the other kind": {"", `"Tür"`, []string{"--text-file", write("c", "\xfe\xff\x00T\x00\xfc\x00r")}},
	} {
		d.callWith(t.Context(), t, c.in, append([]string{"--quiet", "send", "--to", to}, c.args...)...).check(t, 0, "")
		t.Log(name)
		d.wanted(t, `send {"to":["`+to+`"],"text":`+c.want+`}`)
	}
}

// TestSendDryRun sends nothing and waits for nothing.
func TestSendDryRun(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{{To: to, State: remote.Checked, Text: "x", Parts: 2}}})
	d.call(t, "send", "--dry-run", "--to", to, "--text", "x").check(t, 0, "To "+to+": 2 parts. Nothing was sent.\n")
	d.wanted(t, `send {"to":["`+to+`"],"text":"x","dry_run":true}`)
	d.call(t, "send", "--dry-run", "--to", to, "--text", "x", "--json").
		check(t, 0, `{"v":1,"texts":[{"to":"`+to+`","state":"checked","text":"x","parts":2}],"known":false}`+"\n")
}

// TestSendRefused: each reason has its exit code, and the reason is there for people and for programs.
func TestSendRefused(t *testing.T) {
	d := newDesk(t)
	limit := remote.Refuse(remote.ReasonLimit, "5 parts a minute are allowed, \"%s\".", "ü")
	limit.RetryAfter, limit.Number = 42, to
	d.always(remote.MethodSend, limit)
	d.call(t, "send", "--json", "--to", to, "--text", "x").check(t, 3,
		`{"v":1,"error":{"code":"limit","message":"5 parts a minute are allowed, \"\u00fc\".","retry_after":42,"number":"`+
			to+`"}}`+"\n",
		"surfstick: 5 parts a minute are allowed", "hint: try again in 42 seconds")
	d.call(t, "send", "--to", to, "--text", "x").check(t, 3, "", "surfstick: 5 parts a minute", "42 seconds")
	for reason, hint := range map[remote.Reason]string{
		remote.ReasonDenied: "Settings", remote.ReasonNobodyAnswered: "window", remote.ReasonTooLong: "--long",
		remote.ReasonRecipients: "--force", remote.ReasonConflict: "--id", remote.ReasonOff: "Settings",
		remote.ReasonNumber: "", remote.ReasonReadOnly: "", remote.ReasonUsage: "surfstick help send",
	} {
		d.always(remote.MethodSend, remote.Refuse(reason, "No."))
		r := d.call(t, "send", "--to", to, "--text", "x")
		r.check(t, reason.Exit(), "", "surfstick: No.\n")
		if !strings.Contains(r.err, hint) || (hint == "") != !strings.Contains(r.err, "hint:") {
			t.Errorf("%s: %s", reason, r.err)
		}
	}
}

// TestSendLost: a connection that ends before the answer leaves open what became of the text.
func TestSendLost(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodSend, nil)
	d.call(t, "send", "--to", to, "--text", "x").
		check(t, 1, "", "Whether the message was taken is not known", "before you send it again")
	d.call(t, "send", "--to", to, "--text", "x", "--id", "k").
		check(t, 1, "", "the same call with --id k sends nothing twice")
	// One that ends later: the text is kept, and so says the exit code.
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{text(17, remote.Queued)}})
	d.always(remote.MethodStatus, nil)
	d.call(t, "send", "--to", to, "--text", "x").
		check(t, 5, "To "+to+": in the queue (1 part, ID 17).\n", "surfstick status 17")
}

// TestSendStopped: Ctrl-C while it waits for the network changes nothing about the text.
func TestSendStopped(t *testing.T) {
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	hold := make(chan struct{})
	defer close(hold)
	d.always(remote.MethodSend, remote.Accepted{Texts: []remote.Text{text(17, remote.Queued)}})
	d.on(remote.MethodStatus, func(string) any { stop(); <-hold; return nil })
	ended := make(chan result)
	go func() { ended <- d.callWith(ctx, t, "", "send", "--json", "--to", to, "--text", "x") }()
	select {
	case r := <-ended:
		r.check(t, 5, `{"v":1,"texts":[`+jsonText(17, "queued")+`],"known":false}`+"\n", "surfstick status 17")
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
}

// TestBatch: all rows are checked first, then sent, then waited for.
func TestBatch(t *testing.T) {
	d := newDesk(t)
	file := filepath.Join(t.TempDir(), "list.csv")
	table := "\xef\xbb\xbfNummer;Nachricht;Ort\r\n0171;\"Tür; auf\";Bonn\r\n0172;b;Köln\r\n"
	if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	n := int64(0)
	d.on(remote.MethodSend, func(params string) any {
		n++
		state := remote.Queued
		if strings.Contains(params, "dry_run") {
			state = remote.Checked
		}
		return remote.Accepted{Texts: []remote.Text{text(n, state)}}
	})
	d.on(remote.MethodStatus, func(params string) any {
		return remote.Texts{Texts: []remote.Text{text(3, remote.Sent)}}
	})
	r := d.call(t, "send", "--batch", file, "--id", "nov")
	r.check(t, 0, "1: To "+to+": sent (1 part, ID 3).\n2: To "+to+": sent (1 part, ID 3).\n")
	d.wanted(t,
		`send {"to":["0171"],"text":"Tür; auf","key":"nov-1","dry_run":true}`,
		`send {"to":["0172"],"text":"b","key":"nov-2","dry_run":true}`,
		`send {"to":["0171"],"text":"Tür; auf","key":"nov-1"}`,
		`send {"to":["0172"],"text":"b","key":"nov-2"}`,
		`status {"id":3,"until":"sent","timeout":120}`, `status {"id":4,"until":"sent","timeout":120}`,
	)
	d.always(remote.MethodStatus, remote.Texts{Texts: []remote.Text{text(3, remote.Queued)}})
	r = d.call(t, "send", "--batch", file)
	if r.code != 5 || strings.Count(r.err, "hint:") != 1 {
		t.Errorf("%+v", r)
	}
	d.forget()
	d.call(t, "send", "--batch", file, "--dry-run").
		check(t, 0, "1: To "+to+": 1 part. Nothing was sent.\n2: To "+to+": 1 part. Nothing was sent.\n")
	d.wanted(t, `send {"to":["0171"],"text":"Tür; auf","dry_run":true}`, `send {"to":["0172"],"text":"b","dry_run":true}`)
}

// TestBatchRefused: a row that is wrong ends it before anything is sent; one that is refused later ends it
// there.
func TestBatchRefused(t *testing.T) {
	d := newDesk(t)
	table := "number,text,id\n0171,a,one\nxyz,b,\n0173,c,three\n"
	d.on(remote.MethodSend, func(params string) any {
		if strings.Contains(params, "xyz") {
			return remote.Refuse(remote.ReasonNumber, "%q is no number.", "xyz")
		}
		return remote.Accepted{Texts: []remote.Text{text(1, remote.Sent)}}
	})
	r := d.callWith(t.Context(), t, table, "send", "--json", "--batch", "-")
	r.check(t, 2, `{"v":1,"row":2,"error":{"code":"number","message":"\"xyz\" is no number."}}`+"\n",
		`surfstick: row 2: "xyz" is no number.`)
	d.mu.Lock()
	for _, asked := range d.asked {
		if !strings.Contains(asked, "dry_run") {
			t.Errorf("sent in spite of it: %s", asked)
		}
	}
	d.asked = nil
	d.mu.Unlock()
	limit := remote.Refuse(remote.ReasonLimit, "Enough for today.")
	limit.RetryAfter = 3600
	d.on(remote.MethodSend, func(params string) any {
		if strings.Contains(params, "0172") && !strings.Contains(params, "dry_run") {
			return limit
		}
		return remote.Accepted{Texts: []remote.Text{text(1, remote.Sent)}}
	})
	r = d.callWith(t.Context(), t, strings.Replace(table, "xyz", "0172", 1), "send", "--batch", "-")
	r.check(t, 3, "1: To "+to+": sent (1 part, ID 1).\n", "surfstick: row 2: Enough", "1 more rows were not tried", "3600 seconds")
}

// TestBatchPatient: where the limit of a minute is met, it waits if there is time.
func TestBatchPatient(t *testing.T) {
	d := newDesk(t)
	limit := remote.Refuse(remote.ReasonLimit, "5 a minute.")
	limit.RetryAfter = 1
	n := 0
	d.on(remote.MethodSend, func(params string) any {
		if n++; n < 4 {
			return limit
		}
		return remote.Accepted{Texts: []remote.Text{text(1, remote.Sent)}}
	})
	began := time.Now()
	d.callWith(t.Context(), t, "number\ttext\n0171\ta\n", "send", "--batch", "-", "--timeout", "30s").
		check(t, 0, "1: To "+to+": sent (1 part, ID 1).\n")
	if took := time.Since(began); took < 2*time.Second {
		t.Errorf("it waited for %v only", took)
	}
}

func TestReadBatchRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":        {"", "cannot be read"},
		"no heading":   {"0171,a\n", "must name its columns"},
		"no text":      {"number,id\n0171,a\n", "must name its columns"},
		"a row short":  {"number,text\n0171\n", "cannot be read"},
		"an open text": {"number,text\n0171,\"a\n", "cannot be read"},
	} {
		if rows, err := readBatch(c.text, ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
	rows, err := readBatch("number,text\n"+strings.Repeat("0171,a\n", 3), "")
	if err != nil || len(rows) != 3 || fmt.Sprint(rows[2].key, rows[2].number) != "3" {
		t.Errorf("%+v, %v", rows, err)
	}
}
