package server_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// reasonOf returns why a call was refused, "" when it was not.
func reasonOf(t *testing.T, err error) remote.Reason {
	t.Helper()
	var refused *remote.Error
	if !errors.As(err, &refused) {
		if err != nil {
			t.Fatalf("an error without a reason: %v", err)
		}
		return ""
	}
	if !strings.HasSuffix(refused.Message, ".") || len(refused.Message) < 15 {
		t.Errorf("no sentence: %q", refused.Message)
	}
	return refused.Reason
}

func TestSend(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(python)
		defer c.Close()
		ctx := t.Context()
		p := remote.SendParams{To: []string{"0171 1234567", string(bert)}, Text: "Tür offen", Key: "order-1"}
		dry := p
		dry.DryRun = true
		a, err := c.Send(ctx, dry)
		if err != nil || len(a.Texts) != 2 || a.Texts[0].State != remote.Checked || a.Texts[0].ID != 0 || w.queued() != 0 {
			t.Fatalf("dry run: %+v, %v", a, err)
		}
		a, err = c.Send(ctx, p)
		if err != nil || a.Known || len(a.Texts) != 2 {
			t.Fatalf("%+v, %v", a, err)
		}
		got := a.Texts[0]
		if got.ID == 0 || got.To != string(anna) || got.State != remote.Queued || got.Parts != 1 || got.Text != "Tür offen" ||
			got.Key != "order-1" || got.Program != "python3" || got.Direction != remote.Out || got.Time.IsZero() {
			t.Errorf("%+v", got)
		}
		if a, err = c.Send(ctx, p); err != nil || !a.Known || a.Texts[0].ID != got.ID {
			t.Errorf("again: %+v, %v", a, err)
		}
		p.Text = "another"
		if _, err = c.Send(ctx, p); reasonOf(t, err) != remote.ReasonConflict {
			t.Errorf("the key with another text: %v", err)
		}
		if w.queued() != 2 {
			t.Errorf("%d are queued", w.queued())
		}
		for _, s := range []remote.StatusParams{{ID: got.ID}, {Key: "order-1"}} {
			texts, err := c.Status(ctx, s)
			if err != nil || texts[0].ID != got.ID || texts[0].Key != "order-1" || texts[0].State != remote.Queued {
				t.Errorf("status: %+v, %v", texts, err)
			}
		}
		text, err := c.Cancel(ctx, got.ID)
		if err != nil || text.State != remote.Cancelled || text.Reason != remote.CauseStopped {
			t.Errorf("cancel: %+v, %v", text, err)
		}
		if _, err := c.Cancel(ctx, got.ID); reasonOf(t, err) != remote.ReasonNotNow {
			t.Errorf("cancel again: %v", err)
		}
		if err := w.Delete(ctx, got.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.EmptyBin(ctx); err != nil {
			t.Fatal(err)
		}
		if texts, err := c.Status(ctx, remote.StatusParams{ID: got.ID}); err != nil || texts[0].State != remote.Deleted {
			t.Errorf("removed for good: %+v, %v", texts, err)
		}
		if texts, err := c.Status(ctx, remote.StatusParams{Key: "order-1"}); err != nil || texts[0].State != remote.Deleted || texts[1].State != remote.Queued {
			t.Errorf("removed for good: %+v, %v", texts, err)
		}
	})
}

