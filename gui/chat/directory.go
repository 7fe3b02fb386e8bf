package chat

import (
	"context"
	"slices"

	"surfstick-sms/sms"
)

// directory is what is known of all partners: the store's list as it was read last, and the changes
// made since that reading was asked for. Each of them takes effect at once, and again on a list that
// was read before it reached the store.
type directory struct {
	store   *store
	region  func() string
	card    func() map[sms.Number]string // names in the SIM card's phone book; may be nil
	changed func()                       // something in it is different
	read    func()                       // it was read anew

	list    []sms.Conversation    // those with texts or a draft, the latest first
	names   map[sms.Number]string // of everybody who has one; nil before the first reading
	hidden  deleted               // what the user deleted and can still bring back
	reading bool                  // the list is being read
	again   bool                  // it has to be read once more
	since   []func()              // changes while reading
}

func newDirectory(s *store, region func() string, changed, read func()) *directory {
	return &directory{store: s, region: region, changed: changed, read: read}
}

// reload reads the list anew. What is asked for while it is being read makes one more reading.
func (d *directory) reload() {
	if d.reading {
		d.again = true
		return
	}
	d.reading, d.again, d.since = true, false, nil
	var names map[sms.Number]string
	read(d.store, "conversations", func(
		ctx context.Context, m Messenger,
	) (list []sms.Conversation, err error) {
		if names, err = m.Names(ctx); err == nil {
			list, err = m.Conversations(ctx)
		}
		return list, err
	}, func(list []sms.Conversation, err error) {
		d.reading = false
		if err == nil {
			d.list, d.names = slices.DeleteFunc(list, func(c sms.Conversation) bool {
				return c.Last.ID == 0 && blank(c.Draft) && !c.Blocked // blanks that an earlier version kept
			}), names
			for _, change := range d.since {
				change()
			}
			d.changed()
			d.read()
		}
		if d.again {
			d.reload()
		}
	})
}

// loaded reports whether the list was read at all.
func (d *directory) loaded() bool { return d.names != nil }

// change changes the list, and again the one that is being read.
func (d *directory) change(f func()) {
	if d.reading {
		d.since = append(d.since, f)
	}
	f()
	d.changed()
}

// update changes what is known of a partner; one that is not in the list stays out of it.
func (d *directory) update(n sms.Number, change func(*sms.Conversation)) {
	d.change(func() {
		if i := d.index(n); i >= 0 {
			change(&d.list[i])
		}
	})
}

// setFlag sets a flag of a partner.
func (d *directory) setFlag(n sms.Number, f sms.Flag, on bool) {
	d.update(n, func(c *sms.Conversation) {
		switch f {
		case sms.FlagPinned:
			c.Pinned = on
		case sms.FlagMuted:
			c.Muted = on
		case sms.FlagArchived:
			c.Archived = on
		case sms.FlagBlocked:
			c.Blocked = on
		case sms.FlagMarked:
			c.Marked = on
		case sms.FlagNone:
		}
	})
}

// apply takes in a text that is new or has changed. A new one goes to the top of the list.
func (d *directory) apply(e sms.MessageChanged) {
	m := e.Message
	d.change(func() {
		i := d.index(m.Number)
		if i < 0 {
			d.reload()
			return
		}
		c := d.list[i]
		switch {
		case e.New && m.ID > c.Last.ID: // an imported text has a great ID, too, wherever it stands
			c.Last = m
			if unread(m) && !c.Blocked {
				if c.Unread++; c.FirstUnread == 0 {
					c.FirstUnread = m.ID
				}
			}
			c.Archived = c.Archived && (c.Muted || c.Blocked)
			d.list = slices.Delete(d.list, i, i+1)
			d.list = slices.Insert(d.list, d.top(c), c)
		case m.ID == c.Last.ID:
			d.list[i].Last = m
		}
	})
}

// top returns where the latest conversation stands: above all others, but below the pinned ones
// unless it is pinned too.
func (d *directory) top(c sms.Conversation) int {
	if c.Pinned {
		return 0
	}
	if i := slices.IndexFunc(d.list, func(o sms.Conversation) bool { return !o.Pinned }); i >= 0 {
		return i
	}
	return len(d.list)
}

// hide shows nothing of what the user deleted; the zero value brings it back.
func (d *directory) hide(what deleted) {
	d.hidden = what
	d.changed()
}

// drop takes away what is being deleted in the store.
func (d *directory) drop(what deleted) {
	d.change(func() {
		i := d.index(what.number)
		switch {
		case i < 0 || !what.holds(d.list[i].Last):
		case what.one == 0:
			d.list = slices.Delete(d.list, i, i+1)
		default: // what the last text is then comes with the next reading
			d.list[i].Last.Text, d.list[i].Last.Status = "", sms.StatusUnknown
		}
	})
}

func (d *directory) index(n sms.Number) int {
	return slices.IndexFunc(d.list, func(c sms.Conversation) bool { return c.Number == n })
}

// of returns what is known of a partner.
func (d *directory) of(n sms.Number) sms.Conversation {
	if i := d.index(n); i >= 0 {
		return d.list[i]
	}
	return sms.Conversation{Number: n, Name: d.names[n]}
}

// called returns what a partner is called: by the user, else by the SIM card; "" for a bare number.
func (d *directory) called(c sms.Conversation) string {
	switch {
	case c.Name != "":
		return oneLine(c.Name)
	case c.Number.Alphanumeric():
		return oneLine(c.Number.Display(d.region()))
	case d.card != nil:
		return oneLine(d.card()[c.Number])
	}
	return ""
}

// nameOf returns the name of a partner as it is shown: what he is called, or the number.
func (d *directory) nameOf(c sms.Conversation) string {
	if name := d.called(c); name != "" {
		return name
	}
	return oneLine(c.Number.Display(d.region()))
}

// entry returns the row of a partner with nothing but who it is.
func (d *directory) entry(c sms.Conversation) entry {
	return entry{number: c.Number, name: d.nameOf(c), called: d.called(c)}
}

// others returns the numbers that have a name and are not in the list.
func (d *directory) others() (all []sms.Number) {
	seen := map[sms.Number]bool{}
	add := func(names map[sms.Number]string) {
		for n := range names {
			if !seen[n] && d.index(n) < 0 {
				seen[n] = true
				all = append(all, n)
			}
		}
	}
	add(d.names)
	if d.card != nil {
		add(d.card())
	}
	return all
}
