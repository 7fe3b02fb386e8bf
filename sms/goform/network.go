package goform

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/ussd"
	"surfstick-sms/sms/webstick"
)

// mostBars is the most that signalbar counts.
const mostBars = 5

// statusFields are what is asked for the connection to the network; all of it comes at once.
const statusFields = "modem_main_state,network_type,network_provider,signalbar,simcard_roam,ppp_status"

// Status implements webstick.Server. It wants no password.
func (c *Client) Status(ctx context.Context, _ func(webstick.Status) bool) (webstick.Status, error) {
	f, err := c.ask(ctx, statusFields)
	if err != nil {
		return webstick.Status{}, err
	}
	s := webstick.Status{
		Link: sms.Link{
			Up: true, Signal: signal(f), Registration: registration(f), Operator: strings.TrimSpace(f["network_provider"]),
			Tech: techs[strings.ToUpper(strings.TrimSpace(f["network_type"]))],
		},
		Online: connected(f["ppp_status"]),
	}
	for _, r := range f["modem_main_state"] { // any number that changes with it
		s.Card = s.Card*31 + int(r)
	}
	return s, nil
}

// noService are the values of network_type of a stick that is not in a network.
var noService = map[string]bool{
	"": true, "no_service": true, "no service": true, "limited_service": true, "limited service": true,
	"searching": true, "unknown": true,
}

// techs are the values of network_type that the stick's pages know, in capitals.
var techs = map[string]sms.Tech{
	"GSM": sms.Tech2G, "GPRS": sms.Tech2G, "EDGE": sms.Tech2G, "E-EDGE": sms.Tech2G, "2G": sms.Tech2G,
	"WCDMA": sms.Tech3G, "UMTS": sms.Tech3G, "HSDPA": sms.Tech3G, "HSUPA": sms.Tech3G, "HSPA": sms.Tech3G,
	"HSPA+": sms.Tech3G, "DC-HSPA+": sms.Tech3G, "TD-SCDMA": sms.Tech3G, "3G": sms.Tech3G,
	"LTE": sms.Tech4G, "FDD_LTE": sms.Tech4G, "TDD_LTE": sms.Tech4G, "LTE_A": sms.Tech4G, "4G": sms.Tech4G,
	"LTE-NSA": sms.Tech5G, "SA": sms.Tech5G, "NSA": sms.Tech5G, "5G": sms.Tech5G,
}

// registration reads network_type, which names the technology of the network that the stick is in.
func registration(f fields) sms.Registration {
	switch kind, known := f["network_type"]; {
	case !known:
		return sms.RegUnknown
	case noService[strings.ToLower(strings.TrimSpace(kind))]:
		return sms.RegSearching
	}
	switch f["simcard_roam"] {
	case "Internal", "International": // the two that the stick's pages show as roaming
		return sms.RegRoaming
	}
	return sms.RegHome
}

// signal returns the strength in percent, -1 when it is unknown.
func signal(f fields) int {
	bars := f.num("signalbar", -1)
	if bars < 0 {
		return -1
	}
	return min(bars, mostBars) * 100 / mostBars
}

// connected reports whether a ppp_status says that mobile data is on, or about to be.
func connected(status string) bool {
	switch status {
	case "", "ppp_disconnected", "ppp_disconnecting":
		return false
	}
	return true // ppp_connecting, ppp_connected, ipv6_connected, ipv4_ipv6_connected …
}

// MobileData asks whether the stick carries the computer's traffic over the SIM card.
func (c *Client) MobileData(ctx context.Context) (bool, error) {
	f, err := c.ask(ctx, "ppp_status")
	return connected(f["ppp_status"]), err
}

// How long a stick may take to connect and disconnect.
const (
	dataLimit = 20 * time.Second
	dataPause = time.Second
)

// SetMobileData switches that on or off, and waits until it is so. A stick that dials by itself does so
// again after its next start. Texts go on without it.
func (c *Client) SetMobileData(ctx context.Context, on bool) error {
	id := "DISCONNECT_NETWORK"
	if on {
		id = "CONNECT_NETWORK"
	}
	if err := c.set(ctx, id, param{"notCallback", "true"}); err != nil {
		return err
	}
	for end := time.Now().Add(c.wire.Wait(dataLimit)); ; {
		now, err := c.MobileData(ctx)
		if err != nil || now == on || !time.Now().Before(end) {
			return err
		}
		if err := c.wire.Pause(ctx, dataPause); err != nil {
			return err
		}
	}
}