// TestRefusedSends: each has its reason, and nothing is queued.
func TestRefusedSends(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(python)
		defer c.Close()
		many := make([]string, 21)
		for i := range many {
			many[i] = fmt.Sprintf("+4917112345%02d", i)
		}
		for name, s := range map[string]struct {
			params remote.SendParams
			want   remote.Reason
		}{
			"no number":         {remote.SendParams{Text: "x"}, remote.ReasonUsage},
			"empty number":      {remote.SendParams{To: []string{""}, Text: "x"}, remote.ReasonNumber},
			"letters":           {remote.SendParams{To: []string{"Anna"}, Text: "x"}, remote.ReasonNumber},
			"too long a number": {remote.SendParams{To: []string{strings.Repeat("1", 60000)}, Text: "x"}, remote.ReasonNumber},
			"command":           {remote.SendParams{To: []string{"0171\"\rAT+CFUN=0"}, Text: "x"}, remote.ReasonNumber},
			"code":              {remote.SendParams{To: []string{"**21*0171#"}, Text: "x"}, remote.ReasonNumber},
			"one of two":        {remote.SendParams{To: []string{string(anna), "Anna"}, Text: "x"}, remote.ReasonNumber},
			"no text":           {remote.SendParams{To: []string{string(anna)}, Text: " \r\n"}, remote.ReasonText},
			"escape":            {remote.SendParams{To: []string{string(anna)}, Text: "\x1b[31m"}, remote.ReasonText},
			"zero":              {remote.SendParams{To: []string{string(anna)}, Text: "a\x00b"}, remote.ReasonText},
			"Ctrl-Z":            {remote.SendParams{To: []string{string(anna)}, Text: "a\x1a"}, remote.ReasonText},
			"4 parts":           {remote.SendParams{To: []string{string(anna)}, Text: strings.Repeat("x", 500)}, remote.ReasonTooLong},
			"11 parts":          {remote.SendParams{To: []string{string(anna)}, Text: strings.Repeat("x", 1600), Long: true}, remote.ReasonTooLong},
			"60 kB":             {remote.SendParams{To: []string{string(anna)}, Text: strings.Repeat("x", 60000), Long: true}, remote.ReasonTooLong},
			"short":             {remote.SendParams{To: []string{"80850"}, Text: "x"}, remote.ReasonCost},
			"premium":           {remote.SendParams{To: []string{"09001234567"}, Text: "x"}, remote.ReasonCost},
			"abroad":            {remote.SendParams{To: []string{"+436641234567"}, Text: "x"}, remote.ReasonCost},
			"21 numbers":        {remote.SendParams{To: many, Text: "x"}, remote.ReasonRecipients},
			"31 parts":          {remote.SendParams{To: many, Text: strings.Repeat("x", 200), Force: true}, remote.ReasonLimit},
			"key":               {remote.SendParams{To: []string{string(anna)}, Text: "x", Key: strings.Repeat("k", 129)}, remote.ReasonUsage},
		} {
			_, err := c.Send(t.Context(), s.params)
			if got := reasonOf(t, err); got != s.want {
				t.Errorf("%s: %s, want %s (%v)", name, got, s.want, err)
			}
		}
		if w.queued() != 0 {
			t.Errorf("%d are queued", w.queued())
		}
		// The connection is as good as before.
		w.send(c, anna, "line\r\nline\ttab")
		_, err := c.Send(t.Context(), remote.SendParams{To: []string{string(anna)}, Text: "line\r\nline\ttab"})
		var refused *remote.Error
		if !errors.As(err, &refused) || refused.Reason != remote.ReasonRepeat || refused.RetryAfter != 600 || refused.Number != string(anna) {
			t.Errorf("a repeat: %+v", err)
		}
	})
}

// TestRunaway is a loop over 10,000 texts: it ends at the budget, and nothing waits beyond it.
func TestRunaway(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(python)
		defer c.Close()
		accepted := 0
		for i := range 10_000 {
			_, err := c.Send(t.Context(), remote.SendParams{To: []string{string(anna)}, Text: fmt.Sprint(i), Key: fmt.Sprint(i)})
			switch reasonOf(t, err) {
			case "":
				accepted++
			case remote.ReasonLimit:
			default:
				t.Fatal(err)
			}
		}
		if accepted != 5 || w.queued() != 5 {
			t.Errorf("%d accepted, %d wait", accepted, w.queued())
		}
	})
}

