package goform

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// Pages of a list.
const (
	pageSize = 100 // as many as a stick holds; some firmware gives fewer, and some knows no second page
	maxPages = 100
)

// The stores.
const (
	onCard  = "0"
	inStick = "1"
)

// allTags asks for entries with any.
const allTags = "10"

// List implements webstick.Server.
func (c *Client) List(ctx context.Context, box webstick.Box) (entries []webstick.Entry, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		entries, err = c.list(ctx, box)
		return err
	})
	return entries, err
}

// Newest implements webstick.Server.
func (c *Client) Newest(ctx context.Context, box webstick.Box) ([]webstick.Entry, error) {
	return c.List(ctx, box)
}

// list returns a box, the newest first.
func (c *Client) list(ctx context.Context, box webstick.Box) ([]webstick.Entry, error) {
	if box == webstick.BoxReports {
		return c.reports(ctx)
	}
	var all []webstick.Entry
	err := c.walk(ctx, store(box), func(e webstick.Entry, tag string) {
		if in(box, tag) {
			all = append(all, e)
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b webstick.Entry) int { return b.Index - a.Index })
	return all, nil
}

// walk calls f with all that lies in a store. It reads pages until one has nothing new: whether they are
// counted, and how many entries one has, depends on the firmware.
func (c *Client) walk(ctx context.Context, store string, f func(e webstick.Entry, tag string)) error {
	seen := map[string]bool{}
	for page := range maxPages {
		raws, err := c.page(ctx, store, page)
		if err != nil {
			return err
		}
		fresh := false
		for _, raw := range raws {
			e, said := parse(raw)
			if seen[e.Key()] { // or moved on to this page by one that came meanwhile
				continue
			}
			seen[e.Key()], fresh = true, true
			f(e, said["tag"])
		}
		if !fresh {
			break
		}
	}
	return nil
}

// store returns where a box lies.
func store(box webstick.Box) string {
	if _, card := onCardAs[box]; card {
		return onCard
	}
	return inStick
}

// onCardAs are the boxes on the SIM card, with those of the stick that they are like.
var onCardAs = map[webstick.Box]webstick.Box{
	webstick.BoxSIMIn: webstick.BoxIn, webstick.BoxSIMSent: webstick.BoxSent, webstick.BoxSIMDraft: webstick.BoxDraft,
}

// in reports whether entries with a tag belong into a box. What cannot be read, or bears a tag that nobody
// knows, counts as received, so that it is shown.
func in(box webstick.Box, tag string) bool {
	of, known := boxOf[tag]
	if !known {
		of = webstick.BoxIn
	}
	if like, card := onCardAs[box]; card {
		box = like
	}
	return of == box
}

// page reads one page of all that lies in a store.
func (c *Client) page(ctx context.Context, store string, page int) ([][]byte, error) {
	return c.entries(ctx, "sms_data_total", param{"page", strconv.Itoa(page)},
		param{"data_per_page", strconv.Itoa(pageSize)}, param{"mem_store", store}, param{"tags", allTags},
		param{"order_by", "order by id desc"})
}

// entries asks for a list.
func (c *Client) entries(ctx context.Context, cmd string, more ...param) ([][]byte, error) {
	raw, err := c.askPrivate(ctx, func(raw []byte) bool {
		_, ok := messagesIn(raw)
		return ok
	}, cmd, more...)
	if err != nil {
		return nil, err
	}
	entries, ok := messagesIn(raw)
	if !ok {
		return nil, fmt.Errorf("%s: no list of %d bytes: %w", cmd, len(raw), errIncomplete)
	}
	return entries, nil
}

// reports returns the delivery reports. They have numbers of their own, and nothing is known that deletes them.
func (c *Client) reports(ctx context.Context) ([]webstick.Entry, error) {
	raws, err := c.entries(ctx, "sms_status_rpt_data", param{"page", "0"}, param{"data_per_page", strconv.Itoa(pageSize)})
	if err != nil {
		return nil, err
	}
	var all []webstick.Entry
	for _, raw := range raws {
		if e, ok := parseReport(raw); ok {
			all = append(all, e)
		}
	}
	return all, nil
}

// deleteAtOnce is how many entries are deleted with one request.
const deleteAtOnce = 20

// Delete implements webstick.Server. One whose number shows another text by now is left alone: another
// program has deleted it, and the number was used again. So is one whose number a text in the other store
// bears, too, because the request does not say which store is meant. What the stick answers proves nothing,
// so the box is looked at again.
func (c *Client) Delete(
	ctx context.Context, box webstick.Box, entries []webstick.Entry,
) (left []webstick.Entry, err error) {
	now, err := c.List(ctx, box)
	if err != nil {
		return nil, err
	}
	there := webstick.Still(entries, now)
	if len(there) == 0 {
		return nil, nil
	}
	sure, err := c.unmistakable(ctx, box, there)
	if err != nil {
		return there, err
	}
	var refusal error
	for some := range slices.Chunk(sure, deleteAtOnce) {
		err := c.deleteSome(ctx, some)
		if err != nil && !webstick.IsRefusal(err) {
			return there, err
		}
		if err != nil {
			refusal = err
		}
	}
	if now, err = c.List(ctx, box); err != nil {
		return there, err
	}
	if left = webstick.Still(there, now); len(left) > 0 {
		return left, refusal
	}
	return nil, nil
}

// unmistakable returns those of some entries of a box whose numbers no other text in the other store bears. A
// stick that does not list its other store has none.
func (c *Client) unmistakable(
	ctx context.Context, box webstick.Box, entries []webstick.Entry,
) ([]webstick.Entry, error) {
	other := onCard
	if store(box) == onCard {
		other = inStick
	}
	there := map[int]webstick.Entry{}
	err := c.wire.Taking(ctx, func(ctx context.Context) error {
		return c.walk(ctx, other, func(e webstick.Entry, _ string) { there[e.Index] = e })
	})
	if err != nil && (errors.Is(err, sms.ErrSilent) || ctx.Err() != nil) {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e webstick.Entry) bool {
		o, taken := there[e.Index]
		return taken && !e.Same(o)
	}), nil
}

