package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// arrive has a call come in, which is a message without a text.
func arrive(m *modem, from sms.Number) {
	m.sink.Called(sms.Call{From: string(from), At: time.Now()})
	synctest.Wait()
}

// next is the next received message, nil when none comes.
func next(t *testing.T, c *remote.Client) *remote.Received {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	n, err := c.Next(ctx)
	if err != nil {
		return nil
	}
	return n.Received
}

func TestListen(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		m := newModem()
		w.Attach(m)
		arrive(m, anna)
		if err := w.SetName(ctx, anna, "Anna"); err != nil {
			t.Fatal(err)
		}
		c := w.client(python)
		last, err := c.Listen(ctx, remote.ListenParams{})
		if err != nil || last == 0 {
			t.Fatalf("%d, %v", last, err)
		}
		arrive(m, bert)
		arrive(m, anna)
		first, second := next(t, c), next(t, c)
		if first == nil || first.From != string(bert) || first.Seq <= last || first.State != remote.Call || first.ID == 0 || first.Received.IsZero() {
			t.Errorf("%+v", first)
		}
		if second == nil || second.From != string(anna) || second.Name != "Anna" || second.Seq <= first.Seq {
			t.Errorf("%+v", second)
		}
		c.Close()
		for range 120 { // more than a page
			arrive(m, bert)
		}
		if err := w.SetFlag(ctx, bert, sms.FlagBlocked, true); err != nil {
			t.Fatal(err)
		}
		arrive(m, anna)
		c = w.client(python)
		if _, err := c.Listen(ctx, remote.ListenParams{Since: &first.Seq}); err != nil {
			t.Fatal(err)
		}
		if got := next(t, c); got == nil || got.Seq != second.Seq {
			t.Errorf("since %d: %+v", first.Seq, got)
		}
		if got := next(t, c); got == nil || got.From != string(anna) {
			t.Errorf("beyond a blocked partner: %+v", got)
		}
		if got := next(t, c); got != nil {
			t.Errorf("one too many: %+v", got)
		}
		c.Close()
	})
}

func TestListenInPages(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		m := newModem()
		w.Attach(m)
		c := w.client(python)
		zero := int64(0)
		for i := range 130 {
			arrive(m, sms.Number(fmt.Sprintf("+4917112345%02d", i%100)))
		}
		if _, err := c.Listen(t.Context(), remote.ListenParams{Since: &zero}); err != nil {
			t.Fatal(err)
		}
		for i := range 130 {
			if got := next(t, c); got == nil || got.From != fmt.Sprintf("+4917112345%02d", i%100) {
				t.Fatalf("%d: %+v", i, got)
			}
		}
		c.Close()
	})
}

// TestReports: who asks for it hears what becomes of texts of programs, and of no others.
func TestReports(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		l, c := w.client(python), w.client(python)
		defer l.Close()
		defer c.Close()
		if _, err := l.Listen(t.Context(), remote.ListenParams{Reports: true}); err != nil {
			t.Fatal(err)
		}
		a, err := c.Send(t.Context(), remote.SendParams{To: []string{string(anna)}, Text: "x", Key: "k"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Send(t.Context(), bert, "of the person"); err != nil {
			t.Fatal(err)
		}
		w.Attach(newModem())
		for state := remote.Queued; state != remote.Sent; {
			n, err := l.Next(t.Context())
			if err != nil || n.Report == nil || n.Report.ID != a.Texts[0].ID || n.Report.Key != "k" {
				t.Fatalf("%+v, %v", n, err)
			}
			state = n.Report.State
		}
		quiet, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if n, err := l.Next(quiet); err == nil {
			t.Errorf("and then %+v", n)
		}
	})
}

// slow is an engine in which a text is sent, and that is noted, between the note of a change and the look at it.
type slow struct {
	*world
	happens func(id int64)
}

func (e slow) Message(ctx context.Context, id int64) (sms.Message, error) {
	e.happens(id)
	return e.world.Message(ctx, id)
}

// TestReportsOnce: a text that changes again while it is read is reported once in each state.
func TestReportsOnce(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		m := newModem()
		w.server.Engine = slow{w, func(int64) {
			if m.sink == nil {
				w.Attach(m)
				synctest.Wait()
			}
		}}
		l, c := w.client(python), w.client(python)
		defer l.Close()
		defer c.Close()
		if _, err := l.Listen(t.Context(), remote.ListenParams{Reports: true}); err != nil {
			t.Fatal(err)
		}
		w.send(c, anna, "x")
		quiet, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var heard []remote.State
		for {
			n, err := l.Next(quiet)
			if err != nil {
				break
			}
			heard = append(heard, n.Report.State)
		}
		if !slices.Equal(heard, []remote.State{remote.Sent}) {
			t.Errorf("%v", heard)
		}
	})
}