func TestPermissions(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := w.client(python)
		defer p.Close()
		ofPython := w.send(p, anna, "of python")
		mine, err := w.Send(ctx, anna, "of the person")
		if err != nil {
			t.Fatal(err)
		}
		x := w.client(excel)
		defer x.Close()
		calls := map[string]func() error{
			"send": func() error {
				_, err := x.Send(ctx, remote.SendParams{To: []string{string(anna)}, Text: "x"})
				return err
			},
			"cancel": func() error { _, err := x.Cancel(ctx, ofPython.ID); return err },
			"list":   func() error { _, err := x.List(ctx, remote.ListParams{}); return err },
			"status": func() error { _, err := x.Status(ctx, remote.StatusParams{ID: ofPython.ID}); return err },
			"listen": func() error { _, err := x.Listen(ctx, remote.ListenParams{}); return err },
			"ussd":   func() error { _, err := x.USSD(ctx, "*100#"); return err },
		}
		needs := map[string]sms.Permission{
			"send": sms.PermitSend, "cancel": sms.PermitSend, "list": sms.PermitRead, "status": sms.PermitRead,
			"listen": sms.PermitRead, "ussd": sms.PermitUSSD,
		}
		w.guard.think = time.Minute
		for name, call := range calls {
			w.guard.asked = nil
			if got := reasonOf(t, call()); got != remote.ReasonNobodyAnswered {
				t.Errorf("%s: %s", name, got)
			}
			if want := "EXCEL.EXE " + needs[name].String(); len(w.guard.asked) != 1 || w.guard.asked[0] != want {
				t.Errorf("%s asks %q, want %q", name, w.guard.asked, want)
			}
		}
		for _, what := range needs {
			w.guard.say(excel, what, sms.ErrDenied)
		}
		for name, call := range calls {
			if got := reasonOf(t, call()); got != remote.ReasonDenied {
				t.Errorf("%s: %s", name, got)
			}
		}
		// What makes no sense is told without asking, and one's own text needs no right to read others.
		w.guard.asked = nil
		if _, err := w.client(sms.Program("/bin/new")).Send(ctx, remote.SendParams{To: []string{"?"}, Text: "x"}); reasonOf(t, err) != remote.ReasonNumber || len(w.guard.asked) != 0 {
			t.Errorf("%v, asked %q", err, w.guard.asked)
		}
		w.guard.say(python, sms.PermitRead, sms.ErrDenied)
		if texts, err := p.Status(ctx, remote.StatusParams{ID: ofPython.ID}); err != nil || len(texts) != 1 {
			t.Errorf("its own text: %+v, %v", texts, err)
		}
		if _, err := p.Status(ctx, remote.StatusParams{ID: mine.ID}); reasonOf(t, err) != remote.ReasonDenied {
			t.Errorf("the text of a person: %v", err)
		}
		if _, err := p.Cancel(ctx, mine.ID); reasonOf(t, err) != remote.ReasonDenied {
			t.Errorf("cancels the text of a person: %v", err)
		}
		if _, err := p.Status(ctx, remote.StatusParams{ID: 999}); reasonOf(t, err) != remote.ReasonNotFound {
			t.Errorf("a text that is not there: %v", err)
		}
		if _, err := p.Status(ctx, remote.StatusParams{Key: "none"}); reasonOf(t, err) != remote.ReasonNotFound {
			t.Errorf("a key that is not there: %v", err)
		}
	})
}

// TestDoorShut: a program that is connected when the door is closed gets nothing more.
func TestDoorShut(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		conn := w.dial(python)
		defer conn.Close()
		if a := says(t, conn, `{"jsonrpc":"2.0","id":1,"method":"info"}`+"\n"); a.Error != nil {
			t.Fatalf("%+v", a.Error)
		}
		w.guard.mu.Lock()
		w.guard.shut = true
		w.guard.mu.Unlock()
		if a := says(t, conn, `{"jsonrpc":"2.0","id":2,"method":"info"}`+"\n"); a.Error == nil || a.Error.Data.Reason != remote.ReasonOff {
			t.Errorf("%+v", a)
		}
		isOver(t, conn)
	})
}

