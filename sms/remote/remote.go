// Package remote is how programs of the same user ask a running Surfstick SMS to send and read messages:
// the requests and answers as values, the lines that carry them, and a Client.
//
// The protocol is JSON-RPC 2.0 (jsonrpc.org/specification) with one object a line, in UTF-8, over a
// connection that only this user can open. A line of a client is held to strict rules: a field that is
// not known, a key that comes twice, null, or anything after the object is refused, so that a slip of
// the pen in a script is told and not guessed at. Batches (arrays) and notifications of a client are
// refused, too. A client, for its part, takes any field that it does not know: fields are only ever
// added. Answers come in the order of the requests.
//
// The other side is in sms/remote/server. This package uses the standard library only, because the
// command line program that is made of it stays small that way.
package remote

import "time"

// Version is the version of the protocol. Fields and methods may be added to it; what is there stays as
// it is.
const Version = 1

// Limits of the protocol.
const (
	// MaxLine is the most bytes of a line of a client, without the line end.
	MaxLine = 64 << 10
	// MaxAnswer is the most bytes of a line of the server: a list of messages may be long.
	MaxAnswer = 4 << 20
	// MaxConnections is how many connections there can be at a time.
	MaxConnections = 16
	// LineTime is how long a line may take from its first byte to its end.
	LineTime = 10 * time.Second
	// MaxKey is the most characters of a key, which are those of printable ASCII.
	MaxKey = 128
	// MaxList is the most messages of one list.
	MaxList = 500
	// MaxWait is the longest time that a status waits for a state.
	MaxWait = 24 * time.Hour
)

// The methods.
const (
	MethodHello  = "hello"
	MethodSend   = "send"
	MethodStatus = "status"
	MethodCancel = "cancel"
	MethodList   = "list"
	MethodListen = "listen"
	MethodInfo   = "info"
	MethodUSSD   = "ussd"
)

// The notifications that follow the answer to listen.
const (
	NoticeReceived = "received" // its params are Received
	NoticeReport   = "report"   // its params are Text
)

// HelloParams introduce a client. Nobody has to.
type HelloParams struct {
	V      int    `json:"v"`                // Version
	Client string `json:"client,omitempty"` // name and version, for the log
}

// Hello is the answer to HelloParams.
type Hello struct {
	V       int    `json:"v"`       // the version of the protocol that the server speaks
	Version string `json:"version"` // of the program
	Demo    bool   `json:"demo"`    // the stick is simulated, nothing is sent anywhere
}

// SendParams are one text for one or several numbers. It is queued for all of them or for none.
type SendParams struct {
	To   []string `json:"to"`
	Text string   `json:"text"`
	// Key makes it safe to repeat a call: the same key with the same numbers and text sends nothing
	// again, for ever. It has 1 to MaxKey characters of printable ASCII; "" is none.
	Key    string `json:"key,omitempty"`
	Long   bool   `json:"long,omitempty"`    // more parts than usual are meant
	Force  bool   `json:"force,omitempty"`   // more numbers than usual are meant
	DryRun bool   `json:"dry_run,omitempty"` // check by the same rules, keep and send nothing
}

// Accepted is the answer to SendParams: the texts are kept and will be sent, whatever becomes of the program
// that asked.
type Accepted struct {
	Texts []Text `json:"texts"` // in the order of the numbers
	// Known is true when the key was accepted before: the texts are those of then, and nothing was sent.
	Known bool `json:"known"`
}

// StatusParams ask what became of a text, by its ID or by the key of its call; one of them is given.
type StatusParams struct {
	ID  int64  `json:"id,omitempty"`
	Key string `json:"key,omitempty"`
	// Until is Queued, Sent or Delivered: the answer comes when all texts are so far, when they cannot
	// get there any more, or after Timeout seconds (0 to those of MaxWait). Without it, it comes at once.
	Until   State `json:"until,omitempty"`
	Timeout int   `json:"timeout,omitempty"`
}

// Texts is the answer to StatusParams and CancelParams.
type Texts struct {
	Texts []Text `json:"texts"`
}

// CancelParams cancel a text that is queued.
type CancelParams struct {
	ID int64 `json:"id"`
}

// ListParams ask for messages, oldest first.
type ListParams struct {
	Direction Direction `json:"direction,omitempty"` // "" is both
	With      string    `json:"with,omitempty"`      // a number, or the name that a sender goes by
	// Since asks for the first ones with greater IDs, 0 for those from the beginning. nil asks for the newest
	// ones.
	Since *int64 `json:"since,omitempty"`
	Limit int    `json:"limit,omitempty"` // 1 to MaxList; 0 is 50
}

// DefaultLimit is the limit of a list that has none.
const DefaultLimit = 50

// List is the answer to ListParams.
type List struct {
	Texts []Text `json:"texts"`
	// More is true when newer ones were left out: ask again since the last of these.
	More bool `json:"more,omitempty"`
}

// ListenParams ask for received messages from now on. The connection carries nothing else afterwards.
type ListenParams struct {
	// Since asks first for what came after this number, which is Received.Seq of the last one that was
	// taken care of. nil asks for nothing that is there already.
	Since   *int64 `json:"since,omitempty"`
	Reports bool   `json:"reports,omitempty"` // also ask for what becomes of texts of programs
}

// Listening is the answer to ListenParams.
type Listening struct {
	Seq int64 `json:"seq"` // of the last message that is there, 0 when there is none
}

// InfoParams are empty.
type InfoParams struct{}

// USSDParams ask the network something by a code such as "*100#". Those that change something are refused,
// such as "**21*…#", which redirects calls.
type USSDParams struct {
	Code string `json:"code"`
}

// USSD is the answer to USSDParams.
type USSD struct {
	Text string `json:"text"`
	More bool   `json:"more"` // the network waits for a choice, which cannot be made this way
}
