package main

import (
	"context"
	"fmt"

	"surfstick-sms/sms/remote"
)

func list(ctx context.Context, t *tool, args []string) (int, error) {
	set := t.flags("list")
	in, out := set.Bool("in", false, ""), set.Bool("out", false, "")
	with := set.String("with", "", "")
	since := set.Int64("since", -1, "")
	limit := set.Int("limit", remote.DefaultLimit, "")
	if _, err := t.parse(set, args, 0); err != nil {
		return 0, err
	}
	if *limit < 1 || *limit > remote.MaxList && *since < 0 {
		return 0, remote.Refuse(remote.ReasonUsage, "--limit is from 1 to %d; --since goes through more.", remote.MaxList)
	}
	p := remote.ListParams{With: *with, Limit: *limit}
	if *since >= 0 {
		p.Since = since
	}
	switch {
	case *in && !*out:
		p.Direction = remote.In
	case *out && !*in:
		p.Direction = remote.Out
	}
	c, err := t.client(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	return remote.ExitDone, t.listAll(ctx, c, p)
}

// listAll prints one page after the other until there are as many as were asked for.
func (t *tool) listAll(ctx context.Context, c *remote.Client, p remote.ListParams) error {
	found := 0
	for left := p.Limit; left > 0; {
		p.Limit = min(left, remote.MaxList)
		page, err := listPage(ctx, c, p)
		if err != nil {
			return err
		}
		for _, text := range page.Texts {
			t.printListed(text)
			p.Since = &text.ID
		}
		left -= len(page.Texts)
		found += len(page.Texts)
		if !page.More || len(page.Texts) == 0 || t.outErr != nil {
			break
		}
	}
	if found == 0 && !t.json && !t.quiet {
		t.hint("there are no such messages")
	}
	return nil
}

func listPage(ctx context.Context, c *remote.Client, p remote.ListParams) (remote.List, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return c.List(ctx, p)
}

func (t *tool) printListed(text remote.Text) {
	if t.json {
		t.printJSON(textLine{remote.Version, text})
		return
	}
	t.say("%d  %s  %s: %s", text.ID, clock(text.Time), plain(line(text)), plain(text.Text))
}

// line says whose a text is and how far it is, where that is not what is usual.
func line(text remote.Text) string {
	if text.Direction == remote.In {
		return "from " + named(text.From, text.Name) + note(text.State)
	}
	return fmt.Sprintf("to %s [%s]", named(text.To, text.Name), text.State)
}

// note returns the state of a received message, "" when nothing is wrong with it.
func note(s remote.State) string {
	if s == remote.Complete {
		return ""
	}
	return fmt.Sprintf(" [%s]", s)
}

// named returns a number with the name of its contact.
func named(number, name string) string {
	if name == "" {
		return number
	}
	return fmt.Sprintf("%s (%s)", number, name)
}

func listen(ctx context.Context, t *tool, args []string) (int, error) {
	set := t.flags("listen")
	since := set.Int64("since", -1, "")
	reports := set.Bool("reports", false, "")
	if _, err := t.parse(set, args, 0); err != nil {
		return 0, err
	}
	p := remote.ListenParams{Reports: *reports}
	if *since >= 0 {
		p.Since = since
	}
	c, err := t.client(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	last, err := beginListening(ctx, c, p)
	switch {
	case ctx.Err() != nil: // Ctrl-C is the usual end
		return remote.ExitDone, nil
	case err != nil:
		return 0, err
	}
	if *since >= 0 {
		last = *since // what came after it is still to come
	}
	if !t.quiet && !t.json {
		t.hint("waiting for messages; Ctrl-C ends it")
	}
	for t.outErr == nil {
		n, err := c.Next(ctx)
		switch {
		case ctx.Err() != nil:
			return remote.ExitDone, nil
		case err != nil:
			t.hint("nothing is lost when you go on with: surfstick listen --since %d", last)
			return 0, err
		case n.Received != nil:
			t.printReceived(*n.Received)
			last = max(last, n.Received.Seq)
		default:
			t.printReport(*n.Report)
		}
	}
	return remote.ExitDone, nil
}

func beginListening(ctx context.Context, c *remote.Client, p remote.ListenParams) (int64, error) {
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return c.Listen(limited, p)
}

func (t *tool) printReceived(r remote.Received) {
	if t.json {
		t.printJSON(receivedLine{remote.Version, remote.NoticeReceived, r})
		return
	}
	t.say("%s  from %s%s: %s", clock(r.Received), plain(named(r.From, r.Name)), note(r.State), plain(r.Text))
}

func (t *tool) printReport(text remote.Text) {
	if t.json {
		t.printJSON(reportLine{remote.Version, remote.NoticeReport, text})
		return
	}
	t.say("%s  %s", clock(text.Changed), sentence(text, false))
}
