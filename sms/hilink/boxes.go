package hilink

import (
	"context"
	"errors"

	"surfstick-sms/sms/webstick"
)

// Pages of a list.
const (
	pageSize = 20 // as the stick's own page asks; 50 are possible
	maxPages = 100
)

// List returns the texts in a box, the newest first. An entry that cannot be decoded is among them.
func (c *Client) List(ctx context.Context, box Box) ([]Entry, error) {
	var all []Entry
	seen := map[string]bool{}
	for page := 1; page <= maxPages; page++ {
		entries, err := c.page(ctx, box, page)
		if err != nil {
			return nil, err
		}
		before := len(all)
		for _, e := range entries {
			if key := e.Key(); !seen[key] { // or moved on to this page by one that came meanwhile
				seen[key] = true
				all = append(all, e)
			}
		}
		if len(all) == before {
			break // Count is of this page or of the box, depending on the firmware
		}
	}
	return all, nil
}

// newest returns the first page of a box.
func (c *Client) newest(ctx context.Context, box Box) ([]Entry, error) { return c.page(ctx, box, 1) }

func (c *Client) page(ctx context.Context, box Box, page int) ([]Entry, error) {
	r, err := c.await(ctx, &call{path: "sms/sms-list", list: true, body: request(
		digits("PageIndex", page), digits("ReadCount", pageSize), digits("BoxType", int(box)),
		digits("SortType", 0), digits("Ascending", 0), digits("UnreadPreferred", 0))})
	if err != nil {
		return nil, err
	}
	return messagesIn(r.raw), nil
}

// Delete deletes entries of a box that List returned. One whose number shows another text by now is
// left alone: another program has deleted it, and the number was used again. Sticks answer OK whatever
// they do, so the box is looked at again: left are the entries that still lie there. After an error
// some may be gone.
func (c *Client) Delete(ctx context.Context, box Box, entries []Entry) (left []Entry, err error) {
	there, err := c.still(ctx, box, entries)
	if err != nil || len(there) == 0 {
		return there, err
	}
	var refusals []error
	for _, e := range there {
		if _, err := c.post(ctx, "sms/delete-sms", digits("Index", e.Index)); err != nil {
			if refusals = append(refusals, err); !webstick.IsRefusal(err) {
				return there, err
			}
		}
	}
	if left, err = c.still(ctx, box, there); err != nil || len(left) > 0 {
		return left, errors.Join(append(refusals, err)...)
	}
	return nil, nil
}

// still returns those of the entries that lie in a box as they did.
func (c *Client) still(ctx context.Context, box Box, entries []Entry) ([]Entry, error) {
	now, err := c.List(ctx, box)
	if err != nil {
		return nil, err
	}
	return webstick.Still(entries, now), nil
}
