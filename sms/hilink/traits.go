package hilink

import (
	"context"
	"fmt"
)

// Traits returns what a stick says about itself that helps those who help, as far as it answers: which
// model and firmware it is, whether it wants its password, and how full its boxes are. Nothing in it says
// whose stick or card it is: no IMEI, IMSI, serial number, MAC address or phone number.
func (c server) Traits(ctx context.Context) []Trait {
	var all []Trait
	add := func(name, value string) {
		if value != "" {
			all = append(all, Trait{Name: name, Value: value})
		}
	}
	if d, err := c.described(ctx); err == nil {
		add("class", d.Class)
		add("device", d.Name)
		add("hardware", d.Hardware)
		add("software", d.Software)
		add("web interface", d.Interface)
	}
	if st, err := c.askLogin(ctx); err == nil {
		add("password", fmt.Sprintf("wanted %t, given %t, type %d, challenge %t, wait %v",
			st.Wanted, st.LoggedIn, st.kind, st.scram, st.Wait))
	}
	if n, err := c.Counts(ctx); err == nil {
		add("boxes", fmt.Sprintf("in %d (%d unread), sent %d, drafts %d, room for %d",
			n.In, n.Unread, n.Sent, n.Draft, n.Max))
		add("card", fmt.Sprintf("in %d (%d unread), used %d, room for %d",
			n.SIMIn, n.SIMUnread, n.SIMUsed, n.SIMMax))
	}
	return all
}

// described asks anew what answers at the address.
func (c *Client) described(ctx context.Context) (d Device, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		d, err = c.askDevice(ctx)
		return err
	})
	return d, err
}
