package modem

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/phonebook"
)

// bookChunk is how many entries are read at once: between two chunks texts can be sent and fetched.
const bookChunk = 20

// maxPlaces bounds what a modem may claim; the largest cards have 500.
const maxPlaces = 1000

// bookTimeout is for a chunk of a slow card.
const bookTimeout = 30 * time.Second

// book is the selected phone book.
type book struct {
	used        int  // entries, -1 when the modem does not say
	name        int  // characters of a name, -1 when the modem does not say
	first, last int  // places
	wide        bool // names are sent in UCS-2
}

// Contacts reads the phone book of the SIM card. progress, if not nil, is called after every chunk
// with the number of places read and of all places.
func (m *Modem) Contacts(ctx context.Context, progress func(done, total int)) ([]sms.Contact, error) {
	r, err := m.readContacts(ctx, progress)
	if err == nil && (r.counted || len(r.all) == 0) {
		err = r.unread
	}
	return r.all, err
}

// contacts are what was read of a phone book.
type contacts struct {
	all     []sms.Contact
	counted bool // the modem said how many there are
	// unread is why some places were not read, nil when every entry is there. Some modems refuse places
	// without an entry in the same way.
	unread error
}

// readContacts reads the phone book of the SIM card. A refusal ends it no more than an empty place does.
func (m *Modem) readContacts(
	ctx context.Context, progress func(done, total int),
) (r contacts, err error) {
	var b book
	if err := m.inBook(ctx, "SM", func(_ at.Sequence, o book) error { b = o; return nil }); err != nil {
		return r, err
	}
	r.counted = b.used >= 0
	for from := b.first; from <= b.last && (!r.counted || len(r.all) < b.used); from += bookChunk {
		err := m.inBook(ctx, "SM", func(s at.Sequence, b book) error {
			chunk, err := readBook(ctx, s, b, from)
			r.all = append(r.all, chunk...)
			return err
		})
		switch {
		case notUnderstood(err):
			r.unread = err
		case err != nil:
			return r, err
		}
		if progress != nil {
			progress(min(from+bookChunk-b.first, b.last-b.first+1), b.last-b.first+1)
		}
	}
	if r.counted && len(r.all) >= b.used {
		r.unread = nil
	}
	return r, nil
}

// inBook selects a phone book and UCS-2 if the modem has it, runs f, and sets the alphabet back,
// which operators' names depend on.
func (m *Modem) inBook(ctx context.Context, name string, f func(at.Sequence, book) error) error {
	return m.ch.Exclusive(ctx, func(s at.Sequence) error {
		b, err := m.openBook(ctx, s, name)
		if err != nil {
			return cardError(err)
		}
		_, err = s.Do(ctx, at.Cmd("+CSCS", "UCS2"))
		b.wide = err == nil
		if b.wide {
			defer func() { // also when ctx ended meanwhile
				back, cancel := context.WithTimeout(m.ctx, at.DefaultTimeout)
				defer cancel()
				_, _ = m.say(back, s, alphabet)
			}()
		}
		return cardError(f(s, b))
	})
}

// bookNamed selects a phone book; a modem that lets none be selected may have that one anyway.
func bookNamed(name string) spellings {
	p := spelled("phone book "+name, at.Cmd("+CPBS", name), at.Cmd("+CPBS?")).ofCard()
	p.enough = func(r at.Response) bool {
		f, _ := told(r, nil, "+CPBS:")
		return f == nil || f.Text(0) == name
	}
	return p
}

// openBook selects a phone book and asks for its places (TS 27.007 clauses 8.11 and 8.12).
func (m *Modem) openBook(ctx context.Context, s at.Sequence, name string) (book, error) {
	b := book{used: -1, name: -1, first: 1, last: 250}
	_, err := m.say(ctx, s, bookNamed(name))
	if errors.Is(err, errUnanswered) { // it has another one
		err = fmt.Errorf("%w: %w", sms.ErrNotHere, err)
	}
	if err != nil {
		return b, err
	}
	a, err := s.Do(ctx, at.Cmd("+CPBS?").WithTimeout(cardTimeout))
	if f, _ := told(a, err, "+CPBS:"); f != nil {
		b.used = f.Number(1)
		if total := f.Number(2); total > 0 {
			b.last = total
		}
	}
	a, err = s.Do(ctx, at.Cmd("+CPBR=?").WithTimeout(cardTimeout))
	f, _ := told(a, err, "+CPBR:")
	if from, to, ok := f.Set(0).Bounds(); ok {
		b.first, b.last = from, to
		b.name = f.Number(2)
	}
	b.last = min(b.last, b.first+maxPlaces-1)
	return b, nil
}

// readBook reads one chunk. Empty places are answered with OK, or with CME 21 or 22.
func readBook(ctx context.Context, s at.Sequence, b book, from int) ([]sms.Contact, error) {
	to := min(from+bookChunk-1, b.last)
	a, err := s.Do(ctx, at.Cmd("+CPBR", from, to).WithTimeout(bookTimeout))
	var refused *at.Error
	if errors.As(err, &refused) && (refused.Code == 22 || refused.Code == 21) {
		err = nil
	}
	var all []sms.Contact
	for _, l := range a.Lines {
		v, _ := at.CutPrefix(l, "+CPBR:")
		if c, ok := phonebook.Entry(v, b.wide); ok {
			all = append(all, c)
		}
	}
	return all, err
}