// deleteSome deletes entries by their numbers, each with a semicolon behind it.
func (c *Client) deleteSome(ctx context.Context, entries []webstick.Entry) error {
	var ids strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&ids, "%d;", e.Index)
	}
	err := c.set(ctx, "DELETE_SMS", param{"msg_id", ids.String()}, param{"notCallback", "true"})
	if err == nil {
		err = c.untilDone(ctx, cmdDelete)
	}
	return err
}

// The commands that sms_cmd_status_info tells of, and what it says of them.
const (
	cmdSend   = "4"
	cmdDelete = "6"

	cmdBusy   = "1"
	cmdFailed = "2"
	cmdOK     = "3"
)

// How long a stick may take to delete, and how often is looked.
const (
	doneLimit = 10 * time.Second
	donePause = 500 * time.Millisecond
)

// untilDone waits until the stick has come to the end of a command, or says nothing of it.
func (c *Client) untilDone(ctx context.Context, cmd string) error {
	for end := time.Now().Add(c.wire.Wait(doneLimit)); ; {
		f, err := c.ask(ctx, statusCmd, param{"sms_cmd", cmd})
		if err != nil || f[statusField] != cmdBusy || !time.Now().Before(end) {
			return err
		}
		if err := c.wire.Pause(ctx, donePause); err != nil {
			return err
		}
	}
}

// countCmd asks how full the boxes are, with these fields.
const countCmd = "sms_capacity_info"

var countFields = []string{
	"sms_nv_total", "sms_nv_rev_total", "sms_nv_send_total", "sms_nv_draftbox_total", "sms_sim_total",
	"sms_sim_rev_total", "sms_sim_send_total", "sms_sim_draftbox_total",
}

// Counts implements webstick.Server.
func (c *Client) Counts(ctx context.Context) (webstick.Counts, error) {
	f, err := c.private(ctx, countCmd, countFields...)
	if err != nil {
		return webstick.NoCounts(), err
	}
	n := func(name string) int { return f.num(name, -1) }
	counts := webstick.Counts{
		Unread: -1, In: n("sms_nv_rev_total"), Sent: n("sms_nv_send_total"), Draft: n("sms_nv_draftbox_total"),
		Max:       n("sms_nv_total"),
		SIMUnread: -1, SIMIn: n("sms_sim_rev_total"), SIMUsed: -1, SIMMax: n("sms_sim_total"),
	}
	if counts.SIMIn >= 0 {
		counts.SIMUsed = counts.SIMIn + max(n("sms_sim_send_total"), 0) + max(n("sms_sim_draftbox_total"), 0)
	}
	return counts, nil
}

// Notices implements webstick.Server: the stick counts unread texts wrongly, so that all that lie there count.
func (c *Client) Notices(ctx context.Context) (webstick.Notices, error) {
	counts, err := c.Counts(ctx)
	if err != nil {
		return webstick.Notices{}, err
	}
	used := counts.In + counts.Sent + counts.Draft
	return webstick.Notices{
		Unread: counts.In + max(counts.SIMIn, 0), Full: counts.Max > 0 && used >= counts.Max,
	}, nil
}
