package main

import (
	"context"
	"strings"

	"surfstick-sms/sms/remote"
)

func help(_ context.Context, t *tool, args []string) (int, error) {
	words, err := t.parse(t.flags("help"), args, 1)
	if err != nil {
		return 0, err
	}
	name := "help"
	if len(words) == 1 {
		name = words[0]
	}
	if pages[name] == "" {
		return 0, remote.Refuse(remote.ReasonUsage, "There is no help about %q.", name)
	}
	t.print(helpOf(name))
	return remote.ExitDone, nil
}

// helpOf returns a page of help.
func helpOf(name string) string {
	text := strings.TrimPrefix(pages[name], "\n")
	if name != "help" && name != "exit-codes" {
		text += everywhere
	}
	return text
}

// everywhere are the options of all commands.
const everywhere = `
For every command:
  --json         print JSON, in ASCII, for a program to read
  --quiet        print nothing but what is wrong
  --no-input     never wait for somebody to type
  --start        start Surfstick SMS if it is not running, without its window
  --data FOLDER  ask the Surfstick SMS that keeps its messages there
  --demo         ask the one that was started with -demo
`

// pages are the pages of help. They are ASCII, so that every console shows them.
var pages = map[string]string{
	"help": `
Surfstick sends and reads messages (SMS) through Surfstick SMS, which must be running.

  surfstick send --to +491701234567 --text "The door is open"
  surfstick listen --json

Commands:
  send     send a message            status   ask what became of one
  list     show messages             cancel   take one out of the queue
  listen   wait for new messages     info     show stick, network and limits
  ussd     ask the network a code    serve    answer programs that speak HTTP
  version  show the version

  surfstick help COMMAND      what a command can do
  surfstick help exit-codes   what the exit code says, and whether to try again

Programs are let in when that is switched on in Surfstick SMS: Settings, "Programs on
this computer may send and read messages". The first call of a new program asks there.
`,
	"send": `
surfstick send --to NUMBER --text TEXT
surfstick send --to NUMBER --to NUMBER --text-file FILE
surfstick send --batch FILE

Sends a message to one or several numbers, and waits until the network has it. It is
kept as soon as it is accepted: ending this program changes nothing about it.

  --to NUMBER     whom to send it to, best as +491701234567; may be given several times
  --text TEXT     the message; - reads it from standard input, as UTF-8
  --text-file F   the message, from a file (UTF-8, or UTF-16 with its mark)
  --id KEY        makes it safe to repeat the call: the same KEY sends nothing again
  --wait STATE    queued, sent (as usual) or delivered
  --timeout TIME  how long to wait for that, such as 90s or 5m; 2m as usual
  --dry-run       check numbers, text and limits; send nothing
  --long          allow more than 3 parts, up to 10; each part is paid for
  --force         allow more than 20 numbers
  --batch FILE    send the rows of a table (CSV) with columns number, text and, if you
                  like, id. All rows are checked first; the first one that is refused
                  ends it. With --id KEY, row 7 has the id KEY-7. Where the limits allow
                  no more for a while, it waits, as long as --timeout.

Exit codes: surfstick help exit-codes
`,
	"status": `
surfstick status ID
surfstick status --id KEY

Says what became of a message, by its ID or by the --id of the call that sent it.

  --wait STATE    wait until it is queued, sent or delivered
  --timeout TIME  how long to wait for that, such as 90s or 5m; 2m as usual

The exit code is that of the message: 0 sent or delivered, 5 in the queue, 6 failed,
7 perhaps sent.
`,
	"cancel": `
surfstick cancel ID

Takes a message out of the queue. One that is being sent cannot be stopped any more.
`,
	"list": `
surfstick list

Shows messages, oldest first: the newest 50, or those after a certain one.

  --in, --out   only received ones, only sent ones
  --with NUMBER only those from and to a number, or from a name
  --since ID    those after the message with this ID
  --limit N     how many, 1 to 500; more with --since
`,
	"listen": `
surfstick listen

Waits for messages and prints each in one line, until Ctrl-C.

  --since SEQ   begin with those that came after this one. SEQ is the field "seq" of
                the last one that was taken care of (--json); 0 begins with all that
                are kept. So none is missed between two calls, and one may come twice.
  --reports     also print what becomes of messages of programs
`,
	"info": `
surfstick info

Shows stick, SIM card, network, limits, and what the program that calls may do.
`,
	"ussd": `
surfstick ussd CODE

Asks the network something, such as the credit by '*100#', and prints the answer. Codes
that change something are refused, such as **21* for where calls go.
`,
	"serve": `
surfstick serve OPTIONS

Starts surfstick-serve, which answers programs on this computer that speak HTTP. For its
options: surfstick serve --help
`,
	"version": `
surfstick version

Shows the version of this program.
`,
	"exit-codes": `
What the exit code says, and whether a script may try again:

  0  What was asked for has happened.
  1  Something else went wrong; standard error says what. Do not try again blindly.
  2  The command line, a number or a text makes no sense. Mend it first.
  3  Refused: a limit, the costs, or the person at the window. With "retry_after" (--json)
     it may be tried again after so many seconds.
  4  Surfstick SMS is not running, or lets no programs in. Try again after that is mended.
  5  Accepted, but not as far as was asked for when the time was up: no stick, no network,
     no delivery report. It is kept and goes on by itself: do not send it again, ask with
     surfstick status. Of ussd: there is no stick.
  6  Failed for good: the network says no, the number does not exist, there is no credit,
     or it was cancelled. Nothing will happen by itself.
  7  Unconfirmed: it may have been sent. Never send it again by itself.

With several numbers or rows it is the greatest one of them.
`,
}
