// Texts fills a data folder with texts as they come and go: half of them received, with the PDUs
// they came in, half sent, with their parts; 1,000 partners, one in twenty texts with the same.
//
//	go run ./bench/texts FILE COUNT
package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: texts FILE COUNT")
		os.Exit(2)
	}
	count, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = fill(os.Args[1], count)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fill(path string, count int) error {
	st, err := store.Open(path, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	for i := range count {
		put := received
		if i%2 == 1 {
			put = sent
		}
		if err := put(st, text{i, time.UnixMilli(1763800000000 + int64(i)*60_000)}); err != nil {
			return err
		}
	}
	return index(st)
}

// index puts all of them into the index for searching, as the program has done in a file that it has worked with
// for a while.
func index(st *store.Store) error {
	const step = 1000
	for n := step; n == step; {
		var err error
		if n, err = st.Index(context.Background(), step); err != nil {
			return err
		}
	}
	for clean := false; !clean; {
		var err error
		if clean, err = st.Clean(context.Background()); err != nil {
			return err
		}
	}
	return nil
}

// text is one of them.
type text struct {
	i  int
	at time.Time
}

func (t text) partner() sms.Number {
	if t.i%20 < 2 {
		return "+491711234567"
	}
	return sms.Number(fmt.Sprintf("+49170%07d", t.i/2%1000))
}

func (t text) words() string {
	return fmt.Sprintf("Text number %d is neither long nor short, like most texts that people send", t.i)
}

// octets stand for what such a text is on the air.
func (t text) octets() []byte { return fmt.Appendf(nil, "%016d%.68s", t.i, t.words()) }

func received(st *store.Store, t text) error {
	ctx := context.Background()
	id, err := st.KeepRaw(ctx, store.Raw{
		Delivery: sms.Delivery{Raw: hex.EncodeToString(t.octets()), Length: len(t.octets())},
		IMEI:     "490154203237518", IMSI: "262011234567890", At: t.at,
	})
	if err != nil {
		return err
	}
	_, err = st.Settle(ctx, store.Incoming{
		Raws: []store.Outcome{{Raw: id, Hash: t.octets()[:32], State: store.RawSettled}},
		Message: &sms.Message{
			Number: t.partner(), Text: t.words(), Status: sms.Received, Time: t.at, SentAt: t.at,
			Parts: 1, Done: 1, Read: true,
		},
		IMEI: "490154203237518", IMSI: "262011234567890",
	})
	return err
}

func sent(st *store.Store, t text) error {
	ctx := context.Background()
	o := outbox.Text{
		To: t.partner(), Body: t.words(), IMSI: "262011234567890", Status: sms.Queued,
		Parts: []outbox.Part{{TPDU: t.octets()}},
	}
	m, err := st.Enqueue(ctx, store.Outgoing{Text: o, At: t.at, IMEI: "490154203237518"})
	if err != nil {
		return err
	}
	o.ID, o.Status, o.DoneAt = m.ID, sms.Delivered, t.at
	o.Parts[0].State, o.Parts[0].Ref, o.Parts[0].At = outbox.Delivered, t.i%256, t.at
	_, err = st.Write(ctx, store.Change{Texts: []outbox.Text{o}})
	return err
}
