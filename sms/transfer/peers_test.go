package transfer_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/sms/transfer"
)

// TestGammuItself reads a backup that gammu has just written, of its made-up telephone.
func TestGammuItself(t *testing.T) {
	program, err := exec.LookPath("gammu")
	if err != nil {
		t.Skip("gammu is not installed: ", err)
	}
	dir := t.TempDir()
	for _, folder := range []string{"sms/1", "sms/2", "sms/3", "sms/4", "sms/5", "fs", "pbk/ME", "pbk/SM"} {
		if err := os.MkdirAll(filepath.Join(dir, "phone", folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	rc := filepath.Join(dir, "gammurc")
	config := "[gammu]\nmodel = dummy\nconnection = none\nport = " + filepath.Join(dir, "phone") + "\n"
	if err := os.WriteFile(rc, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) {
		c := exec.Command(program, append([]string{"-c", rc}, args...)...)
		c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("gammu %s: %v\n%s", args, err, out)
		}
	}
	long := strings.Repeat("Ein langer Text mit 😀 und Umlauten: äöü. ", 6)
	run("savesms", "TEXT", "-folder", "1", "-unread", "-sender", "+491711234567", "-text", "Hällo [x] €")
	run("savesms", "TEXT", "-folder", "2", "-sent", "-sender", "+491711234567", "-unicode", "-len", "400", "-text", long)
	run("backupsms", "out.smsbackup", "-yes")
	file, err := os.ReadFile(filepath.Join(dir, "out.smsbackup"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := transfer.Open(bytes.NewReader(file), today)
	if err != nil || r.Format() != transfer.FormatGammu {
		t.Fatalf("%v\n%s", err, file)
	}
	var words []string
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || rec.Text == nil {
			t.Fatalf("%v, %+v\n%s", err, rec, file)
		}
		words = append(words, fmt.Sprint(rec.Text.Number, rec.Text.Direction, rec.Text.Text, rec.Text.Read))
	}
	want := []string{fmt.Sprint(anna, 0, "Hällo [x] €", false), fmt.Sprint(anna, 1, long, true)}
	same(t, words, want)
}

// TestManyRows: 200,000 rows are read one by one.
func TestManyRows(t *testing.T) {
	const rows = 200_000
	r, w := io.Pipe()
	go func() {
		fmt.Fprint(w, "Number,Text,Time\r\n")
		for i := range rows {
			fmt.Fprintf(w, "8085%d,\"text, number %d\",2013-05-01 14:02:03\r\n", i%10, i)
		}
		w.Close()
	}()
	in, err := transfer.Open(r, today)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; ; n++ {
		rec, err := in.Next()
		if err != nil {
			break
		}
		if rec.Text == nil || rec.Text.Text != fmt.Sprintf("text, number %d", n) {
			t.Fatalf("%d: %+v", n, rec)
		}
	}
	if n != rows {
		t.Errorf("%d rows", n)
	}
}
