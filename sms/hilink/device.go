package hilink

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// Device is what answers at the address.
type Device struct {
	// Class is hilink for a stick, wingle for one with Wi-Fi, mobile-wifi for a hotspot with a
	// battery, cpe for a home router; "" when it does not say.
	Class                               string
	Name, Hardware, Software, Interface string // such as E3372h-320, CL4E3372HM, 10.0.3.1, 10.0.3.1
	IMEI                                string // "" when it does not say without its password
}

// stickName is how sticks are called that do not say their class: E3131, E353, K5160, MS2372h.
var stickName = regexp.MustCompile(`(?i)^(?:[a-z0-9]*?)(?:E[1-8]\d{2,3}|K[345]\d{3}|MS2\d{3})`)

// alwaysLocked reports whether a device wants its password even if it says that none is needed.
func (d *Device) alwaysLocked() bool {
	return d != nil && (d.Class == "wingle" || d.Class == "mobile-wifi")
}

// Prove asks what is at the address, and lets requests through that change something when it is a
// stick: before that, they are ErrUnproved. The errors are ErrRouter, ErrNotHiLink, and what else
// comes of a question; nothing was changed or sent then. The caller compares the IMEI with the one
// that it expects. When a connection breaks later, the same is asked before anything else is changed.
func (c *Client) Prove(ctx context.Context) (d Device, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		c.device = nil
		if d, err = c.askDevice(ctx); err != nil {
			return err
		}
		if err := d.check(); err != nil {
			return err
		}
		c.device, c.wire.Broken = &d, false
		return nil
	})
	return d, err
}

// proveAgain looks whether the same device still answers, when a connection broke since it last did.
// When it is another one, everything is ErrUnproved until Prove is called.
func (c *Client) proveAgain(ctx context.Context) error {
	if !c.wire.Broken {
		return nil
	}
	c.wire.Broken = false // what is asked now may log in, and so come here again
	d, err := c.askDevice(ctx)
	if err != nil {
		c.wire.Broken = true
		return err
	}
	if err := d.check(); err != nil || !d.same(*c.device) {
		c.device = nil
		return fmt.Errorf("%.40q answers: %w", d.Name, ErrNotHiLink)
	}
	return nil
}

// proveBroken is proveAgain when it is its turn, for a stick that has been proved.
func (c *Client) proveBroken(ctx context.Context) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		if c.device == nil {
			return ErrUnproved
		}
		return c.proveAgain(ctx)
	})
}

// same reports whether two answers can be of one device. The IMEI may be missing without a log-in.
func (d Device) same(o Device) bool {
	return d.Class == o.Class && d.Name == o.Name && (d.IMEI == "" || o.IMEI == "" || d.IMEI == o.IMEI)
}

// check returns nil for a stick.
func (d Device) check() error {
	switch d.Class {
	case "hilink", "wingle", "mobile-wifi":
		return nil
	case "cpe":
		return fmt.Errorf("%.40q: %w", d.Name, ErrRouter)
	case "":
		if stickName.MatchString(d.Name) || stickName.MatchString(d.Hardware) {
			return nil
		}
	}
	return fmt.Errorf("class %.20q, name %.40q: %w", d.Class, d.Name, ErrNotHiLink)
}

// askDevice asks device/basic_information, which wants no password, and device/information, which
// says more but wants one on many sticks.
func (c *Client) askDevice(ctx context.Context) (Device, error) {
	basic, err := c.do(ctx, &call{path: "device/basic_information"})
	if err != nil && !webstick.IsRefusal(err) {
		return Device{}, notHiLink(err)
	}
	more, moreErr := c.do(ctx, &call{path: "device/information"})
	switch {
	case err != nil && moreErr != nil:
		return Device{}, notHiLink(err)
	case moreErr != nil && !webstick.IsRefusal(moreErr):
		return Device{}, notHiLink(moreErr)
	}
	either := func(name string) string { return webstick.First(more.trimmed(name), basic.trimmed(name)) }
	return Device{
		Class: webstick.First(basic.trimmed("classify"), more.trimmed("Classify")),
		Name:  webstick.First(either("DeviceName"), either("devicename")), Hardware: either("HardwareVersion"),
		Software: either("SoftwareVersion"), Interface: either("WebUIVersion"), IMEI: either("Imei"),
	}, nil
}

// notHiLink says that something else answers, unless nothing does.
func notHiLink(err error) error {
	if errors.Is(err, sms.ErrSilent) || errors.Is(err, ErrClosed) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotHiLink, err)
}

// Identity asks which stick and which SIM card this is.
func (c *Client) Identity(ctx context.Context) (sms.Identity, error) {
	e, err := c.get(ctx, "device/information")
	if err != nil {
		return sms.Identity{}, err
	}
	return sms.Identity{
		IMEI: e.trimmed("Imei"), IMSI: e.trimmed("Imsi"), Manufacturer: maker,
		Model: e.trimmed("DeviceName"), Firmware: e.trimmed("SoftwareVersion"), OwnNumber: e.trimmed("Msisdn"),
	}, nil
}

// uptime returns the IMEI and how many seconds the stick has been running; "" and -1 when it does not say.
// It is ErrNotHiLink when another device answers than the one that was proved: each request has a
// connection of its own, so that a change need not break one. Then everything is ErrUnproved.
func (c *Client) uptime(ctx context.Context) (imei string, seconds int, err error) {
	seconds = -1
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		e, err := c.do(ctx, &call{path: "device/information"})
		if webstick.IsRefusal(err) {
			return nil
		}
		if err != nil {
			return err
		}
		imei, seconds = e.trimmed("Imei"), e.num("uptime", -1)
		return c.compare(Device{
			Class: e.trimmed("Classify"), Name: webstick.First(e.trimmed("DeviceName"), e.trimmed("devicename")), IMEI: imei,
		})
	})
	return imei, seconds, err
}

// compare returns ErrNotHiLink when d cannot be the device that was proved, which counts as unproved then.
func (c *Client) compare(d Device) error {
	if c.device == nil {
		return ErrUnproved
	}
	known := *c.device
	if webstick.Differ(d.Class, known.Class) || webstick.Differ(d.Name, known.Name) || webstick.Differ(d.IMEI, known.IMEI) {
		c.device = nil
		return fmt.Errorf("%.40q answers: %w", d.Name, ErrNotHiLink)
	}
	c.device.IMEI = webstick.First(known.IMEI, d.IMEI)
	return nil
}

// CardID returns the number printed on the SIM card (ICCID), "" when the stick does not say.
func (c *Client) CardID(ctx context.Context) string {
	e, err := c.get(ctx, "device/information")
	if err != nil {
		return ""
	}
	return e.trimmed("Iccid")
}