// SaveContact writes an entry and returns its place: c.Index, or the first free one when that is 0.
// The errors are sms.ErrBadCode and phonebook.ErrName when nothing was sent; sms.ErrCardFull,
// sms.ErrTooLong, sms.ErrNotHere.
func (m *Modem) SaveContact(ctx context.Context, c sms.Contact) (int, error) {
	if !sms.Number(c.Number).Dialable() || c.Index < 0 {
		return 0, fmt.Errorf("number for the phone book: %w", sms.ErrBadCode)
	}
	if _, err := phonebook.Encode(c.Name, true); err != nil {
		return 0, fmt.Errorf("%w: %w", sms.ErrBadCode, err)
	}
	if c.Index == 0 {
		free, err := m.freePlace(ctx)
		if err != nil {
			return 0, err
		}
		c.Index = free
	}
	return c.Index, m.inBook(ctx, "SM", func(s at.Sequence, b book) error {
		return write(ctx, s, b, c)
	})
}

// freePlace returns the first place without an entry.
func (m *Modem) freePlace(ctx context.Context) (int, error) {
	known, err := m.readContacts(ctx, nil)
	if err = errors.Join(err, known.unread); err != nil { // what looks free may not be
		return 0, err
	}
	var b book
	if err := m.inBook(ctx, "SM", func(_ at.Sequence, o book) error { b = o; return nil }); err != nil {
		return 0, err
	}
	taken := map[int]bool{}
	for _, c := range known.all {
		taken[c.Index] = true
	}
	for i := b.first; i <= b.last; i++ {
		if !taken[i] && i > 0 {
			return i, nil
		}
	}
	return 0, sms.ErrCardFull
}

// write writes an entry to the selected phone book (TS 27.007 clause 8.14).
func write(ctx context.Context, s at.Sequence, b book, c sms.Contact) error {
	name, err := phonebook.Encode(c.Name, b.wide)
	if err != nil {
		return fmt.Errorf("%w: %w", sms.ErrBadCode, err)
	}
	kind := phonebook.National
	if strings.HasPrefix(c.Number, "+") {
		kind = phonebook.International
	}
	_, err = s.Do(ctx, at.Cmd("+CPBW", c.Index, c.Number, kind, name).WithTimeout(cardTimeout))
	return err
}

// ContactRoom asks how much the phone book of the SIM card holds (TS 27.007 clauses 8.11 and 8.12).
func (m *Modem) ContactRoom(ctx context.Context) (room sms.ContactRoom, err error) {
	err = m.inBook(ctx, "SM", func(_ at.Sequence, b book) error {
		room = sms.ContactRoom{Used: b.used, First: b.first, Places: b.last - b.first + 1, Name: max(b.name, 0)}
		return nil
	})
	return room, err
}

// DeleteContact empties a place of the phone book.
func (m *Modem) DeleteContact(ctx context.Context, index int) error {
	return m.inBook(ctx, "SM", func(s at.Sequence, _ book) error {
		_, err := s.Do(ctx, at.Cmd("+CPBW", index).WithTimeout(cardTimeout))
		return err
	})
}

// SetOwnNumber writes the subscriber's own number where +CNUM finds it, if the card allows that
// (sms.ErrNotHere when not), and returns what the card has afterwards.
func (m *Modem) SetOwnNumber(ctx context.Context, n string) (string, error) {
	if !sms.Number(n).Dialable() {
		return "", fmt.Errorf("own number: %w", sms.ErrBadCode)
	}
	err := m.inBook(ctx, "ON", func(s at.Sequence, b book) error {
		return write(ctx, s, b, sms.Contact{Index: max(b.first, 1), Number: n})
	})
	m.try(ctx, at.Cmd("+CPBS", "SM").WithTimeout(cardTimeout))
	if err != nil {
		return "", err
	}
	r, _ := m.ch.Do(ctx, at.Cmd("+CNUM"))
	own := ownNumber(r)
	id := m.Identity()
	id.OwnNumber = own
	m.id.Store(&id)
	return own, nil
}

// cardError returns what a refusal around the phone book means (TS 27.007 clause 9.2).
func cardError(err error) error {
	var refused *at.Error
	if !errors.As(err, &refused) || errors.Is(err, sms.ErrNotHere) {
		return err
	}
	means := map[int]error{
		10: sms.ErrNoCard, 11: sms.ErrNoCard, 12: sms.ErrNoCard, 13: sms.ErrNoCard,
		14: sms.ErrBusy, 515: sms.ErrBusy, 20: sms.ErrCardFull,
		24: sms.ErrTooLong, 25: sms.ErrBadCode, 26: sms.ErrTooLong, 27: sms.ErrBadCode,
	}[refused.Code]
	if means == nil {
		means = sms.ErrNotHere
	}
	return fmt.Errorf("%w: error %s: %w", means, strconv.Itoa(refused.Code), err)
}
