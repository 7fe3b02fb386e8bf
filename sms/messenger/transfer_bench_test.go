package messenger_test

import (
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/sms/transfer"
)

// largest follows the memory that is in use while something runs, and reports by how much it grew.
func largest(b *testing.B) (done func()) {
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	quit := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most.Store(max(most.Load(), now.HeapAlloc))
			select {
			case <-quit:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() {
		close(quit)
		<-ended
		b.ReportMetric(float64(most.Load()-before.HeapAlloc)/(1<<20), "MB-more")
	}
}

// backup writes an Android backup of 100,000 texts with 1,000 partners.
func backup() io.Reader {
	r, w := io.Pipe()
	go func() {
		fmt.Fprint(w, `<smses count="100000">`)
		for i := range 100_000 {
			fmt.Fprintf(w, `<sms protocol="0" address="+4917%08d" date="%d" type="%d" body="Text number %d is neither long nor `+
				`short, like most texts that people send" read="1" status="-1" date_sent="0" contact_name="Somebody" />`,
				i%1000, 1700000000000+int64(i)*1000, 1+i%2, i)
		}
		fmt.Fprint(w, `</smses>`)
		w.Close()
	}()
	return r
}

// BenchmarkTransfer100k imports, imports again what is there, and exports 100,000 texts. The budget is 40 MB
// more memory for each.
func BenchmarkTransfer100k(b *testing.B) {
	for b.Loop() {
		m := start(b)
		done := largest(b)
		began := time.Now()
		if got, err := m.Import(b.Context(), opened(b, backup()), nil); err != nil || got.Texts != 100_000 {
			b.Fatal(got, err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-import")
		done()
		began = time.Now()
		if got, err := m.Import(b.Context(), opened(b, backup()), nil); err != nil || got.Known != 100_000 {
			b.Fatal(got, err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-import-again")
		began = time.Now()
		w := transfer.NewJSON(io.Discard)
		if n, err := m.Export(b.Context(), "", w, nil); err != nil || n != 100_000 {
			b.Fatal(n, err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-export")
		last, err := m.LastImport(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		if n, err := m.UndoImport(b.Context(), last.ID, nil); err != nil || n != 100_000 {
			b.Fatal(n, err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-undo")
		m.Close()
	}
}
