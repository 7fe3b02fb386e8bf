package server

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// states are the states in the words of the protocol.
var states = map[sms.Status]remote.State{
	sms.Received: remote.Complete, sms.Incomplete: remote.Incomplete, sms.Damaged: remote.Damaged,
	sms.Service: remote.Service, sms.Called: remote.Call,
	sms.Queued: remote.Queued, sms.Waiting: remote.Queued, sms.Sending: remote.Sending, sms.Sent: remote.Sent,
	sms.Delivered: remote.Delivered, sms.DeliveryFailed: remote.Failed, sms.Failed: remote.Failed,
	sms.Unconfirmed: remote.Unconfirmed, sms.StatusUnknown: remote.Deleted,
}

// causes are the reasons in the words of the protocol.
var causes = map[sms.Reason]remote.Cause{
	sms.ReasonNumber: remote.CauseNumber, sms.ReasonBarred: remote.CauseBarred, sms.ReasonBusy: remote.CauseBusy,
	sms.ReasonLater: remote.CauseLater, sms.ReasonNoAnswer: remote.CauseNoAnswer, sms.ReasonSIM: remote.CauseSIM,
	sms.ReasonFull: remote.CauseFull, sms.ReasonNoCentre: remote.CauseNoCentre, sms.ReasonOurs: remote.CauseMalformed,
	sms.ReasonVendor: remote.CauseOther, sms.ReasonOtherSIM: remote.CauseOtherSIM,
	sms.ReasonNotReached: remote.CauseNotReached, sms.ReasonStick: remote.CauseStick, sms.ReasonBegun: remote.CauseBegun,
	sms.ReasonPassword: remote.CausePassword, sms.ReasonTooLong: remote.CauseTooLong, sms.ReasonStopped: remote.CauseStopped,
}

// stateOf returns the state of a message.
func stateOf(m sms.Message) remote.State {
	if m.Status == sms.Failed && m.Reason == sms.ReasonStopped {
		return remote.Cancelled
	}
	return states[m.Status]
}

// wire is a message as it is sent, without what only others know of it.
func wire(m sms.Message) remote.Text {
	t := remote.Text{
		ID: m.ID, State: stateOf(m), Reason: causes[m.Reason], Text: m.Text, Parts: m.Parts, Done: m.Done,
		Time: m.Time, Sent: m.SentAt, Changed: m.DoneAt, Program: m.Program.Name(),
	}
	if m.Direction == sms.Outgoing {
		t.Direction, t.To = remote.Out, string(m.Number)
	} else {
		t.Direction, t.From = remote.In, string(m.Number)
	}
	return t
}

// outgoing are the texts of a call.
func outgoing(all []sms.Message, key string) []remote.Text {
	texts := make([]remote.Text, len(all))
	for i, m := range all {
		texts[i] = wire(m)
		texts[i].Key = key
	}
	return texts
}

// text is a message with the key of its call.
func (c *connection) text(ctx context.Context, m sms.Message) (remote.Text, error) {
	t := wire(m)
	var err error
	if m.Program != "" {
		t.Key, err = c.Engine.KeyOf(ctx, m.ID)
	}
	return t, err
}

// listed are messages with keys and names.
func (c *connection) listed(ctx context.Context, all []sms.Message) ([]remote.Text, error) {
	texts := make([]remote.Text, len(all))
	names := map[sms.Number]string{}
	for i, m := range all {
		var err error
		if texts[i], err = c.text(ctx, m); err != nil {
			return nil, err
		}
		name, known := names[m.Number]
		if !known {
			if name, err = c.Engine.Name(ctx, m.Number); err != nil {
				return nil, err
			}
			names[m.Number] = name
		}
		texts[i].Name = name
	}
	return texts, nil
}
