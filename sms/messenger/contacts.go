package messenger

import (
	"context"

	"surfstick-sms/sms"
)

// People returns everybody in the list of contacts, by the names' letters.
func (m *Messenger) People(ctx context.Context) ([]sms.Person, error) {
	return m.st.People(ctx)
}

// ChangePeople removes people and keeps others, all or nothing, and returns the IDs of those whom it keeps.
// One without an ID is new; one who was removed comes back with the ID he had. The error is a
// *sms.TakenError when a number belongs to somebody else, sms.ErrNobody without a name or a number.
func (m *Messenger) ChangePeople(
	ctx context.Context, keep []sms.Person, remove ...int64,
) (ids []int64, err error) {
	err = m.change(ctx, func() error {
		ids, err = m.st.ChangePeople(ctx, keep, remove...)
		if err == nil {
			m.peopleChanged()
		}
		return err
	})
	return ids, err
}

// TakePeople takes people in from elsewhere. What is known stays as it is; see sms.Taken.
func (m *Messenger) TakePeople(ctx context.Context, people []sms.Person) (taken sms.Taken, err error) {
	const batch = 500 // a text that comes in meanwhile waits for one
	for len(people) > 0 && err == nil {
		part := people[:min(batch, len(people))]
		people = people[len(part):]
		err = m.change(ctx, func() error {
			more, err := m.st.TakePeople(ctx, part)
			if err == nil {
				taken = taken.And(more)
				m.peopleChanged()
			}
			return err
		})
	}
	return taken, err
}

// SetName names a partner: the person whose number it is, or a new one. An empty name takes the number from
// its person.
func (m *Messenger) SetName(ctx context.Context, n sms.Number, name string) error {
	return m.change(ctx, func() error {
		err := m.st.SetName(ctx, n, name)
		if err == nil {
			m.peopleChanged()
		}
		return err
	})
}

// peopleChanged says that names may be others.
func (m *Messenger) peopleChanged() {
	m.events.add(sms.PeopleChanged{})
	m.events.add(sms.ConversationsChanged{})
}
