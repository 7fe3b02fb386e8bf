package hilink

import (
	"context"
	"errors"
	"strings"

	"surfstick-sms/sms/pdu"
)

// Send hands a text to the stick. When it returns nil the stick has taken it and will send it: see
// SendStatus. It takes up to 60 s, and a few seconds more when the stick is busy. The error is a
// *SendError.
//
// commit, if not nil, is called once, at the last moment at which the stick cannot have the text.
// When it fails nothing is sent, and the error wraps that of commit.
func (c *Client) Send(ctx context.Context, t Text, commit func() error) error {
	q := &call{path: "sms/send-sms", body: sendRequest(t), limit: sendLimit, commit: commit}
	err := c.wire.Taking(ctx, func(ctx context.Context) error {
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

// Notices asks for them. It wants no password and is the cheapest question.
func (c *Client) Notices(ctx context.Context) (Notices, error) {
	e, err := c.get(ctx, "monitoring/check-notifications")
	if err != nil {
		return Notices{}, err
	}
	return Notices{Unread: e.num("UnreadMessage", 0), Full: e.num("SmsStorageFull", 0) == 1}, nil
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