func TestStatusWaits(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.client(python)
		defer c.Close()
		text := w.send(c, anna, "hello")
		began := time.Now()
		texts, err := c.Status(ctx, remote.StatusParams{ID: text.ID, Until: remote.Sent, Timeout: 120})
		if err != nil || texts[0].State != remote.Queued || time.Since(began).Round(time.Second) != 2*time.Minute {
			t.Fatalf("%+v, %v, after %v", texts, err, time.Since(began))
		}
		if texts, err = c.Status(ctx, remote.StatusParams{ID: text.ID, Until: remote.Queued, Timeout: 120}); err != nil || len(texts) != 1 {
			t.Errorf("%+v, %v", texts, err)
		}
		m := newModem()
		m.hold = make(chan struct{})
		w.Attach(m)
		time.AfterFunc(30*time.Second, func() { close(m.hold) })
		began = time.Now()
		texts, err = c.Status(ctx, remote.StatusParams{ID: text.ID, Until: remote.Sent, Timeout: 120})
		if err != nil || texts[0].State != remote.Sent || time.Since(began).Round(time.Second) != 30*time.Second {
			t.Errorf("%+v, %v, after %v", texts, err, time.Since(began))
		}
		began = time.Now()
		texts, err = c.Status(ctx, remote.StatusParams{ID: text.ID, Until: remote.Delivered, Timeout: 60})
		if err != nil || texts[0].State != remote.Sent || time.Since(began).Round(time.Second) != time.Minute {
			t.Errorf("%+v, %v, after %v", texts, err, time.Since(began))
		}
		for _, p := range []remote.StatusParams{
			{}, {ID: 1, Key: "k"}, {ID: -1}, {ID: 1, Until: remote.Failed}, {ID: 1, Timeout: -1}, {ID: 1, Timeout: 24*3600 + 1},
		} {
			if _, err := c.Status(ctx, p); reasonOf(t, err) != remote.ReasonUsage {
				t.Errorf("%+v: %v", p, err)
			}
		}
	})
}

// TestGoneWhileWaiting: a program that was killed while it waits leaves no connection behind.
func TestGoneWhileWaiting(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(python)
		text := w.send(c, anna, "hello")
		c.Close()
		w.guard.think = time.Hour
		for _, line := range []string{
			fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"status","params":{"id":%d,"until":"sent","timeout":86400}}`, text.ID),
			`{"jsonrpc":"2.0","id":1,"method":"listen"}`,
		} {
			conn := w.dial(python)
			if _, err := conn.Write([]byte(line + "\n")); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			conn.Close()
		}
		asking := w.dial(excel)
		if _, err := asking.Write([]byte(`{"jsonrpc":"2.0","id":1,"method":"list"}` + "\n")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		asking.Close()
		began := time.Now()
		w.open.Wait()
		if d := time.Since(began); d > 2*time.Second {
			t.Errorf("they end after %v", d)
		}
	})
}

// TestClosedMessenger: whoever waits hears that the program is being closed.
func TestClosedMessenger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, t.TempDir()+"/messages.db")
		c, l := w.client(python), w.client(python)
		defer c.Close()
		defer l.Close()
		text := w.send(c, anna, "hello")
		if _, err := l.Listen(t.Context(), remote.ListenParams{}); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { w.Close() })
		_, err := c.Status(t.Context(), remote.StatusParams{ID: text.ID, Until: remote.Sent, Timeout: 60})
		if reasonOf(t, err) != remote.ReasonClosed {
			t.Errorf("status: %v", err)
		}
		if _, err := l.Next(t.Context()); reasonOf(t, err) != remote.ReasonClosed {
			t.Errorf("listen: %v", err)
		}
		again := w.client(python)
		defer again.Close()
		_, err = again.Send(t.Context(), remote.SendParams{To: []string{string(anna)}, Text: "more"})
		if reasonOf(t, err) != remote.ReasonClosed {
			t.Errorf("send: %v", err)
		}
		w.end()
		w.open.Wait()
		synctest.Wait()
	})
}

// TestNamelessProgram: who the system does not name is a program all the same, and not the person at the window.
func TestNamelessProgram(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client("")
		defer c.Close()
		w.guard.say("", sms.PermitSend, nil)
		p := remote.SendParams{To: []string{string(anna)}, Text: "x"}
		if _, err := c.Send(t.Context(), p); reasonOf(t, err) != remote.ReasonNobodyAnswered {
			t.Errorf("%v", err)
		}
		w.guard.say(sms.UnknownProgram, sms.PermitSend, nil)
		w.send(c, anna, "x")
		if n, err := w.StopPrograms(t.Context()); n != 1 || err != nil {
			t.Errorf("stopped %d, %v", n, err)
		}
	})
}
