package hilink

import (
	"context"
	"errors"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// Status asks for registration, operator and signal. It wants no password.
func (c *Client) Status(ctx context.Context) (Status, error) {
	return c.status(ctx, func(Status) bool { return true })
}

// status is Status; the operator is asked for only if that is wanted for what was found.
func (c *Client) status(ctx context.Context, operator func(Status) bool) (s Status, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) error {
		r, err := c.do(ctx, &call{path: "monitoring/status"})
		if err != nil {
			return err
		}
		s = Status{Link: sms.Link{Up: true, Signal: signal(r), Registration: registration(r), Tech: tech(r)}}
		s.Online, s.Card = r.num("ConnectionStatus", 0) == 901, r.num("SimStatus", -1)
		if !operator(s) {
			return nil
		}
		plmn, err := c.do(ctx, &call{path: "net/current-plmn"})
		if errors.Is(err, sms.ErrSilent) || errors.Is(err, ErrClosed) {
			return err
		}
		s.Operator = webstick.First(plmn.trimmed("FullName"), plmn.trimmed("ShortName"), plmn.trimmed("Numeric"))
		return nil
	})
	return s, err
}

// registration reads ServiceStatus, 2 for a full one, and RoamingStatus.
func registration(r reply) sms.Registration {
	switch status := r.num("ServiceStatus", -1); {
	case status < 0:
		return sms.RegUnknown
	case status != 2:
		return sms.RegSearching
	case r.num("RoamingStatus", 0) == 1:
		return sms.RegRoaming
	}
	return sms.RegHome
}

// tech reads CurrentNetworkTypeEx, which some firmware fills, else CurrentNetworkType, by the numbers of the
// stick's own pages.
func tech(r reply) sms.Tech {
	for _, name := range []string{"CurrentNetworkTypeEx", "CurrentNetworkType"} {
		switch kind := r.num(name, 0); {
		case kind >= 1 && kind <= 3: // GSM, GPRS, EDGE
			return sms.Tech2G
		case kind >= 4 && kind <= 9, kind == 17, kind == 18, kind >= 41 && kind <= 46, kind >= 61 && kind <= 65:
			return sms.Tech3G // WCDMA, HSPA, TD-SCDMA
		case kind == 19, kind == 101, kind == 1011:
			return sms.Tech4G
		case kind == 111:
			return sms.Tech5G
		}
	}
	return sms.TechUnknown
}

// signal returns the strength in percent, -1 when it is unknown: in bars of 5, or of maxsignal.
func signal(r reply) int {
	bars, most := r.num("SignalIcon", -1), r.num("maxsignal", 5)
	if bars < 0 || most <= 0 {
		return -1
	}
	return min(bars, most) * 100 / most
}

// MobileData asks whether the stick may carry the computer's traffic over the SIM card.
func (c *Client) MobileData(ctx context.Context) (bool, error) {
	e, err := c.get(ctx, "dialup/mobile-dataswitch")
	if err != nil {
		return false, err
	}
	return e.num("dataswitch", 0) == 1, nil
}

// SetMobileData switches that on or off. Texts go on without it.
func (c *Client) SetMobileData(ctx context.Context, on bool) error {
	_, err := c.post(ctx, "dialup/mobile-dataswitch", digits("dataswitch", oneIf(on)))
	return err
}
