package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"surfstick-sms/sms/remote"
)

// usualTime is how long send waits for what was asked for.
const usualTime = 2 * time.Minute

// sendOptions are the options of send.
type sendOptions struct {
	to                words
	text, file, batch string
	key               string
	until             stage
	timeout           seconds
	dry, long, force  bool
}

func (o *sendOptions) register(set *flag.FlagSet) {
	o.until, o.timeout = stage{remote.Sent}, seconds{usualTime}
	set.Var(&o.to, "to", "")
	set.StringVar(&o.text, "text", "", "")
	set.StringVar(&o.file, "text-file", "", "")
	set.StringVar(&o.batch, "batch", "", "")
	set.StringVar(&o.key, "id", "", "")
	set.Var(&o.until, "wait", "")
	set.Var(&o.timeout, "timeout", "")
	set.BoolVar(&o.dry, "dry-run", false, "")
	set.BoolVar(&o.long, "long", false, "")
	set.BoolVar(&o.force, "force", false, "")
}

// check refuses what makes no sense together.
func (o *sendOptions) check(set *flag.FlagSet) error {
	given := map[string]bool{}
	set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case given["batch"] && (given["to"] || given["text"] || given["text-file"]):
		return remote.Refuse(remote.ReasonUsage, "The numbers and messages of --batch are in its file.")
	case given["batch"]:
		return nil
	case len(o.to) == 0:
		return remote.Refuse(remote.ReasonUsage, "Nobody to send to: --to is missing.")
	case !given["text"] && !given["text-file"]:
		return remote.Refuse(remote.ReasonUsage, "Nothing to send: --text or --text-file is missing.")
	case given["text"] && given["text-file"]:
		return remote.Refuse(remote.ReasonUsage, "One of --text and --text-file is enough.")
	case given["id"] && o.key == "":
		return remote.Refuse(remote.ReasonUsage, "An empty --id says nothing.")
	}
	return nil
}

func send(ctx context.Context, t *tool, args []string) (int, error) {
	var o sendOptions
	set := t.flags("send")
	o.register(set)
	if _, err := t.parse(set, args, 0); err != nil {
		return 0, err
	}
	if err := o.check(set); err != nil {
		return 0, err
	}
	if o.batch != "" {
		return sendBatch(ctx, t, o)
	}
	text, err := t.readText(ctx, o.text, o.file)
	if err != nil {
		return 0, err
	}
	c, err := t.client(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	sent, err := order(ctx, c, remote.SendParams{
		To: o.to, Text: text, Key: o.key, Long: o.long, Force: o.force, DryRun: o.dry,
	})
	if err != nil {
		return 0, t.lost(err, o.key)
	}
	w := waiter{client: c, until: o.until.State, end: time.Now().Add(o.timeout.Duration)}
	texts := w.all(ctx, sent.Texts)
	if t.json {
		t.printJSON(sentLine{remote.Version, texts, sent.Known})
	}
	for _, text := range texts {
		t.say("%s", sentence(text, sent.Known))
	}
	return t.outcome(texts, o.until.State), nil
}

// order asks for a text to be sent. Who has never asked before waits until a person has allowed it.
func order(ctx context.Context, c *remote.Client, p remote.SendParams) (remote.Accepted, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return c.Send(ctx, p)
}

// lost adds to the error of a call that was perhaps taken how to find that out.
func (t *tool) lost(err error, key string) error {
	e := refusal(err)
	if e.Reason != remote.ReasonClosed {
		return err
	}
	how := "look at its window before you send it again"
	if key != "" {
		how = fmt.Sprintf("the same call with --id %s sends nothing twice", key)
	}
	return remote.Refuse(remote.ReasonClosed, "%s Whether the message was taken is not known: %s.", e.Message, how)
}

// waiter waits for what becomes of texts.
type waiter struct {
	client *remote.Client
	until  remote.State
	end    time.Time
}

// all returns the texts as they are when they have got far enough, or when the time is over. What cannot be
// found out is left as it was.
func (w waiter) all(ctx context.Context, texts []remote.Text) []remote.Text {
	for i, text := range texts {
		if text.State.Reached(w.until) {
			continue
		}
		left := max(time.Until(w.end), 0)
		now, err := statusOf(ctx, w.client, remote.StatusParams{ID: text.ID, Until: w.until}, left)
		if err != nil {
			break // the end of it, or the person's: the rest is as it was
		}
		if len(now) == 1 {
			texts[i] = now[0]
		}
	}
	return texts
}

// statusOf asks for a status and waits for it.
func statusOf(ctx context.Context, c *remote.Client, p remote.StatusParams, wait time.Duration) ([]remote.Text, error) {
	ctx, cancel := context.WithTimeout(ctx, wait+answerTime)
	defer cancel()
	p.Timeout = int((wait + time.Second - 1) / time.Second)
	return c.Status(ctx, p)
}

// outcome returns the exit code for texts that were to get somewhere, and says what to do.
func (t *tool) outcome(texts []remote.Text, until remote.State) int {
	code, of := remote.ExitDone, remote.Text{}
	for _, text := range texts {
		if c := text.State.Exit(until); c > code {
			code, of = c, text
		}
	}
	switch code {
	case remote.ExitUnconfirmed:
		t.hint("it may have been sent: do not send it again before somebody has asked the recipient")
	case remote.ExitQueued:
		if of.State == remote.Sent {
			t.hint("the network has it; that it was delivered is not reported yet, and some networks never report it")
			break
		}
		t.hint("it is kept and needs no second call; ask what becomes of it by: surfstick status %d", of.ID)
	}
	return code
}
