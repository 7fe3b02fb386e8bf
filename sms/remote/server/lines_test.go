package server_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/remote"
)

// sendLine is a request to send, with its params as they are.
func sendLine(params string) string {
	return `{"jsonrpc":"2.0","id":1,"method":"send","params":` + params + "}\n"
}

// TestBadLines: each has its code and its sentence, nothing is queued, and the connection goes on.
func TestBadLines(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		conn := w.dial(python)
		defer conn.Close()
		for name, c := range map[string]struct {
			line string
			code int
		}{
			"nothing":          {"\n", remote.CodeParse},
			"words":            {"send 0171 hello\n", remote.CodeParse},
			"half an object":   {`{"jsonrpc":"2.0"` + "\n", remote.CodeParse},
			"two objects":      {`{"jsonrpc":"2.0","id":1,"method":"info"}{}` + "\n", remote.CodeParse},
			"list of requests": {`[{"jsonrpc":"2.0","id":1,"method":"info"}]` + "\n", remote.CodeRequest},
			"no version":       {`{"id":1,"method":"info"}` + "\n", remote.CodeRequest},
			"notification":     {`{"jsonrpc":"2.0","method":"info"}` + "\n", remote.CodeRequest},
			"no method":        {`{"jsonrpc":"2.0","id":1}` + "\n", remote.CodeRequest},
			"other method":     {`{"jsonrpc":"2.0","id":1,"method":"erase"}` + "\n", remote.CodeMethod},
			"unknown field":    {sendLine(`{"to":["0171123456"],"text":"x","flash":true}`), remote.CodeParams},
			"field twice":      {sendLine(`{"to":["0171123456"],"text":"x","text":"y"}`), remote.CodeRequest},
			"other letters":    {sendLine(`{"To":["0171123456"],"text":"x"}`), remote.CodeRequest},
			"null":             {sendLine(`{"to":["0171123456"],"text":null}`), remote.CodeRequest},
			"number for text":  {sendLine(`{"to":["0171123456"],"text":1}`), remote.CodeParams},
			"text for list":    {sendLine(`{"to":"0171123456","text":"x"}`), remote.CodeParams},
			"list for params":  {sendLine(`["0171123456","x"]`), remote.CodeParams},
			"control raw":      {sendLine("{\"to\":[\"0171123456\"],\"text\":\"a\x1bb\"}"), remote.CodeParse},
			"control escaped":  {sendLine(`{"to":["0171123456"],"text":"a\u001bb"}`), remote.CodeRefused},
			"no UTF-8":         {sendLine("{\"to\":[\"0171123456\"],\"text\":\"a\xffb\"}"), remote.CodeParse},
			"half a character": {sendLine(`{"to":["0171123456"],"text":"\ud83d"}`), remote.CodeParse},
			"wrong number":     {sendLine(`{"to":["0171-abc"],"text":"x"}`), remote.CodeRefused},
			"other version":    {`{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":2}}` + "\n", remote.CodeParams},
			"limit":            {`{"jsonrpc":"2.0","id":1,"method":"list","params":{"limit":501}}` + "\n", remote.CodeParams},
			"negative limit":   {`{"jsonrpc":"2.0","id":1,"method":"list","params":{"limit":-1}}` + "\n", remote.CodeParams},
			"negative since":   {`{"jsonrpc":"2.0","id":1,"method":"list","params":{"since":-1}}` + "\n", remote.CodeParams},
			"direction":        {`{"jsonrpc":"2.0","id":1,"method":"list","params":{"direction":"up"}}` + "\n", remote.CodeParams},
			"large number":     {`{"jsonrpc":"2.0","id":1,"method":"cancel","params":{"id":9223372036854775808}}` + "\n", remote.CodeParams},
			"no id":            {`{"jsonrpc":"2.0","id":1,"method":"cancel"}` + "\n", remote.CodeParams},
		} {
			a := says(t, conn, c.line)
			if a.Error == nil || a.Error.Code != c.code || !strings.HasSuffix(a.Error.Message, ".") || a.Error.Data.Reason == "" {
				t.Errorf("%s: %+v, want code %d", name, a.Error, c.code)
			}
		}
		if w.queued() != 0 {
			t.Errorf("%d are queued", w.queued())
		}
		if a := says(t, conn, `{"jsonrpc":"2.0","id":"x","method":"info"}`+"\r\n"); a.Error != nil || string(a.ID) != `"x"` {
			t.Errorf("afterwards: %+v", a)
		}
	})
}

// TestHalfALine: who begins a line has 10 seconds to end it; who begins none has all the time.
func TestHalfALine(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		conn := w.dial(python)
		time.Sleep(24 * time.Hour)
		began := time.Now()
		a := says(t, conn, `{"jsonrpc":"2.0","id":1,`)
		if a.Error == nil || a.Error.Data.Reason != remote.ReasonUsage || time.Since(began) != 10*time.Second {
			t.Errorf("%+v after %v", a.Error, time.Since(began))
		}
		isOver(t, conn)
		slow := w.dial(python)
		defer slow.Close()
		go func() {
			for _, b := range []byte(`{"jsonrpc":"2.0","id":1,"method":"info"}` + "\n") {
				time.Sleep(200 * time.Millisecond)
				_, _ = slow.Write([]byte{b})
			}
		}()
		if a := hears(t, slow); a.Error != nil {
			t.Errorf("a slow one: %+v", a.Error)
		}
	})
}

