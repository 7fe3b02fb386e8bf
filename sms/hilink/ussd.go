package hilink

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/ussd"
)

// How long the network may take to answer a code, and how often is looked.
const (
	ussdLimit    = 60 * time.Second
	ussdPause    = time.Second
	releaseLimit = 5 * time.Second
)

// The values of result in ussd/status.
const (
	ussdBusy  = 1
	ussdReply = 2 // the network waits for one
)

// SendUSSD sends a code such as *100#, or the reply to a menu, and waits for the answer, up to a
// minute; other questions are asked meanwhile. When the network wants no reply, or none came, the session is ended. The errors are
// sms.ErrBadCode, when nothing was sent; sms.ErrNotHere, sms.ErrNoReply, or that of the question.
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
	if err = c.sendCode(ctx, code); err == nil {
		a, err = c.awaitAnswer(ctx)
	}
	if !a.More && !errors.Is(err, ErrUnproved) {
		c.release(ctx)
	}
	return a, err
}

// sendCode sends a code. A session that was left open, perhaps by another program, is ended first.
func (c *Client) sendCode(ctx context.Context, code string) error {
	q := call{path: "ussd/send", body: request(
		leaf("content", code), leaf("codeType", "CodeType"), leaf("timeout", ""))}
	_, err := c.await(ctx, &q)
	if errors.Is(err, ErrUSSDOpen) {
		c.release(ctx)
		_, err = c.await(ctx, &q)
	}
	return err
}

// awaitAnswer looks until there is an answer. 111020 is a time-out to some firmware, to others "not
// yet": the status tells.
func (c *Client) awaitAnswer(ctx context.Context) (sms.ServiceAnswer, error) {
	for end := time.Now().Add(c.wire.Wait(ussdLimit)); ; {
		if err := c.wire.Pause(ctx, ussdPause); err != nil {
			return sms.ServiceAnswer{}, err
		}
		r, err := c.get(ctx, "ussd/get")
		if err == nil {
			return sms.ServiceAnswer{Text: r.str("content"), More: c.ussdStatus(ctx) == ussdReply}, nil
		}
		var refused *Error
		if !errors.As(err, &refused) || !errors.Is(err, sms.ErrNoReply) || !time.Now().Before(end) {
			return sms.ServiceAnswer{}, err
		}
		if refused.Code == codeUSSDOvertime && c.ussdStatus(ctx) != ussdBusy {
			return sms.ServiceAnswer{}, err
		}
	}
}

// ussdStatus returns the result of ussd/status, -1 when the stick does not say.
func (c *Client) ussdStatus(ctx context.Context) int {
	r, err := c.get(ctx, "ussd/status")
	if err != nil {
		return -1
	}
	return r.num("result", -1)
}

// release ends the session with the network, also when the caller does not wait any more.
func (c *Client) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseLimit)
	defer cancel()
	_, _ = c.get(ctx, "ussd/release") // the network ends it by itself after a while
}

// EndUSSD ends the session: there will be no reply.
func (c *Client) EndUSSD(ctx context.Context) error {
	_, err := c.get(ctx, "ussd/release")
	return err
}
