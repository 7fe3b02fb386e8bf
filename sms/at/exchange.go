package at

import (
	"context"
	"time"
)

// request is a command on its way through the owner.
type request struct {
	Command
	text     string // the line that is written, without the CR
	prefix   string // of the lines of the response
	ctx      context.Context
	reply    chan result
	atPrompt chan struct{} // closed at the prompt when there is a Before

	// Only touched by the owner.
	response Response
	started  time.Time // when it was written, or the PDU if it has one
}

type result struct {
	response Response
	err      error
}

// approval is what Before returned for a request.
type approval struct {
	request *request
	err     error
}

// exchange hands one command to the owner and waits for its result. The caller holds the lock.
func (c *Channel) exchange(ctx context.Context, cmd Command) (Response, error) {
	line, err := cmd.line()
	if err != nil {
		return Response{}, err
	}
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	r := &request{
		Command: cmd, text: line, prefix: cmd.Prefix(), ctx: ctx,
		reply: make(chan result, 1), atPrompt: make(chan struct{}),
	}
	select {
	case c.requests <- r:
	case <-c.done:
		return Response{}, c.err
	}
	got := c.await(r)
	return got.response, got.err
}

// await waits for the reply, which the owner sends for every request that it took, and runs Before
// at the prompt.
func (c *Channel) await(r *request) result {
	select {
	case got := <-r.reply:
		return got
	case <-r.atPrompt:
	}
	a := approval{r, r.Before()}
	select {
	case got := <-r.reply: // it ended meanwhile
		return got
	case c.approvals <- a:
	}
	return <-r.reply
}
