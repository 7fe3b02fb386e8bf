package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"surfstick-sms/sms/remote"
)

// tryTime is how long the other side of a webhook may take for its answer.
const tryTime = 30 * time.Second

// event is what is delivered.
type event struct {
	DeviceID  string  `json:"deviceId"`
	Event     string  `json:"event"`
	ID        string  `json:"id"` // the same for each try
	WebhookID string  `json:"webhookId"`
	Payload   payload `json:"payload"`
}

// payload is about a message.
type payload struct {
	MessageID   string     `json:"messageId"`
	Message     *string    `json:"message,omitempty"`
	PhoneNumber string     `json:"phoneNumber"` // of the partner
	Sender      string     `json:"sender"`      // "" is the number of the stick
	Recipient   *string    `json:"recipient"`   // null is the number of the stick
	SIMNumber   int        `json:"simNumber"`
	ReceivedAt  *time.Time `json:"receivedAt,omitempty"`
	SentAt      *time.Time `json:"sentAt,omitempty"`
	DeliveredAt *time.Time `json:"deliveredAt,omitempty"`
	FailedAt    *time.Time `json:"failedAt,omitempty"`
	Reason      string     `json:"reason,omitempty"`
}

func receivedPayload(r *remote.Received) payload {
	at := r.Received.UTC()
	return payload{
		MessageID: strconv.FormatInt(r.ID, 10), Message: &r.Text, PhoneNumber: r.From, Sender: r.From, SIMNumber: 1,
		ReceivedAt: &at,
	}
}

// reportPayload says what became of a text. Its ID is the one of the request that sent it.
func reportPayload(name string, t remote.Text) payload {
	at := t.Changed.UTC()
	p := payload{
		MessageID: cmp.Or(t.Key, strconv.FormatInt(t.ID, 10)), PhoneNumber: t.To, Recipient: &t.To, SIMNumber: 1,
	}
	switch name {
	case eventSent:
		p.SentAt = &at
	case eventDelivered:
		p.DeliveredAt = &at
	default:
		p.FailedAt, p.Reason = &at, errorOf(t)
	}
	return p
}

// post makes one try. When ctx ends meanwhile, the answer has a few seconds left, so that what was taken is not
// delivered again at the next start.
func (w *worker) post(ctx context.Context, text []byte) error {
	ending := ctx
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tryTime)
	defer cancel()
	defer context.AfterFunc(ending, func() { time.AfterFunc(endTime, cancel) })()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.hook.URL, bytes.NewReader(text))
	if err != nil {
		return err
	}
	at := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "surfstick-serve/"+version)
	r.Header.Set("X-Timestamp", at)
	r.Header.Set("X-Signature", sign(w.key.Signing, text, at))
	a, err := outside.Do(r)
	if err != nil {
		// The address may hold a password; what it was is known from the webhook.
		if wrong := (*url.Error)(nil); errors.As(err, &wrong) {
			err = wrong.Err
		}
		return err
	}
	defer a.Body.Close()
	_, _ = io.CopyN(io.Discard, a.Body, maxBody) // the connection can be used again
	if a.StatusCode < 200 || a.StatusCode > 299 {
		return fmt.Errorf("the answer has the status %d", a.StatusCode)
	}
	return nil
}

// sign returns the signature of a body and a time stamp, in hexadecimal digits.
func sign(key string, text []byte, at string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write(text)
	h.Write([]byte(at))
	return hex.EncodeToString(h.Sum(nil))
}

// outside speaks to the targets of webhooks. It follows no redirections, which could lead anywhere.
var outside = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     scheme{plain: transport(onlyLoopback), secure: transport(nil)},
}

// scheme has another transport for http than for https.
type scheme struct{ plain, secure http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (s scheme) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme == "https" {
		return s.secure.RoundTrip(r)
	}
	return s.plain.RoundTrip(r)
}

func transport(control func(network, address string, _ syscall.RawConn) error) *http.Transport {
	t := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: tryTime, Control: control}).DialContext,
		TLSHandshakeTimeout: tryTime, IdleConnTimeout: time.Minute, MaxIdleConns: maxHooks,
	}
	if control == nil {
		t.Proxy = http.ProxyFromEnvironment
	}
	return t
}

// onlyLoopback refuses connections without encryption to other computers, whatever a name leads to.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !a.Addr().Unmap().IsLoopback() {
		return fmt.Errorf("%s is not this computer, and the address does not begin with https", strings.TrimSpace(address))
	}
	return nil
}
