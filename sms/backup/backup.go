// Package backup puts texts into files on disk and takes them from there: what sms/messenger has, in the
// formats of sms/transfer, sealed or not. A file is written under another name and gets its own when it is
// whole, so that one that is there is never half a file; nobody but the user can read it.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/transfer"
)

// Texts is what there is of a messenger.
type Texts interface {
	Export(context.Context, sms.Number, transfer.Writer, messenger.Progress) (int, error)
	Import(context.Context, transfer.Reader, messenger.Progress) (transfer.Result, error)
	UndoImport(context.Context, int64, messenger.Progress) (int, error)
	LastImport(context.Context) (transfer.Import, error)
	Region() string
}

// Files exports and imports. Its methods may be called from any goroutine, and take their time.
type Files struct {
	Texts Texts
	// Zone is that of times without one, Now the clock.
	Zone *time.Location
	Now  func() time.Time
}

// ErrFormat is returned for a format that is only read.
var ErrFormat = errors.New("not written in this format")

// Export writes a file and returns how many texts are in it. Unless it returns nil there is no file, or the one
// that was there before.
func (f *Files) Export(ctx context.Context, j transfer.Job, p transfer.Progress) (texts int, err error) {
	err = writeWhole(j.Path, func(file io.Writer) error {
		texts, err = f.export(ctx, file, j, p)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	return texts, nil
}

func (f *Files) export(ctx context.Context, file io.Writer, j transfer.Job, p transfer.Progress) (texts int, err error) {
	if j.Passphrase != "" {
		sealed, err := transfer.Seal(file, j.Passphrase)
		if err != nil {
			return 0, err
		}
		texts, err = f.write(ctx, sealed, j, p)
		return texts, errors.Join(err, sealed.Close()) // which writes the last piece
	}
	return f.write(ctx, file, j, p)
}

func (f *Files) write(ctx context.Context, file io.Writer, j transfer.Job, p transfer.Progress) (int, error) {
	var w transfer.Writer
	switch j.Format {
	case transfer.FormatJSON:
		w = transfer.NewJSON(file)
	case transfer.FormatCSV:
		w = transfer.NewCSV(file, j.Words)
	case transfer.FormatHTML:
		w = transfer.NewHTML(file, j.Words)
	default:
		return 0, ErrFormat
	}
	texts, err := f.Texts.Export(ctx, j.Only, w, func(done, of int) {
		if p != nil {
			p(done, min(1, float64(done)/float64(max(of, 1))))
		}
	})
	if err != nil {
		return texts, err
	}
	return texts, w.Close()
}

// Import takes in a file; passphrase opens one that is sealed. It fails as transfer.Open and transfer.Unseal do:
// with ErrSealed where a passphrase is needed. Whatever was taken in before it failed or ctx ended stays, and
// is in the result.
func (f *Files) Import(ctx context.Context, path, passphrase string, p transfer.Progress) (transfer.Result, error) {
	file, err := os.Open(path)
	if err != nil {
		return transfer.Result{}, fmt.Errorf("import: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return transfer.Result{}, fmt.Errorf("import: %w", err)
	}
	if !info.Mode().IsRegular() {
		return transfer.Result{}, fmt.Errorf("import: %w", transfer.ErrUnknown)
	}
	counted := &counter{ctx: ctx, r: file}
	r, err := f.open(counted, passphrase)
	if err != nil {
		return transfer.Result{}, fmt.Errorf("import: %w", err)
	}
	result, err := f.Texts.Import(ctx, r, func(done, _ int) {
		if p != nil {
			p(done, min(1, float64(counted.n)/float64(max(info.Size(), 1))))
		}
	})
	if err != nil {
		err = fmt.Errorf("import: %w", err)
	}
	return result, err
}

func (f *Files) open(file io.Reader, passphrase string) (transfer.Reader, error) {
	if passphrase != "" {
		plain, err := transfer.Unseal(file, passphrase)
		if err != nil {
			return nil, err
		}
		file = plain
	}
	return transfer.Open(file, transfer.Options{Region: f.Texts.Region(), Zone: f.Zone, Now: f.Now()})
}

// Undo removes what an import has added.
func (f *Files) Undo(ctx context.Context, id int64, p transfer.Progress) (int, error) {
	return f.Texts.UndoImport(ctx, id, func(done, _ int) {
		if p != nil {
			p(done, 0)
		}
	})
}

// Last returns the last import of which something is still here; its ID is 0 for none.
func (f *Files) Last(ctx context.Context) (transfer.Import, error) { return f.Texts.LastImport(ctx) }

// counter counts what is read, until its context ends.
type counter struct {
	ctx context.Context
	r   io.Reader
	n   int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// writeWhole writes a file, all of it or nothing.
func writeWhole(path string, write func(io.Writer) error) error {
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part) // what matters is err
	}
	return err
}
