package main

import (
	"context"
	"encoding/json"
	"log/slog"

	"surfstick-sms/internal/hook"
	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/remote/server"
)

// newHook returns what runs a program of the user's for each received text.
func newHook(texts *messenger.Messenger, log *slog.Logger) *hook.Hook {
	return hook.New(hook.Config{
		Arrivals: texts, Settings: texts, Log: log,
		Encode: func(ctx context.Context, a sms.Arrival) ([]byte, error) {
			received, err := server.Received(ctx, texts, a)
			if err != nil {
				return nil, err
			}
			return json.Marshal(received)
		},
	})
}

// heard pauses the hook when programs answer each other.
func (p *program) heard(e sms.Event) {
	if _, loops := e.(sms.ProgramLoops); !loops {
		return
	}
	if err := p.hook.Pause(context.Background()); err != nil {
		p.log.Error("pause the hook", "err", err)
	}
}

// tap returns the events that come out of a channel, which are heard on their way. It ends with the channel.
func (p *program) tap(in <-chan sms.Event) <-chan sms.Event {
	out := make(chan sms.Event)
	go func() {
		defer close(out)
		for e := range in {
			p.heard(e)
			select {
			case out <- e:
			case <-p.ended:
				return
			}
		}
	}()
	return out
}
