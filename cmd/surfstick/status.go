package main

import (
	"context"
	"fmt"

	"surfstick-sms/sms/remote"
)

func status(ctx context.Context, t *tool, args []string) (int, error) {
	set := t.flags("status")
	key := set.String("id", "", "")
	var until stage
	timeout := seconds{usualTime}
	set.Var(&until, "wait", "")
	set.Var(&timeout, "timeout", "")
	words, err := t.parse(set, args, 1)
	if err != nil {
		return 0, err
	}
	p := remote.StatusParams{Key: *key, Until: until.State}
	switch {
	case len(words) == 0 && *key == "":
		return 0, remote.Refuse(remote.ReasonUsage, "Which message? Its ID or --id is missing.")
	case len(words) == 1 && *key != "":
		return 0, remote.Refuse(remote.ReasonUsage, "One of the ID of a message and --id is enough.")
	case len(words) == 1:
		if p.ID, err = readID(words[0]); err != nil {
			return 0, err
		}
	}
	wait := timeout.Duration
	if until.State == "" {
		wait = 0
	}
	c, err := t.client(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	texts, err := statusOf(ctx, c, p, wait)
	if err != nil {
		return 0, err
	}
	t.printTexts(texts)
	if until.State == "" {
		until.State = remote.Sent
	}
	return t.outcome(texts, until.State), nil
}

// printTexts prints what became of outgoing texts.
func (t *tool) printTexts(texts []remote.Text) {
	if t.json {
		t.printJSON(textsLine{remote.Version, texts})
	}
	for _, text := range texts {
		t.say("%s", sentence(text, false))
	}
}

func cancel(ctx context.Context, t *tool, args []string) (int, error) {
	words, err := t.parse(t.flags("cancel"), args, 1)
	if err != nil {
		return 0, err
	}
	if len(words) == 0 {
		return 0, remote.Refuse(remote.ReasonUsage, "Which message? Its ID is missing.")
	}
	id, err := readID(words[0])
	if err != nil {
		return 0, err
	}
	text, err := ask(ctx, t, func(ctx context.Context, c *remote.Client) (remote.Text, error) { return c.Cancel(ctx, id) })
	if err != nil {
		return 0, err
	}
	t.printTexts([]remote.Text{text})
	return remote.ExitDone, nil
}

func info(ctx context.Context, t *tool, args []string) (int, error) {
	if _, err := t.parse(t.flags("info"), args, 0); err != nil {
		return 0, err
	}
	i, err := ask(ctx, t, func(ctx context.Context, c *remote.Client) (remote.Info, error) { return c.Info(ctx) })
	if err != nil {
		return 0, err
	}
	if t.json {
		i.V = remote.Version
		t.printJSON(i)
		return remote.ExitDone, nil
	}
	for _, line := range infoLines(i) {
		t.say("%-10s %s", line[0]+":", plain(line[1]))
	}
	return remote.ExitDone, nil
}

// infoLines returns the answer to info for people: names and values.
func infoLines(i remote.Info) [][2]string {
	version := i.Version
	if i.Demo {
		version += ", with a simulated stick"
	}
	lines := [][2]string{{"Program", "Surfstick SMS " + version}, {"State", stateWords(i)}}
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, [2]string{name, value})
		}
	}
	add("Stick", i.Stick)
	add("Number", i.Number)
	network := i.Operator
	if i.Generation != "" && network != "" {
		network += ", " + i.Generation
	}
	if i.Signal != nil && network != "" {
		network += fmt.Sprintf(", signal %d %%", *i.Signal)
	}
	if i.Roaming {
		network += ", roaming"
	}
	add("Network", network)
	add("Waiting", fmt.Sprintf("%s in the queue", count(i.Queued, "message")))
	add("Left", fmt.Sprintf("programs may still send %d parts this minute, %d this hour, %d today",
		i.Left.Minute, i.Left.Hour, i.Left.Day))
	add("May", fmt.Sprintf("send: %s, read: %s, codes: %s", i.May.Send, i.May.Read, i.May.USSD))
	return lines
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func stateWords(i remote.Info) string {
	if i.Words != "" {
		return i.Words
	}
	if words := map[remote.LinkState]string{
		remote.LinkReady:     "ready to send",
		remote.LinkNoStick:   "no stick is set up",
		remote.LinkSearching: "looking for a network",
		remote.LinkNoNetwork: "no network",
		remote.LinkPaused:    "waits for somebody at its window",
	}[i.State]; words != "" {
		return words
	}
	return string(i.State)
}

func ussd(ctx context.Context, t *tool, args []string) (int, error) {
	words, err := t.parse(t.flags("ussd"), args, 1)
	if err != nil {
		return 0, err
	}
	if len(words) == 0 {
		return 0, remote.Refuse(remote.ReasonUsage, "Which code? Something like '*100#' is missing.")
	}
	u, err := ask(ctx, t, func(ctx context.Context, c *remote.Client) (remote.USSD, error) { return c.USSD(ctx, words[0]) })
	if err != nil {
		return 0, err
	}
	if t.json {
		t.printJSON(ussdLine{remote.Version, u})
	}
	t.say("%s", plain(u.Text))
	if u.More {
		t.hint("the network waits for a choice; make it in the window of Surfstick SMS")
	}
	return remote.ExitDone, nil
}
