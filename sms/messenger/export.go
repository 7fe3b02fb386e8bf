package messenger

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/transfer"
)

// exportPage is how many texts are read at a time. Changes wait for one page, never for the file.
const exportPage = 500

// Progress is told how far an export or an import is: what is done and of how many, 0 when that is not known.
// It is called on the goroutine that asked, and must return soon; it may be nil.
type Progress func(done, of int)

func (p Progress) tell(done, of int) {
	if p != nil {
		p(done, of)
	}
}

// Export writes the texts with one partner, or all when n is "", and returns how many. It reads page by page
// beside everything else: what comes in meanwhile may be among them. It does not close w.
func (m *Messenger) Export(
	ctx context.Context, n sms.Number, w transfer.Writer, progress Progress,
) (written int, err error) {
	e := export{m: m, w: w, progress: progress}
	if e.of, err = m.st.Count(ctx, n); err != nil {
		return 0, err
	}
	if err := e.people(ctx, n); err != nil {
		return 0, err
	}
	partners, err := m.st.Partners(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range partners {
		if n != "" && p.Number != n {
			continue
		}
		if w.Grouped() {
			err = e.partner(ctx, p)
		} else {
			err = w.Partner(p)
		}
		if err != nil {
			return e.written, err
		}
	}
	if !w.Grouped() {
		err = e.texts(ctx, n, nil)
	}
	if err == nil && n == "" && !w.Grouped() {
		err = e.planned(ctx)
	}
	return e.written, err
}

// planned writes the texts that are to be sent later, in the order in which they were planned.
func (e *export) planned(ctx context.Context) error {
	all, err := e.m.plans(ctx)
	slices.SortFunc(all, func(a, b plan.Text) int { return cmp.Compare(a.ID, b.ID) })
	for _, t := range all {
		err = errors.Join(err, e.w.Planned(t))
	}
	return err
}

// plans returns the texts that are to be sent later.
func (m *Messenger) plans(ctx context.Context) ([]plan.Text, error) {
	planned, err := m.Planned(ctx)
	all := make([]plan.Text, len(planned))
	for i, p := range planned {
		all[i] = p.Text
	}
	return all, err
}

// export is one in the making.
type export struct {
	m           *Messenger
	w           transfer.Writer
	progress    Progress
	written, of int
}

// people writes those of whom there is more to say than partners hold, where a file has room for them.
func (e *export) people(ctx context.Context, n sms.Number) error {
	w, ok := e.w.(transfer.PeopleWriter)
	if !ok || n != "" {
		return nil
	}
	all, err := e.m.st.WholePeople(ctx)
	for _, p := range all {
		err = errors.Join(err, w.Person(p))
	}
	return err
}

// partner writes the texts with one partner, if there are any.
func (e *export) partner(ctx context.Context, p transfer.Partner) error {
	return e.texts(ctx, p.Number, func() error { return e.w.Partner(p) })
}

// texts writes those with one partner, or all; first is called before the first one.
func (e *export) texts(ctx context.Context, n sms.Number, first func() error) error {
	for after := int64(-1); ; {
		page, last, err := e.m.st.ExportTexts(ctx, n, after, exportPage)
		if err != nil || len(page) == 0 {
			return err
		}
		if first != nil {
			if err := first(); err != nil {
				return err
			}
			first = nil
		}
		for _, t := range page {
			if err := e.w.Text(t); err != nil {
				return err
			}
		}
		after = last
		e.written += len(page)
		e.progress.tell(e.written, e.of)
	}
}
