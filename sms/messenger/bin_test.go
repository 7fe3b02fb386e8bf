package messenger_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/messenger"
)

// TestDeletedTextWaitsNoMore: a text of the queue that was deleted does not go out, and does not after it
// was restored, until the user wants it.
func TestDeletedTextWaitsNoMore(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		sent := b.send(anna, "hello")
		if err := b.Delete(ctx, sent.ID); err != nil {
			b.t.Fatal(err)
		}
		modem := newBackend()
		b.Attach(modem)
		after(time.Hour)
		if err := b.Restore(ctx, sent.ID); err != nil {
			b.t.Fatal(err)
		}
		after(time.Hour)
		b.wantStatus(anna, sms.Failed, sms.ReasonStopped)
		if err := b.Retry(ctx, sent.ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestDeletedWhileBeingSent: it goes out, the window hears no more of it, and it is sent when restored.
func TestDeletedWhileBeingSent(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		modem := newBackend()
		modem.answer = func(n int) (int, error) { time.Sleep(10 * time.Second); return n, nil }
		b.Attach(modem)
		m := b.send(anna, "hello")
		b.wantStatus(anna, sms.Sending, sms.ReasonNone)
		if err := b.Delete(ctx, m.ID); err != nil {
			b.t.Fatal(err)
		}
		told := seen(b, func(e sms.MessageChanged) bool { return e.Message.ID == m.ID })
		after(time.Minute)
		if now := seen(b, func(e sms.MessageChanged) bool { return e.Message.ID == m.ID }); now != told {
			b.t.Error("the window was told of a deleted text")
		}
		if err := b.Restore(ctx, m.ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestBinIsEmptiedAfterItsTime: also across a restart, and not before.
func TestBinIsEmptiedAfterItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer func() { b.close() }()
		inBin := func() int {
			all, err := b.Bin(t.Context(), 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		for _, text := range []string{"one", "two", "three"} {
			if err := b.Delete(t.Context(), b.send(anna, text).ID); err != nil {
				t.Fatal(err)
			}
			time.Sleep(24 * time.Hour)
		}
		if inBin() != 3 {
			t.Fatalf("%d in the bin, want 3", inBin())
		}
		time.Sleep(messenger.BinTime - 3*24*time.Hour - time.Second)
		if inBin() != 3 {
			t.Fatalf("%d in the bin before the time is over, want 3", inBin())
		}
		time.Sleep(2 * time.Second)
		if inBin() != 2 {
			t.Fatalf("%d in the bin, want 2: the first one is due", inBin())
		}
		b.close()
		time.Sleep(24 * time.Hour)
		b = b.restart()
		synctest.Wait()
		if inBin() != 1 {
			t.Fatalf("%d in the bin after a restart, want 1", inBin())
		}
		if err := b.EmptyBin(t.Context()); err != nil || inBin() != 0 {
			t.Fatalf("%d in the bin after it was emptied: %v", inBin(), err)
		}
	})
}

// TestRestOfADeletedText: what comes in after a text was deleted that lacked it brings the text back.
func TestRestOfADeletedText(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.keep(b.t, incoming(annaDigits, part(9, 2, 1), "one ", time.Now()))
		time.Sleep(inbox.Patience + time.Second)
		if err := b.Delete(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		modem.keep(b.t, incoming(annaDigits, part(9, 2, 2), "two", time.Now()))
		synctest.Wait()
		if m := b.one(anna); m.Text != "one two" || m.Status != sms.Received || m.Read {
			b.t.Fatalf("got %+v", m)
		}
	})
}

// TestEmptyBinOfMany removes more than goes into one commit, and wherever the bin is emptied, nothing else is.
func TestEmptyBinOfMany(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		for i := range 120 {
			b.send(anna, fmt.Sprint("text ", i))
		}
		b.send(bert, "stays")
		ids, err := b.DeleteConversation(ctx, anna)
		if err != nil || len(ids) != 120 {
			b.t.Fatalf("%d, %v", len(ids), err)
		}
		if err := b.EmptyBin(ctx); err != nil {
			b.t.Fatal(err)
		}
		if all, err := b.Bin(ctx, 0, 0); err != nil || len(all) != 0 {
			b.t.Fatalf("%d left, %v", len(all), err)
		}
		if b.one(bert).Text != "stays" {
			b.t.Fatal("another text is gone")
		}
		if err := b.Restore(ctx, ids...); err != nil || len(b.with(anna)) != 0 {
			b.t.Fatalf("came back from nowhere: %v", err)
		}
	})
}

// TestIndexIsFilledByItself: many texts go into the index for searching, and removed ones out of it, without
// anybody asking for it.
func TestIndexIsFilledByItself(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		for i := range 300 {
			modem.keep(b.t, incoming(annaDigits, nil, fmt.Sprint("text ", i), time.Now().Add(time.Duration(i)*time.Second)))
		}
		synctest.Wait()
		if n := b.st.Unsearched(); n < 256 {
			b.t.Error("the index is filled while the window comes up")
		}
		after(30 * time.Second)
		if n := b.st.Unsearched(); n >= 256 {
			b.t.Errorf("%d are not in the index", n)
		}
		hits, err := b.Search(b.t.Context(), "text", "", 0)
		if err != nil || len(hits) != 300 {
			b.t.Fatalf("%d found, %v", len(hits), err)
		}
		if err := b.Delete(b.t.Context(), hits[299].Message.ID); err != nil {
			b.t.Fatal(err)
		}
		if err := b.EmptyBin(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
		after(time.Minute)
		if b.st.Soiled() {
			b.t.Error("the index still holds what was removed")
		}
	})
}
