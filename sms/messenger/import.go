package messenger

import (
	"context"
	"errors"
	"io"
	"slices"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/transfer"
)

const (
	// importBatch is how many records are committed at a time. A text that comes in meanwhile waits for
	// one batch, and so does the window's next wish.
	importBatch = 100
	// undoBatch is the same for removing, which takes longer.
	undoBatch = 100
)

// maxPlanned is how many texts that are to be sent later are taken from a file. They wait for its end in memory.
const maxPlanned = 10_000

// maxNamed is how many of those that were left out are named.
const maxNamed = 1000

// Import takes in the texts of a file: those that are not here already, with their old times and as read as
// they were. It raises no notification, and sends nothing. Every hundred are committed at once; what was
// committed stays when it ends early, with an error or because ctx has ended, and UndoImport removes it.
//
// A text is here already when number, direction and words are the same, and its time, as exact as the
// file's are, is when the other one was received here, or sent by the network. The bin counts as here.
func (m *Messenger) Import(
	ctx context.Context, r transfer.Reader, progress Progress,
) (result transfer.Result, err error) {
	i := importing{
		m: m, r: r, progress: progress, known: newKnown(), names: map[sms.Number]bool{},
		result: transfer.Result{Format: r.Format(), Left: map[transfer.Cause]int{}},
	}
	if err := i.readKnown(ctx); err != nil {
		return i.result, err
	}
	if err = i.begin(ctx); err != nil {
		return i.result, err
	}
	defer m.peopleChanged()
	for err == nil {
		err = i.next(ctx)
	}
	if i.failed {
		return i.result, err
	}
	if ctx.Err() != nil {
		return i.result, ctx.Err() // and not that the file has come to its end
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, transfer.ErrCut) {
		err = nil
	}
	err = errors.Join(err, i.commit(ctx)) // what stood before the place where a file is cut counts
	return i.result, errors.Join(err, i.plan(ctx))
}

// importing is an import in the making.
type importing struct {
	m        *Messenger
	r        transfer.Reader
	progress Progress
	known    *known
	names    map[sms.Number]bool // partners of whom the file has said the name
	texts    []transfer.Text
	partners []transfer.Partner
	planned  []plan.Text
	people   []sms.Person
	done     int
	failed   bool // to commit
	result   transfer.Result
}

func (i *importing) begin(ctx context.Context) error {
	whole := context.WithoutCancel(ctx) // what was begun is waited for, so that its outcome is known
	return i.m.change(whole, func() (err error) {
		i.result.ID, err = i.m.st.BeginImport(whole, i.m.o.Now(), i.r.Format())
		return err
	})
}

// readKnown remembers what is here already: 16 bytes for each time of each text.
func (i *importing) readKnown(ctx context.Context) error {
	const page = 2000
	for after := int64(0); ; {
		all, err := i.m.st.KnownTexts(ctx, after, page)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, k := range all {
			i.known.add(k)
			after = k.ID
		}
	}
}

// next takes one record; io.EOF at the end.
func (i *importing) next(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rec, err := i.r.Next()
	if err != nil {
		return err
	}
	i.done++
	switch {
	case rec.Left != nil:
		i.result.Left[rec.Left.Cause]++
		if len(i.result.Named) < maxNamed {
			i.result.Named = append(i.result.Named, *rec.Left)
		}
	case rec.Planned != nil:
		if len(i.planned) == maxPlanned {
			i.result.Left[transfer.CauseUnread]++
			break
		}
		i.planned = append(i.planned, *rec.Planned)
	case rec.Person != nil:
		i.people = append(i.people, *rec.Person)
	case rec.Partner != nil:
		i.partner(*rec.Partner)
	case rec.Text != nil:
		i.text(*rec.Text)
	}
	if len(i.texts)+len(i.partners)+len(i.people) >= importBatch {
		return i.commit(ctx)
	}
	if i.done%importBatch == 0 {
		i.progress.tell(i.done, 0)
	}
	return nil
}

