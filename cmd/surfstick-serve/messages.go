package main

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"

	"surfstick-sms/sms/remote"
)

// The states of SMS Gateway.
const (
	pending   = "Pending"
	processed = "Processed"
	sent      = "Sent"
	delivered = "Delivered"
	failed    = "Failed"
)

// order is the request to send something. What it has besides, such as priority, makes no difference here.
type order struct {
	ID           string   `json:"id"`
	DeviceID     string   `json:"deviceId"`
	Message      string   `json:"message"` // the older way of textMessage
	TextMessage  *body    `json:"textMessage"`
	DataMessage  any      `json:"dataMessage"`
	PhoneNumbers []string `json:"phoneNumbers"`
	IsEncrypted  bool     `json:"isEncrypted"`
	SIMNumber    *int     `json:"simNumber"`
	TTL          any      `json:"ttl"`
	ValidUntil   any      `json:"validUntil"`
	ScheduleAt   any      `json:"scheduleAt"`
}

type body struct {
	Text string `json:"text"`
}

// text returns what is to be sent. What cannot be done here as it is meant is refused, and not done otherwise.
func (o order) text() (string, error) {
	bad := func(sentence string) error { return httpError{http.StatusBadRequest, sentence} }
	switch {
	case o.DataMessage != nil:
		return "", bad("Data messages (dataMessage) cannot be sent here, only texts.")
	case o.IsEncrypted:
		return "", bad("Encrypted messages (isEncrypted) cannot be read here: this does not leave the computer, send it as it is.")
	case o.TTL != nil || o.ValidUntil != nil:
		return "", bad("A message does not expire here (ttl, validUntil).")
	case o.ScheduleAt != nil:
		return "", bad("Messages are sent at once here (scheduleAt).")
	case o.SIMNumber != nil && *o.SIMNumber != 1:
		return "", bad("There is one SIM card here: simNumber is 1.")
	case o.DeviceID != "" && o.DeviceID != deviceID:
		return "", bad("There is one device here: deviceId is " + deviceID + ".")
	case o.TextMessage != nil && o.Message != "":
		return "", bad("Give textMessage or message, and not both.")
	case o.TextMessage != nil:
		return o.TextMessage.Text, nil
	}
	return o.Message, nil
}

// send answers POST /messages. The ID of the request is the key of the call: made again, it sends nothing
// again.
func (s *service) send(r *http.Request) (int, any, error) {
	var o order
	if err := readBody(r, &o); err != nil {
		return 0, nil, err
	}
	text, err := o.text()
	if err != nil {
		return 0, nil, err
	}
	if o.ID == "" {
		o.ID = rand.Text()
	}
	c, err := s.client(r.Context())
	if err != nil {
		return 0, nil, err
	}
	defer c.Close()
	a, err := c.Send(r.Context(), remote.SendParams{To: o.PhoneNumbers, Text: text, Key: o.ID, Long: s.long, Force: s.force})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusAccepted, stateOf(o.ID, a.Texts), nil
}

// state answers GET /messages/{id}. The ID is that of the request that sent it.
func (s *service) state(r *http.Request) (int, any, error) {
	id := r.PathValue("id")
	c, err := s.client(r.Context())
	if err != nil {
		return 0, nil, err
	}
	defer c.Close()
	texts, err := c.Status(r.Context(), remote.StatusParams{Key: id})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, stateOf(id, texts), nil
}

// messageState is what became of a message.
type messageState struct {
	ID          string               `json:"id"`
	DeviceID    string               `json:"deviceId"`
	State       string               `json:"state"`
	IsHashed    bool                 `json:"isHashed"`
	IsEncrypted bool                 `json:"isEncrypted"`
	Recipients  []recipient          `json:"recipients"`
	States      map[string]time.Time `json:"states"` // when it came to which state, as far as it is known
}

type recipient struct {
	PhoneNumber string `json:"phoneNumber"`
	State       string `json:"state"`
	Error       string `json:"error,omitempty"`
}

// stateOf returns what became of the texts of a message.
func stateOf(id string, texts []remote.Text) messageState {
	m := messageState{ID: id, DeviceID: deviceID, Recipients: []recipient{}, States: map[string]time.Time{}}
	for _, t := range texts {
		state := wordOf(t.State)
		m.Recipients = append(m.Recipients, recipient{t.To, state, errorOf(t)})
		note(m.States, pending, t.Time)
		if state != pending {
			note(m.States, state, t.Changed)
		}
	}
	m.State = together(m.Recipients)
	return m
}

// note keeps the latest time of a state.
func note(states map[string]time.Time, state string, at time.Time) {
	if at = at.UTC(); !at.IsZero() && at.After(states[state]) {
		states[state] = at
	}
}

// wordOf returns the state in the words of SMS Gateway. It has none for a text that was perhaps sent: Failed
// would have clients send it again, so it stays Processed, for ever, with an error that says so.
func wordOf(s remote.State) string {
	switch s {
	case remote.Sending, remote.Unconfirmed:
		return processed
	case remote.Sent:
		return sent
	case remote.Delivered:
		return delivered
	case remote.Failed, remote.Cancelled, remote.Deleted:
		return failed
	default:
		return pending
	}
}

// errorOf returns what is wrong with a text, "" for nothing.
func errorOf(t remote.Text) string {
	switch t.State {
	case remote.Unconfirmed:
		return "unconfirmed: it was perhaps sent, do not send it again"
	case remote.Cancelled, remote.Deleted:
		return string(t.State)
	case remote.Failed:
		return string(cmp.Or(t.Reason, remote.CauseOther))
	default:
		return ""
	}
}

// together returns the state of all, as SMS Gateway makes it: it has to wait for the slowest, and has failed
// when all have.
func together(all []recipient) string {
	count := map[string]int{}
	for _, r := range all {
		count[r.State]++
	}
	switch {
	case count[pending] > 0:
		return pending
	case count[processed] > 0:
		return processed
	case count[failed] == len(all):
		return failed
	case count[delivered] == len(all):
		return delivered
	}
	return sent
}

// health is whether messages go out.
type health struct {
	Status  string           `json:"status"` // "pass", "warn" or "fail"
	Version string           `json:"version"`
	Checks  map[string]check `json:"checks,omitempty"`
}

type check struct {
	Description string `json:"description,omitempty"`
	Unit        string `json:"observedUnit,omitempty"`
	Value       int    `json:"observedValue"`
	Status      string `json:"status"`
}

// health answers GET /health: "warn" when messages wait for the stick or the network, "fail" when Surfstick
// SMS does not answer.
func (s *service) health(r *http.Request) (int, any, error) {
	c, err := s.client(r.Context())
	if err != nil {
		return unwell(err)
	}
	defer c.Close()
	i, err := c.Info(r.Context())
	if err != nil {
		return unwell(err)
	}
	status := "pass"
	if !i.Ready {
		status = "warn"
	}
	checks := map[string]check{
		"stick:status":    {Description: fmt.Sprintf("%s: %s", i.State, cmp.Or(i.Words, i.Operator)), Unit: "boolean", Value: one(i.Ready), Status: status},
		"messages:queued": {Description: "messages that wait", Unit: "messages", Value: i.Queued, Status: "pass"},
	}
	if i.Signal != nil {
		checks["signal:strength"] = check{Description: "of the network", Unit: "percent", Value: *i.Signal, Status: "pass"}
	}
	return http.StatusOK, health{status, i.Version, checks}, nil
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func unwell(err error) (int, any, error) {
	return http.StatusServiceUnavailable, health{"fail", version, map[string]check{
		"program:status": {Description: err.Error(), Unit: "boolean", Status: "fail"},
	}}, nil
}
