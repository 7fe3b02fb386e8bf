package hilink

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// Text is a text to send. A stick cuts long ones into parts by itself.
type Text struct {
	Phone   string // one recipient: of several, some firmware sends to the last one only
	Content string
	// Date is noted in the stick's copy, in the clock of its zone and in whole seconds: a mark by which
	// the text can be found again. The network does not see it.
	Date time.Time
}

// SendError is why Send did not succeed.
type SendError struct {
	// Perhaps reports whether the stick may have taken the text nonetheless: the answer is missing or
	// makes no sense. Otherwise the stick has not taken it, and it may be sent again.
	Perhaps bool
	Err     error // never nil
}

// Error implements error.
func (e *SendError) Error() string {
	return fmt.Sprintf("send (perhaps taken %t): %v", e.Perhaps, e.Err)
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// Send hands a text to the stick. When it returns nil the stick has taken it and will send it: see
// SendStatus. It takes up to 60 s, and a few seconds more when the stick is busy. The error is a
// *SendError.
//
// commit, if not nil, is called once, at the last moment at which the stick cannot have the text.
// When it fails nothing is sent, and the error wraps that of commit.
func (c *Client) Send(ctx context.Context, t Text, commit func() error) error {
	q := &call{path: "sms/send-sms", body: sendRequest(t), limit: sendLimit, commit: commit}
	err := c.taking(ctx, func(ctx context.Context) error {
		r, err := c.do(ctx, q)
		if err == nil && strings.TrimSpace(r.text) != "OK" {
			q.doubt = true
			err = errors.New("sms/send-sms: neither OK nor an error")
		}
		return err
	})
	if err == nil {
		return nil
	}
	return &SendError{Perhaps: q.doubt, Err: err}
}

// sendRequest returns the body for a text. Reserved says which alphabet it needs: 1 for the 7-bit
// one, 0 for UCS-2.
func sendRequest(t Text) []byte {
	content := sendable(t.Content)
	alphabet := 1
	if pdu.Measure(content).UCS2 {
		alphabet = 0
	}
	return request(
		digits("Index", -1), group("Phones", leaf("Phone", t.Phone)), leaf("Sca", ""),
		leaf("Content", content), digits("Length", units(content)), digits("Reserved", alphabet),
		leaf("Date", t.Date.Format(DateLayout)),
	)
}

// SendStatus is what became of the last text that anybody handed to the stick.
type SendStatus struct {
	Phone        string // being sent to; "" when the stick is done
	Sent, Failed []string
	Total        int // recipients
	Current      int
}

// SendStatus asks for the state of the last job. It wants no password.
func (c *Client) SendStatus(ctx context.Context) (SendStatus, error) {
	e, err := c.get(ctx, "sms/send-status")
	if err != nil {
		return SendStatus{}, err
	}
	return SendStatus{
		Phone: e.trimmed("Phone"), Sent: phones(e.str("SucPhone")), Failed: phones(e.str("FailPhone")),
		Total: e.num("TotalCount", 0), Current: e.num("CurIndex", 0),
	}, nil
}

// phones splits a list of numbers.
func phones(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })
}

// Counts are the texts in the boxes; -1 for what the stick does not say.
type Counts struct {
	Unread, In, Sent, Draft, Max      int // in the stick; Max is for all of its boxes together
	SIMUnread, SIMIn, SIMUsed, SIMMax int
}

// Counts asks how full the boxes are. It wants no password.
func (c *Client) Counts(ctx context.Context) (Counts, error) {
	e, err := c.get(ctx, "sms/sms-count")
	if err != nil {
		return Counts{}, err
	}
	return Counts{
		Unread: e.num("LocalUnread", -1), In: e.num("LocalInbox", -1), Sent: e.num("LocalOutbox", -1),
		Draft: e.num("LocalDraft", -1), Max: e.num("LocalMax", -1),
		SIMUnread: e.num("SimUnread", -1), SIMIn: e.num("SimInbox", -1), SIMUsed: e.num("SimUsed", -1),
		SIMMax: e.num("SimMax", -1),
	}, nil
}

// Notices is what a stick says to whoever looks in now and then.
type Notices struct {
	Unread int  // texts that nobody has read yet
	Full   bool // nothing more is received
}

// Notices asks for them. It wants no password and is the cheapest question.
func (c *Client) Notices(ctx context.Context) (Notices, error) {
	e, err := c.get(ctx, "monitoring/check-notifications")
	if err != nil {
		return Notices{}, err
	}
	return Notices{Unread: e.num("UnreadMessage", 0), Full: e.num("SmsStorageFull", 0) == 1}, nil
}

// Settings are how the stick sends. What the others mean is the stick's affair; they are kept.
type Settings struct {
	SaveMode, Validity int
	Centre             string // number of the service centre; without it nothing can be sent
	Reports            bool   // the network is asked for delivery reports
	SendType           int    // 1 keeps a copy of what is sent
	Priority           int
}

// Settings asks for them.
func (c *Client) Settings(ctx context.Context) (Settings, error) {
	e, err := c.get(ctx, "sms/config")
	if err != nil {
		return Settings{}, err
	}
	return Settings{
		SaveMode: e.num("SaveMode", 0), Validity: e.num("Validity", 10752), Centre: e.trimmed("Sca"),
		Reports: e.num("UseSReport", 0) == 1, SendType: e.num("SendType", 1), Priority: e.num("Priority", 0),
	}, nil
}

// SetSettings sets all of them.
func (c *Client) SetSettings(ctx context.Context, s Settings) error {
	_, err := c.post(ctx, "sms/config",
		digits("SaveMode", s.SaveMode), digits("Validity", s.Validity), leaf("Sca", s.Centre),
		digits("UseSReport", oneIf(s.Reports)), digits("SendType", s.SendType), digits("Priority", s.Priority))
	return err
}

func oneIf(on bool) int {
	if on {
		return 1
	}
	return 0
}

// Dialable returns the number as a stick takes it, or sms.ErrBadCode: a plus and 1 to 20 digits, stars
// and hashes.
func Dialable(n sms.Number) (string, error) {
	s := string(n)
	rest := strings.TrimPrefix(s, "+")
	if rest == "" || len(rest) > 20 || strings.Trim(rest, "0123456789*#") != "" {
		return "", fmt.Errorf("number with %d characters: %w", len(s), sms.ErrBadCode)
	}
	return s, nil
}
