//go:build !nowindow

package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"surfstick-sms/gui/programs"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/hook"
	"surfstick-sms/sms/remote"
)

// windowHook is the hook as the window sees it.
type windowHook struct{ *hook.Hook }

// State implements programs.Hook.
func (w windowHook) State(ctx context.Context) (programs.HookState, error) {
	s, err := w.Hook.State(ctx)
	return programs.HookState{
		Command: programs.HookCommand{Path: s.Command.Program, Args: s.Command.Args},
		Paused:  s.Paused, Last: resultOf(s.Last),
	}, err
}

// Set implements programs.Hook.
func (w windowHook) Set(ctx context.Context, c programs.HookCommand) error {
	err := w.SetCommand(ctx, commandOf(c))
	if trouble := troubleOf(err); trouble != "" && trouble != programs.HookOther {
		return trouble
	}
	return err
}

// Try implements programs.Hook.
func (w windowHook) Try(ctx context.Context, c programs.HookCommand) programs.HookResult {
	input, err := json.Marshal(remote.Received{
		Seq: 1, ID: 1, From: "+491701234567", Text: tr.T("app.demo.friend"), Received: time.Now().UTC().Truncate(time.Second),
		Parts: 1, State: remote.Complete,
	})
	if err != nil {
		return programs.HookResult{At: time.Now(), Trouble: programs.HookOther}
	}
	return resultOf(w.Hook.Try(ctx, commandOf(c), input))
}

func commandOf(c programs.HookCommand) hook.Command {
	return hook.Command{Program: c.Path, Args: c.Args}
}

func resultOf(r hook.Result) programs.HookResult {
	return programs.HookResult{At: r.At, Exit: r.Exit, Trouble: troubleOf(r.Err), Output: r.Output}
}

// troubleOf returns the trouble that stands for an error, "" for none.
func troubleOf(err error) programs.HookTrouble {
	if err == nil {
		return ""
	}
	for _, one := range []struct {
		err     error
		trouble programs.HookTrouble
	}{
		{hook.ErrNoPath, programs.HookPath},
		{hook.ErrShell, programs.HookShell},
		{hook.ErrArgument, programs.HookArgument},
		{hook.ErrTimeout, programs.HookTimeout},
		{hook.ErrNotStarted, programs.HookNotStarted},
	} {
		if errors.Is(err, one.err) {
			return one.trouble
		}
	}
	return programs.HookOther
}
