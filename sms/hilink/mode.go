package hilink

import (
	"context"
	"errors"
	"fmt"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// Restart restarts the stick, which leaves the bus and comes back. Most do so without an answer.
func (c *Client) Restart(ctx context.Context) error {
	_, err := c.post(ctx, "device/control", digits("Control", 1))
	return webstick.LeftWithout(err)
}

// switchCGI is the request by which web interface 17.x of an E8372h changes its mode.
const switchCGI = `<?xml version="1.0" encoding="UTF-8"?><api version="1.0"><header><function>switchMode` +
	`</function></header><body><request><switchType>0</switchType></request></body></api>`

// modemWays are how firmware is asked to come back as a modem with serial ports, until it is replugged.
// Newer firmware (10.x, 11.x) knows none of them.
var modemWays = []call{
	{path: "device/mode", body: request(digits("mode", 1))},
	{path: "/CGI", body: []byte(switchCGI)},
	{path: "/html/switchProjectMode.html"},
}

// SwitchToModem asks the stick to come back as a modem, in every way that is known, one after the
// other until one is taken. The error is sms.ErrNotHere when the firmware knows none. Success shows on
// the bus only: a page may have come that does nothing.
func (c *Client) SwitchToModem(ctx context.Context) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		if c.device == nil {
			return fmt.Errorf("device/mode: %w", ErrUnproved)
		}
		for _, way := range modemWays {
			err := c.switchBy(ctx, &way)
			if err == nil || errors.Is(err, sms.ErrSilent) || errors.Is(err, ErrLogin) || ctx.Err() != nil {
				return err
			}
		}
		return fmt.Errorf("switch to modem: %w", sms.ErrNotHere)
	})
}

// switchBy tries one way. The page by which old firmware switches is a page for people, and so an
// answer like any other here.
func (c *Client) switchBy(ctx context.Context, way *call) error {
	if way.isPost() {
		_, err := c.do(ctx, way)
		return webstick.LeftWithout(err)
	}
	_, _, err := c.exchange(ctx, message{path: way.path, limit: limit})
	return webstick.LeftWithout(err)
}