// TestListenEnds: the reason is told.
func TestListenEnds(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(w *world)
		want remote.Reason
	}{
		"permission taken away": {func(w *world) { w.guard.say(python, sms.PermitRead, sms.ErrDenied) }, remote.ReasonDenied},
		"door shut": {func(w *world) {
			w.guard.mu.Lock()
			w.guard.shut = true
			w.guard.mu.Unlock()
		}, remote.ReasonOff},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				m := newModem()
				w.Attach(m)
				l := w.client(python)
				defer l.Close()
				if _, err := l.Listen(t.Context(), remote.ListenParams{}); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				c.end(w)
				m.sink.Called(sms.Call{From: string(anna), At: time.Now()})
				if n, err := l.Next(t.Context()); reasonOf(t, err) != c.want {
					t.Errorf("%+v, %v", n, err)
				}
			})
		})
	}
}

// meanwhile is an engine that has something happen while it reads what has come in.
type meanwhile struct {
	*world
	happens func()
}

func (e meanwhile) Arrivals(ctx context.Context, after int64, limit int) ([]sms.Arrival, error) {
	all, err := e.world.Arrivals(ctx, after, limit)
	e.happens()
	return all, err
}

// TestTakenAwayWhileReading: what was read already is not handed over to who may not read any more.
func TestTakenAwayWhileReading(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.server.Engine = meanwhile{w, func() { w.guard.say(python, sms.PermitRead, sms.ErrDenied) }}
		m := newModem()
		w.Attach(m)
		arrive(m, anna)
		c := w.client(python)
		defer c.Close()
		if _, err := c.Listen(t.Context(), remote.ListenParams{Since: new(int64)}); err != nil {
			t.Fatal(err)
		}
		if n, err := c.Next(t.Context()); reasonOf(t, err) != remote.ReasonDenied {
			t.Errorf("%+v, %v", n, err)
		}
	})
}

// TestListenerIsKilled: one that is gone while a message is handed over to it is nothing to warn of.
func TestListenerIsKilled(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var log strings.Builder
		w.server.Log = slog.New(slog.NewTextHandler(&log, nil))
		m := newModem()
		w.Attach(m)
		conn := w.dial(python)
		if _, err := remote.NewClient(conn).Listen(t.Context(), remote.ListenParams{}); err != nil {
			t.Fatal(err)
		}
		arrive(m, anna) // and nobody reads it
		conn.Close()
		synctest.Wait()
		if log.Len() > 0 {
			t.Errorf("logged %s", &log)
		}
	})
}

func TestBadListens(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for _, since := range []int64{-1, 1 << 60} {
			c := w.client(python)
			if _, err := c.Listen(t.Context(), remote.ListenParams{Since: &since}); reasonOf(t, err) != remote.ReasonUsage {
				t.Errorf("since %d: %v", since, err)
			}
			c.Close()
		}
		conn := w.dial(python)
		defer conn.Close()
		if a := says(t, conn, `{"jsonrpc":"2.0","id":1,"method":"listen"}`+"\n"); a.Error != nil {
			t.Fatalf("%+v", a.Error)
		}
		if a := says(t, conn, `{"jsonrpc":"2.0","id":2,"method":"info"}`+"\n"); a.Error == nil || a.Error.Data.Reason != remote.ReasonUsage {
			t.Errorf("a request while it listens: %+v", a)
		}
		isOver(t, conn)
	})
}

func TestList(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		m := newModem()
		w.Attach(m)
		c := w.client(python)
		defer c.Close()
		w.send(c, anna, "out")
		for range 3 {
			arrive(m, anna)
		}
		arrive(m, "o2")
		if err := w.SetName(ctx, anna, "Anna"); err != nil {
			t.Fatal(err)
		}
		l, err := c.List(ctx, remote.ListParams{})
		if err != nil || len(l.Texts) != 5 || l.More || l.Texts[0].Text != "out" || l.Texts[0].To != string(anna) || l.Texts[0].Name != "Anna" {
			t.Fatalf("%+v, %v", l, err)
		}
		ids := l.Texts
		for name, c2 := range map[string]struct {
			params remote.ListParams
			want   []remote.Text
			more   bool
		}{
			"out":          {remote.ListParams{Direction: remote.Out}, ids[:1], false},
			"in":           {remote.ListParams{Direction: remote.In}, ids[1:], false},
			"with a name":  {remote.ListParams{With: "o2"}, ids[4:], false},
			"with anna":    {remote.ListParams{With: "0171 1234567", Direction: remote.In}, ids[1:4], false},
			"newest":       {remote.ListParams{Limit: 2}, ids[3:], false},
			"since":        {remote.ListParams{Since: &ids[0].ID, Limit: 2}, ids[1:3], true},
			"since, whole": {remote.ListParams{Since: &ids[2].ID, Limit: 2}, ids[3:], false},
			"beginning":    {remote.ListParams{Since: new(int64), Limit: 2}, ids[:2], true},
			"nobody":       {remote.ListParams{With: "+4930123456"}, nil, false},
		} {
			l, err := c.List(ctx, c2.params)
			ok := err == nil && len(l.Texts) == len(c2.want) && l.More == c2.more
			for i := range l.Texts {
				ok = ok && l.Texts[i].ID == c2.want[i].ID
			}
			if !ok {
				t.Errorf("%s: %+v, %v", name, l, err)
			}
		}
	})
}