// TestMegabyte: a text of 1 MB is told and not kept.
func TestMegabyte(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		conn := w.dial(python)
		a := says(t, conn, sendLine(`{"to":["0171123456"],"text":"`+strings.Repeat("x", 1<<20)+`"}`))
		if a.Error == nil || a.Error.Data.Reason != remote.ReasonTooLong || !strings.Contains(a.Error.Message, "65536") {
			t.Errorf("%+v", a.Error)
		}
		isOver(t, conn)
		conn.Close()
		if w.queued() != 0 {
			t.Errorf("%d are queued", w.queued())
		}
		just := w.dial(python)
		defer just.Close()
		line := sendLine(`{"to":["0171123456"],"text":""}`)
		line = strings.Replace(line, `""`, `"`+strings.Repeat("x", remote.MaxLine+1-len(line))+`"`, 1)
		if a := says(t, just, line); a.Error == nil || strings.Contains(a.Error.Message, "bytes") {
			t.Errorf("a line of %d bytes: %+v", len(line)-1, a.Error)
		}
	})
}

// TestSeventeenthConnection: it is told so, and there is room again when another one ends.
func TestSeventeenthConnection(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var all []io.Closer
		for range remote.MaxConnections {
			all = append(all, w.dial(python))
		}
		synctest.Wait()
		c := w.client(python)
		if _, err := c.Info(t.Context()); reasonOf(t, err) != remote.ReasonBusy {
			t.Errorf("one too many: %v", err)
		}
		c.Close()
		time.Sleep(2 * time.Second)
		all[3].Close()
		time.Sleep(2 * time.Second)
		c = w.client(python)
		if _, err := c.Info(t.Context()); err != nil {
			t.Errorf("when there is room again: %v", err)
		}
		c.Close()
		for _, conn := range all {
			conn.Close()
		}
	})
}

// TestSilentSeventeenth: one too many that reads nothing is not waited for.
func TestSilentSeventeenth(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for range remote.MaxConnections {
			conn := w.dial(python)
			defer conn.Close()
		}
		synctest.Wait()
		conn := w.dial(python)
		time.Sleep(3 * time.Second)
		if _, err := conn.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("it is still open: %v", err)
		}
	})
}

// TestSeveralLinesAtOnce are answered in order, also when the program says that there will be no more.
func TestSeveralLinesAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		conn := w.dial(python)
		defer conn.Close()
		var lines strings.Builder
		for i := range 20 {
			fmt.Fprintf(&lines, `{"jsonrpc":"2.0","id":%d,"method":"info"}`+"\n", i)
		}
		go func() { _, _ = conn.Write([]byte(lines.String())) }()
		for i := range 20 {
			if a := hears(t, conn); string(a.ID) != fmt.Sprint(i) || a.Error != nil {
				t.Fatalf("answer %d is %+v", i, a)
			}
		}
		half := &halfConn{r: strings.NewReader(lines.String())}
		w.server.Serve(w.ctx, half, python)
		if n := strings.Count(half.w.String(), "\n"); n != 20 {
			t.Errorf("%d answers to who says no more", n)
		}
	})
}

// halfConn is a connection on which a program has said all that it says.
type halfConn struct {
	r io.Reader
	w strings.Builder
}

func (c *halfConn) Read(b []byte) (int, error)       { return c.r.Read(b) }
func (c *halfConn) Write(b []byte) (int, error)      { return c.w.Write(b) }
func (c *halfConn) Close() error                     { return nil }
func (c *halfConn) SetReadDeadline(time.Time) error  { return nil }
func (c *halfConn) SetWriteDeadline(time.Time) error { return nil }

// TestReadOnly: a file of a newer program is read, and nothing is sent.
func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	synctest.Test(t, func(t *testing.T) { newWorld(t, path).close() })
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, path)
		defer w.close()
		c := w.client(python)
		defer c.Close()
		_, err := c.Send(t.Context(), remote.SendParams{To: []string{string(anna)}, Text: "x"})
		if reasonOf(t, err) != remote.ReasonReadOnly {
			t.Errorf("send: %v", err)
		}
		if _, err := c.List(t.Context(), remote.ListParams{}); err != nil {
			t.Errorf("list: %v", err)
		}
	})
}

// TestStoreRefuses: what cannot be kept is not accepted.
func TestStoreRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, path)
		defer w.close()
		c := w.client(python)
		defer c.Close()
		w.send(c, anna, "before")
		other, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)")
		if err != nil {
			t.Fatal(err)
		}
		other.SetMaxOpenConns(1)
		if _, err := other.Exec("BEGIN EXCLUSIVE"); err != nil {
			t.Fatal(err)
		}
		_, err = c.Send(t.Context(), remote.SendParams{To: []string{string(bert)}, Text: "x", Key: "k"})
		if reasonOf(t, err) != remote.ReasonInternal {
			t.Errorf("send: %v", err)
		}
		other.Close()
		time.Sleep(time.Minute)
		a, err := c.Send(t.Context(), remote.SendParams{To: []string{string(bert)}, Text: "x", Key: "k"})
		if err != nil || a.Known {
			t.Errorf("afterwards: %+v, %v", a, err)
		}
	})
}

// TestDoorEndsConnections: the end of the context is that of all connections.
func TestDoorEndsConnections(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		c := w.client(python)
		defer c.Close()
		text := w.send(c, anna, "x")
		time.AfterFunc(time.Second, w.end)
		_, err := c.Status(t.Context(), remote.StatusParams{ID: text.ID, Until: remote.Sent, Timeout: 60})
		if reasonOf(t, err) != remote.ReasonClosed {
			t.Errorf("%v", err)
		}
		w.open.Wait()
	})
}
