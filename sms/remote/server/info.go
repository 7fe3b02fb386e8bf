package server

import (
	"context"
	"errors"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
	"surfstick-sms/sms/ussd"
)

// info returns how things stand.
func (c *connection) info(ctx context.Context) (any, error) {
	link, id := c.Engine.Link(), c.Engine.Identity()
	paused, err := c.Engine.Paused(ctx)
	if err != nil {
		return nil, err
	}
	queued, err := c.Engine.Queued(ctx)
	if err != nil {
		return nil, err
	}
	left, err := c.Engine.ProgramsLeft(ctx, c.Guard.Rules())
	if err != nil {
		return nil, err
	}
	state, words := linkState(link, paused)
	i := remote.Info{
		V: remote.Version, Version: c.Version, Demo: c.Demo, Ready: state == remote.LinkReady, State: state, Words: words,
		Stick: id.Name(), Operator: link.Operator,
		Generation: link.Tech.String(), Roaming: link.Registration == sms.RegRoaming, Queued: queued,
		Left: remote.Left{Minute: left.Minute, Hour: left.Hour, Day: left.Day},
		May: remote.May{
			Send: c.said(sms.PermitSend), Read: c.said(sms.PermitRead), USSD: c.said(sms.PermitUSSD),
		},
	}
	if link.Signal >= 0 {
		i.Signal = &link.Signal
	}
	if i.May.Send == remote.Yes || i.May.Read == remote.Yes {
		i.Number = id.OwnNumber
	}
	if i.May.Read != remote.No {
		i.Seq, err = c.Engine.LastArrival(ctx)
	}
	return i, err
}

// said is what the person at the window has said of a permission.
func (c *connection) said(what sms.Permission) remote.Answer {
	switch allowed, known := c.Guard.Said(c.program, what); {
	case !known:
		return remote.Ask
	case allowed:
		return remote.Yes
	}
	return remote.No
}

// linkState returns what the way to the network lacks, and the same in a sentence.
func linkState(link sms.Link, paused sms.Reason) (remote.LinkState, string) {
	switch {
	case !link.Up:
		return remote.LinkNoStick, "No stick is plugged in and set up."
	case paused != sms.ReasonNone:
		return remote.LinkPaused, "Sending pauses until somebody looks at the window: " + string(causes[paused]) + "."
	case link.Registered():
		return remote.LinkReady, "Messages can be sent."
	case link.Registration == sms.RegSearching || link.Registration == sms.RegUnknown:
		return remote.LinkSearching, "The stick looks for a network."
	}
	return remote.LinkNoNetwork, "The stick is not registered in a network."
}

// ussdTime is how long the network is given for an answer.
const ussdTime = 2 * time.Minute

// ussd asks the network something.
func (c *connection) ussd(ctx context.Context, p remote.USSDParams) (any, error) {
	switch {
	case !ussd.Valid(p.Code):
		return nil, usage("%q is not a code for the network; it has digits, * and # only.", shortened(p.Code))
	case ussd.RiskOf(p.Code) != ussd.RiskNone, strings.HasPrefix(p.Code, "**"), strings.HasPrefix(p.Code, "##"):
		return nil, remote.Refuse(remote.ReasonDenied,
			"%s changes something at the network or on the SIM card; that can be done in the window only.", p.Code)
	}
	if err := c.Guard.May(ctx, c.program, sms.PermitUSSD); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, ussdTime)
	defer cancel()
	a, err := c.Stick.SendUSSD(ctx, p.Code)
	if errors.Is(err, context.DeadlineExceeded) {
		err = sms.ErrNoReply
	}
	if err != nil {
		return nil, err
	}
	if a.More { // a choice cannot be made this way
		if err := c.Stick.EndUSSD(ctx); err != nil {
			c.Log.Info("session of a code not ended", "err", err) // the network ends it after a while
		}
	}
	return remote.USSD{Text: a.Text, More: a.More}, nil
}
