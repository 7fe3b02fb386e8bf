package torture

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// The words between parent and child, one line each. The parent says "send <number> <text>",
// "settle" and "quit"; the child says "ready", "kept <text>", "unsure <text>" for one that is possibly sent,
// "open <count>" and "failed <why>".
const (
	wordSend   = "send"
	wordSettle = "settle"
	wordQuit   = "quit"
	wordReady  = "ready"
	wordKept   = "kept"
	wordUnsure = "unsure"
	wordOpen   = "open"
	wordFailed = "failed"
)

// engine is what is killed.
type engine struct {
	*messenger.Messenger
	store *store.Store
	open  func() (sms.Backend, error)
}

// child runs the engine on a store and a stick until it is killed or told to quit.
func child(args []string) {
	st, err := store.Open(args[0], store.Options{})
	if err != nil {
		say(wordFailed, err)
		os.Exit(1)
	}
	log := newLog()
	e := &engine{
		Messenger: messenger.New(st, messenger.Options{
			Region: "DE", Pace: -1, AskAgain: 10 * time.Second / haste, Log: log,
		}),
		store: st, open: opener(args[1:], log),
	}
	go e.watch()
	go e.plug()
	e.listen()
	if err := e.Close(); err != nil {
		say(wordFailed, err)
	}
}

// logVariable names the file to which the engine writes what it does, if any.
const logVariable = "TORTURE_LOG"

func newLog() *slog.Logger {
	name := os.Getenv(logVariable)
	if name == "" {
		return slog.New(slog.DiscardHandler)
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		say(wordFailed, err)
	}
	return slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})).With("pid", os.Getpid())
}

func say(words ...any) { fmt.Println(words...) }

// watch says which texts are possibly sent.
func (e *engine) watch() {
	for event := range e.Events() {
		if c, ok := event.(sms.MessageChanged); ok && c.Message.Status == sms.Unconfirmed {
			say(wordUnsure, c.Message.Text)
		}
	}
}

// plug keeps a stick attached for as long as the process lives.
func (e *engine) plug() {
	for ; ; time.Sleep(20 * time.Millisecond) {
		b, err := e.open()
		if err != nil {
			continue
		}
		e.Attach(b)
		say(wordReady)
		<-b.Done()
	}
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
			if e.underWay(ctx, m) {
				open++
			}
		}
	}
	say(wordOpen, open)
}

// underWay reports whether a text will still change by itself: it goes out, or the stick will be asked
// what became of it.
func (e *engine) underWay(ctx context.Context, m sms.Message) bool {
	switch m.Status {
	case sms.Queued, sms.Sending, sms.Waiting:
		return true
	case sms.Unconfirmed:
		text, err := e.store.Text(ctx, m.ID)
		return err != nil || text.Note != nil
	}
	return false
}