// partner takes what a file says of one; some say the name with every text.
func (i *importing) partner(p transfer.Partner) {
	onlyName := p == transfer.Partner{Number: p.Number, Name: p.Name}
	if onlyName && i.names[p.Number] {
		return
	}
	i.names[p.Number] = i.names[p.Number] || p.Name != ""
	i.partners = append(i.partners, p)
}

// text takes one, unless it is here.
func (i *importing) text(t transfer.Text) {
	switch i.known.find(t, i.r.Precision(), i.r.Format().Own()) {
	case isBinned:
		i.result.Binned++
		i.result.Known++
	case isHere:
		i.result.Known++
	case isNew:
		i.texts = append(i.texts, t)
	}
}

// commit writes what was taken.
func (i *importing) commit(ctx context.Context) error {
	if len(i.texts)+len(i.partners)+len(i.people) == 0 {
		return nil
	}
	whole := context.WithoutCancel(ctx)
	err := i.m.change(whole, func() error {
		if len(i.people) > 0 {
			learnt, err := i.m.st.ImportPeople(whole, i.result.ID, i.people)
			i.result.Partners += learnt
			if err != nil {
				return err
			}
			i.people = i.people[:0]
		}
		learnt, err := i.m.st.AddImported(whole, i.result.ID, i.texts, i.partners)
		i.result.Partners += learnt
		return err
	})
	if i.failed = err != nil; i.failed {
		return err
	}
	i.result.Texts += len(i.texts)
	i.texts, i.partners = i.texts[:0], i.partners[:0]
	i.progress.tell(i.done, 0)
	return nil
}

// plan takes what is to be sent later, unless it is planned here. Nothing of it goes by itself: it may have been
// sent from where it was planned.
func (i *importing) plan(ctx context.Context) error {
	if len(i.planned) == 0 {
		return nil
	}
	here, err := i.m.plans(ctx)
	if err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx) // what was begun is waited for, so that an undo knows of it
	for _, t := range i.planned {
		if err := ctx.Err(); err != nil {
			return err
		}
		if slices.ContainsFunc(here, func(other plan.Text) bool { return samePlan(other, t) }) {
			i.result.Known++
			continue
		}
		t.Ask = true
		kept, err := i.m.Plan(whole, t)
		if err != nil {
			i.result.Left[transfer.CauseUnread]++
			continue
		}
		i.result.Planned++
		err = i.m.change(whole, func() error { return i.m.st.PlannedImported(whole, i.result.ID, kept) })
		if err != nil {
			return err
		}
		here = append(here, kept)
	}
	return nil
}

// samePlan reports whether two planned texts are one.
func samePlan(a, b plan.Text) bool {
	when := a.Start == b.Start
	if a.Repeat.Unit == plan.Once {
		when = a.At.Equal(b.At)
	}
	return a.To == b.To && a.Body == b.Body && a.Repeat == b.Repeat && when
}

// LastImport returns the last import of which something is still here; its ID is 0 for none.
func (m *Messenger) LastImport(ctx context.Context) (transfer.Import, error) {
	return m.st.LastImport(ctx)
}

// UndoImport removes for good what an import has added, and returns how many texts. It may end early, when
// ctx does, and be called again.
func (m *Messenger) UndoImport(ctx context.Context, id int64, progress Progress) (removed int, err error) {
	defer m.peopleChanged()
	whole := context.WithoutCancel(ctx)
	for ctx.Err() == nil {
		var ids []int64
		err := m.change(whole, func() (err error) {
			if ids, err = m.st.UndoImport(whole, id, undoBatch); err != nil {
				return err
			}
			m.forget(ids)
			return nil
		})
		if err != nil {
			return removed, err
		}
		if len(ids) == 0 { // planned texts are gone, too
			return removed, m.planning(whole, func() error { return nil })
		}
		removed += len(ids)
		progress.tell(removed, 0)
	}
	return removed, ctx.Err()
}
