package goform

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/wire"
)

// Device is what answers at the address.
type Device struct {
	Model    string // such as MF79U, "" when it does not say
	Hardware string
	Software string // wa_inner_version
	IMEI     string // "" when it does not say without its password
	// Product is what its pages say that it is, such as CPE for a home router.
	Product string

	release string // cr_version
	state   string // modem_main_state
}

// deviceFields are asked for to know a device; its log-in page does so, too, without a password.
const deviceFields = "modem_main_state,wa_inner_version,cr_version,hardware_version,imei,modem_imei"

// modelName is in the versions of most: BD_XCBZHKMF79UV1.0.0B03, MF823D_HW, MC801A1HW-1.0.0.
var modelName = regexp.MustCompile(`(?i)(M[CFU]\d{2,4}(?:[A-Z]\d?)??)(?:V\d|HW|\b|_)`)

// routerName is how ZTE's home routers are called; MF9… are hotspots with a battery.
var routerName = regexp.MustCompile(`(?i)^(?:MC\d|MF2\d\d)`)

// Meet implements webstick.Server. It asks what is at the address, and lets requests through that change
// something when it is a stick.
func (c *Client) Meet(ctx context.Context) (id sms.Identity, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		c.device = nil
		d, err := c.askDevice(ctx)
		if err != nil {
			return err
		}
		if c.flags, err = c.askFlags(ctx); err != nil {
			return err
		}
		d.Product, d.Model = c.flags.product, webstick.First(c.flags.model, d.Model)
		if err := d.check(); err != nil {
			return err
		}
		c.device, c.wire.Broken = &d, false
		id = sms.Identity{
			IMEI: d.IMEI, Manufacturer: maker, Model: webstick.First(d.Model, d.Hardware), Firmware: d.Software,
		}
		return nil
	})
	return id, err
}

// check returns nil for a stick.
func (d Device) check() error {
	switch {
	case strings.EqualFold(d.Product, "CPE"), routerName.MatchString(d.Model):
		return fmt.Errorf("%.40q: %w", d.Model, webstick.ErrRouter)
	case !strings.HasPrefix(d.state, "modem_"):
		return fmt.Errorf("state %.20q, version %.40q: %w", d.state, d.Software, webstick.ErrNotStick)
	}
	return nil
}

// askDevice asks for deviceFields.
func (c *Client) askDevice(ctx context.Context) (Device, error) {
	f, err := c.get(ctx, deviceFields)
	if err != nil {
		return Device{}, notStick(err)
	}
	d := Device{
		Hardware: f.first("hardware_version"), Software: f["wa_inner_version"], release: f["cr_version"],
		IMEI: f.first("imei", "modem_imei"), state: f["modem_main_state"],
	}
	for _, text := range []string{d.Software, d.release, d.Hardware} {
		if m := modelName.FindStringSubmatch(text); m != nil && d.Model == "" {
			d.Model = strings.ToUpper(m[1])
		}
	}
	return d, nil
}

// notStick says that something else answers, unless nothing does.
func notStick(err error) error {
	if errors.Is(err, sms.ErrSilent) || errors.Is(err, webstick.ErrClosed) {
		return err
	}
	return fmt.Errorf("%w: %w", webstick.ErrNotStick, err)
}

// MeetAgain implements webstick.Server.
func (c *Client) MeetAgain(ctx context.Context) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		if c.device == nil {
			return webstick.ErrUnproved
		}
		return c.meetAgain(ctx)
	})
}

// meetAgain looks whether the same stick still answers, when a connection broke since it last did. When it
// is another one, everything is webstick.ErrUnproved until Meet is called.
func (c *Client) meetAgain(ctx context.Context) error {
	if !c.wire.Broken {
		return nil
	}
	if _, err := c.compare(ctx); err != nil {
		return err
	}
	c.wire.Broken = false
	return nil
}

// compare asks again what is at the address, and returns webstick.ErrNotStick when it cannot be the stick
// that was met.
func (c *Client) compare(ctx context.Context) (Device, error) {
	if c.device == nil {
		return Device{}, webstick.ErrUnproved
	}
	d, err := c.askDevice(ctx)
	var lost *wire.Error
	if errors.As(err, &lost) || errors.Is(err, webstick.ErrClosed) {
		return d, err
	}
	known := *c.device
	if err != nil || !strings.HasPrefix(d.state, "modem_") || webstick.Differ(d.Software, known.Software) ||
		webstick.Differ(d.Hardware, known.Hardware) || webstick.Differ(d.IMEI, known.IMEI) {
		c.device = nil
		return d, fmt.Errorf("%.40q answers: %w", d.Software, webstick.ErrNotStick)
	}
	c.device.IMEI = webstick.First(known.IMEI, d.IMEI)
	return d, nil
}

// Present implements webstick.Server. These sticks do not tell how long they have been running.
func (c *Client) Present(ctx context.Context) (imei string, seconds int, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		if _, err := c.compare(ctx); err != nil {
			return err
		}
		imei = c.device.IMEI
		return nil
	})
	return imei, -1, err
}

// Identity implements webstick.Server.
func (c *Client) Identity(ctx context.Context) (sms.Identity, error) {
	f, err := c.ask(ctx, "imei,modem_imei,imsi,sim_imsi,msisdn,sim_msisdn,wa_inner_version")
	if err != nil {
		return sms.Identity{}, err
	}
	return sms.Identity{
		IMEI: f.first("imei", "modem_imei"), IMSI: f.first("sim_imsi", "imsi"), Manufacturer: maker,
		Firmware: f["wa_inner_version"], OwnNumber: f.first("msisdn", "sim_msisdn"),
	}, nil
}

// CardID returns the number printed on the SIM card (ICCID), "" when the stick does not say.
func (c *Client) CardID(ctx context.Context) string {
	f, err := c.ask(ctx, "iccid,sim_iccid,ziccid")
	if err != nil {
		return ""
	}
	return f.first("iccid", "sim_iccid", "ziccid")
}

// Traits implements webstick.Server.
func (c *Client) Traits(ctx context.Context) []webstick.Trait {
	var all []webstick.Trait
	add := func(name, value string) {
		if value != "" {
			all = append(all, webstick.Trait{Name: name, Value: value})
		}
	}
	var d Device
	var f flags
	if c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		d, err = c.compare(ctx)
		f = c.flags
		return err
	}) == nil {
		add("device", d.Model)
		add("hardware", d.Hardware)
		add("software", d.Software)
		add("state", d.state)
		add("pages", f.String())
	}
	if st, err := c.LoginState(ctx); err == nil {
		add("password", fmt.Sprintf("wanted %t, given %t, wait %v", st.Wanted, st.LoggedIn, st.Wait))
	}
	if n, err := c.Counts(ctx); err == nil {
		add("boxes", fmt.Sprintf("in %d, sent %d, drafts %d, room for %d", n.In, n.Sent, n.Draft, n.Max))
		add("card", fmt.Sprintf("in %d, used %d, room for %d", n.SIMIn, n.SIMUsed, n.SIMMax))
	}
	return all
}
