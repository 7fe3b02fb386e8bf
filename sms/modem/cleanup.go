package modem

import (
	"context"
	"errors"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Memories returns what the memories for texts hold (+CPMS and +CMGL, 3GPP TS 27.005 clauses 3.2.2 and
// 3.4.2). Listing a card may take a minute.
func (m *Modem) Memories(ctx context.Context) ([]sms.Memory, error) {
	var all []sms.Memory
	err := m.ask(ctx, func(r *receiver) error {
		for _, name := range m.memories {
			memory, _, err := r.look(name)
			if err != nil && !isRefusal(err) {
				return err
			}
			if err == nil {
				all = append(all, memory)
			}
		}
		return nil
	})
	return all, err
}

// CleanMemory deletes the drafts and sent texts in a memory, which other programs stored there, and returns
// how many are gone. What came from the network is left to the receiver, which stores it first.
func (m *Modem) CleanMemory(ctx context.Context, name string) (deleted int, err error) {
	err = m.ask(ctx, func(r *receiver) error {
		_, own, err := r.look(name)
		for _, e := range own {
			if err != nil || ctx.Err() != nil {
				break
			}
			var gone bool
			if gone, err = r.deleteOwn(name, e); gone {
				deleted++
			}
		}
		return errors.Join(err, ctx.Err())
	})
	return deleted, err
}

// ask has the receiver, which knows what is selected, do something between two other things. It returns
// sms.ErrNoCard when nobody listens yet or the modem is gone.
func (m *Modem) ask(ctx context.Context, f func(*receiver) error) error {
	ended := make(chan error, 1)
	do := func(r *receiver) {
		if r.sink == nil {
			ended <- sms.ErrNoCard
			return
		}
		err := f(r)
		r.resync(err)
		ended <- err
	}
	select {
	case m.inside <- do:
		return <-ended
	case <-ctx.Done():
		return ctx.Err()
	case <-m.done:
		return sms.ErrNoCard
	}
}

// look counts a memory and returns the texts in it that did not come from the network.
func (r *receiver) look(name string) (memory sms.Memory, own []entry, err error) {
	memory = sms.Memory{Name: clean(name), Used: -1, Total: -1}
	err = r.exclusive(func(s at.Sequence) error {
		used, total, err := r.countMemory(s, name)
		if err != nil {
			return err
		}
		memory.Used, memory.Total = used, total
		list, err := r.list(s, used, total)
		for _, e := range list {
			if !e.incoming() {
				own = append(own, e)
			}
		}
		memory.Own = len(own)
		return err
	})
	return memory, own, err
}

// deleteOwn deletes one text that did not come from the network, after another look: the slot may hold
// another one by now.
func (r *receiver) deleteOwn(name string, was entry) (gone bool, err error) {
	err = r.exclusive(func(s at.Sequence) error {
		if err := r.selectMemory(s, name); err != nil {
			return err
		}
		e, ok, err := r.readSlot(s, was.index)
		if err != nil || !ok || e.incoming() || e.pdu != was.pdu {
			return err
		}
		_, err = r.m.say(r.m.ctx, s, deleting(was.index))
		gone = err == nil
		return err
	})
	return gone, err
}