// SwitchToModem returns sms.ErrNotHere: what is known (MODE_SWITCH to FACTORY) lasts, and leaves some sticks
// without a way back.
func (c *Client) SwitchToModem(context.Context) error { return noSuch("switch to modem") }

// Restart restarts the stick, which leaves the bus and comes back.
func (c *Client) Restart(ctx context.Context) error {
	return webstick.LeftWithout(c.set(ctx, "REBOOT_DEVICE"))
}

// How long the network may take to answer a code, and how often is looked.
const (
	ussdLimit   = 60 * time.Second
	ussdPause   = time.Second
	cancelLimit = 5 * time.Second
)

// ussdID is the goformId of a code for the network.
const ussdID = "USSD_PROCESS"

// The values of ussd_write_flag, and of ussd_action when the network waits for a reply.
const (
	ussdWaits  = "15"
	ussdDone   = "16"
	ussdNot    = "99"
	ussdReply  = "1"
	ussdAnswer = "ussd_data_info"
)

// SendUSSD sends a code such as *100#, or the reply to a menu, and waits for the answer, up to a minute.
// When the network wants no reply, or none came, the session is ended. The errors are sms.ErrBadCode, when
// nothing was sent; sms.ErrNotHere, sms.ErrNoReply, or that of the question.
func (c *Client) SendUSSD(ctx context.Context, code string) (a sms.ServiceAnswer, err error) {
	if !ussd.Valid(code) {
		return a, fmt.Errorf("code for the network: %w", sms.ErrBadCode)
	}
	select {
	case c.ussd <- struct{}{}:
	case <-ctx.Done():
		return a, ctx.Err()
	}
	defer func() { <-c.ussd }()
	operation, name := "ussd_send", "USSD_send_number"
	if c.menu {
		operation, name = "ussd_reply", "USSD_reply_number"
	}
	err = c.set(ctx, ussdID, param{"USSD_operator", operation}, param{name, code}, param{"notCallback", "true"})
	if err == nil {
		a, err = c.awaitAnswer(ctx)
	}
	if c.menu = err == nil && a.More; !c.menu && !errors.Is(err, webstick.ErrUnproved) {
		_ = c.EndUSSD(ctx) // the network ends it by itself after a while
	}
	return a, err
}

// awaitAnswer looks until there is an answer.
func (c *Client) awaitAnswer(ctx context.Context) (sms.ServiceAnswer, error) {
	for end := time.Now().Add(c.wire.Wait(ussdLimit)); ; {
		if err := c.wire.Pause(ctx, ussdPause); err != nil {
			return sms.ServiceAnswer{}, err
		}
		f, err := c.ask(ctx, "ussd_write_flag")
		if err != nil {
			return sms.ServiceAnswer{}, err
		}
		switch flag := f["ussd_write_flag"]; {
		case flag == ussdDone:
			return c.ussdText(ctx)
		case flag == ussdNot:
			return sms.ServiceAnswer{}, noSuch(ussdID)
		case flag != ussdWaits && flag != "" || !time.Now().Before(end):
			return sms.ServiceAnswer{}, &Error{What: ussdID, Result: flag, Meaning: sms.ErrNoReply}
		}
	}
}

// ussdText reads the answer.
func (c *Client) ussdText(ctx context.Context) (sms.ServiceAnswer, error) {
	f, err := c.ask(ctx, ussdAnswer)
	if err != nil {
		return sms.ServiceAnswer{}, err
	}
	text, ok := fromUCS2(f.first("ussd_data", ussdAnswer))
	if !ok {
		text = f.first("ussd_data", ussdAnswer)
	}
	return sms.ServiceAnswer{Text: text, More: f["ussd_action"] == ussdReply}, nil
}

// EndUSSD ends the session: there will be no reply.
func (c *Client) EndUSSD(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelLimit)
	defer cancel()
	return c.set(ctx, ussdID, param{"USSD_operator", "ussd_cancel"})
}
