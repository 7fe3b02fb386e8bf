package torture

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
	"surfstick-sms/sms/store"
)

// The words between parent and child, one line each. The parent says "send <number> <text>",
// "settle" and "quit"; the child says "ready", "kept <text>", "open <count>" and "failed <why>".
const (
	wordSend   = "send"
	wordSettle = "settle"
	wordQuit   = "quit"
	wordReady  = "ready"
	wordKept   = "kept"
	wordOpen   = "open"
	wordFailed = "failed"
)

// engine is what is killed.
type engine struct {
	*messenger.Messenger
	port string
	mode sms.ReceiveMode
}

// child runs the engine on a port and a store until it is killed or told to quit.
func child(args []string) {
	st, err := store.Open(args[1], store.Options{})
	if err != nil {
		say(wordFailed, err)
		os.Exit(1)
	}
	e := &engine{
		Messenger: messenger.New(st, messenger.Options{Region: "DE", Pace: -1}),
		port:      args[0],
	}
	if len(args) > 2 && args[2] == "direct" {
		e.mode = sms.ReceiveDirect
	}
	go func() {
		for range e.Events() { // nobody looks
		}
	}()
	go e.plug()
	e.listen()
	if err := e.Close(); err != nil {
		say(wordFailed, err)
	}
}

func say(words ...any) { fmt.Println(words...) }

// plug keeps a modem attached for as long as the process lives.
func (e *engine) plug() {
	for ; ; time.Sleep(20 * time.Millisecond) {
		m, err := e.start()
		if err != nil {
			continue
		}
		e.Attach(m)
		say(wordReady)
		<-m.Done()
	}
}

// start makes a modem ready on the port.
func (e *engine) start() (*modem.Modem, error) {
	ctx := context.Background()
	port, err := openPort(e.port)
	if err != nil {
		return nil, err
	}
	m, err := modem.Open(ctx, port, modem.Options{})
	if err != nil {
		return nil, err
	}
	if err := m.Ready(ctx, e.mode); err != nil {
		m.Close()
		<-m.Done()
		return nil, err
	}
	return m, nil
}

// listen does what the parent says.
func (e *engine) listen() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		word, rest, _ := strings.Cut(in.Text(), " ")
		switch word {
		case wordSend:
			e.send(rest)
		case wordSettle:
			e.settle()
		case wordQuit:
			return
		}
	}
}

func (e *engine) send(rest string) {
	to, text, _ := strings.Cut(rest, " ")
	if _, err := e.Send(context.Background(), sms.Number(to), text); err != nil {
		say(wordFailed, err)
		return
	}
	say(wordKept, text)
}

// settle reports how many texts are on their way, and does not let them wait.
func (e *engine) settle() {
	ctx := context.Background()
	open := 0
	chats, err := e.Conversations(ctx)
	if err != nil {
		say(wordFailed, err)
	}
	for _, c := range chats {
		texts, err := e.Messages(ctx, c.Number, 0, 0)
		if err != nil {
			say(wordFailed, err)
		}
		for _, m := range texts {
			if m.Status == sms.Waiting {
				_ = e.Retry(ctx, m.ID) // the next settle shows it
			}
			if m.Status == sms.Queued || m.Status == sms.Sending || m.Status == sms.Waiting {
				open++
			}
		}
	}
	say(wordOpen, open)
}
