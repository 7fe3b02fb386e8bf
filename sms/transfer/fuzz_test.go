package transfer_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"filippo.io/age"

	"surfstick-sms/sms/transfer"
)

// seed gives a fuzz test the files in testdata, whole and cut.
func seed(f *testing.F, names ...string) {
	for _, name := range names {
		file := sample(f, name)
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
}

// drain reads a file to its end. Nothing that comes out may break what is promised, whatever goes in.
func drain(t *testing.T, file []byte) {
	r, err := transfer.Open(bytes.NewReader(file), today)
	if err != nil {
		return
	}
	for n := 0; ; n++ {
		rec, err := r.Next()
		if err != nil {
			return
		}
		if n > 2*len(file)+10 {
			t.Fatalf("%d records in %d bytes", n, len(file))
		}
		check(t, rec)
	}
}

func check(t *testing.T, rec transfer.Record) {
	switch {
	case rec.Text != nil:
		x := rec.Text
		if x.Number == "" || x.Time.IsZero() || x.Direction < 0 || x.Direction > 1 || len(x.Text) > 256<<10 ||
			x.Place < 0 || x.Parts < 0 || x.Done < 0 {
			t.Fatalf("%+v", x)
		}
	case rec.Partner != nil:
		if rec.Partner.Number == "" {
			t.Fatalf("%+v", rec.Partner)
		}
	case rec.Planned != nil:
		if rec.Planned.To == "" {
			t.Fatalf("%+v", rec.Planned)
		}
	case rec.Left == nil || rec.Left.Cause == transfer.CauseNone:
		t.Fatal("nothing at all")
	}
}

func FuzzOpen(f *testing.F) {
	seed(f, "everything.json", "everything.csv", "android.xml", "backup.smsbackup")
	f.Fuzz(func(t *testing.T, file []byte) { drain(t, file) })
}

func FuzzAndroid(f *testing.F) {
	seed(f, "android.xml")
	f.Fuzz(func(t *testing.T, file []byte) { drain(t, append([]byte("<smses>"), file...)) })
}

func FuzzGammu(f *testing.F) {
	seed(f, "backup.smsbackup")
	f.Fuzz(func(t *testing.T, file []byte) { drain(t, append([]byte("[SMSBackup000]\n"), file...)) })
}

func FuzzTable(f *testing.F) {
	seed(f, "everything.csv")
	f.Add([]byte("80850,words,2013-05-01 14:02:03\n"))
	f.Fuzz(func(t *testing.T, file []byte) { drain(t, append([]byte("Number,Text,Time\n"), file...)) })
}

// cheaplySealed is a sealed file whose passphrase is tried in no time: with the usual work an input takes half a
// second, and minutes of trying reach nothing.
func cheaplySealed(f *testing.F, content, passphrase string) []byte {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		f.Fatal(err)
	}
	r.SetWorkFactor(1)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, r)
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		f.Fatal(err)
	}
	return file.Bytes()
}

func FuzzUnseal(f *testing.F) {
	f.Add(cheaplySealed(f, "content", "passphrase"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if r, err := transfer.Unseal(bytes.NewReader(file), "another"); err == nil {
			b, err := io.ReadAll(r)
			t.Fatalf("opened: %q, %v", b, err)
		}
	})
}

// FuzzRound: what JSON was read is written so that it reads and writes the same.
func FuzzRound(f *testing.F) {
	seed(f, "everything.json")
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := transfer.Open(bytes.NewReader(file), today)
		if err != nil || r.Format() != transfer.FormatJSON {
			return
		}
		var partners, texts, later []transfer.Record
		for {
			rec, err := r.Next()
			if err != nil {
				break
			}
			check(t, rec)
			switch {
			case rec.Text != nil:
				texts = append(texts, rec)
			case rec.Planned != nil:
				later = append(later, rec)
			case rec.Partner != nil && rec.Partner.Says():
				partners = append(partners, rec)
			}
		}
		first := write(t, append(append(partners, texts...), later...), transfer.NewJSON)
		if second := write(t, records(t, first), transfer.NewJSON); !bytes.Equal(first, second) {
			t.Fatalf("first\n%s\nsecond\n%s", first, second)
		}
		for _, open := range []func(io.Writer) transfer.Writer{asCSV, asHTML} {
			write(t, texts, open)
		}
	})
}
