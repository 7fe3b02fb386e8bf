package goform

import (
	"context"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/webstick"
)

// sendID is the goformId of a text.
const sendID = "SEND_SMS"

// statusCmd asks what became of the last command of a kind, with this field.
const (
	statusCmd   = "sms_cmd_status_info"
	statusField = "sms_cmd_status_result"
)

// Sendable implements webstick.Server.
func (c *Client) Sendable(text string) string { return sendable(text) }

// Send implements webstick.Server. It takes up to 60 s.
func (c *Client) Send(ctx context.Context, t webstick.Text, commit func() error) error {
	q := &command{id: sendID, params: textParams(t), limit: sendLimit, commit: commit}
	err := c.wire.Taking(ctx, func(ctx context.Context) error {
		f, err := c.get(ctx, statusCmd, param{"sms_cmd", cmdSend})
		if err != nil {
			return err
		}
		if f[statusField] == cmdBusy { // somebody began to send at the stick's page since the last look
			return &Error{What: sendID, Meaning: webstick.ErrSending}
		}
		c.job.begin(t.Phone, f[statusField])
		return c.do(ctx, q)
	})
	if err == nil {
		return nil
	}
	return &webstick.SendError{Perhaps: q.doubt, Err: err}
}

// textParams are those of a text. Its content goes out as UTF-16 in either alphabet; encode_type says in which
// one it is sent.
func textParams(t webstick.Text) []param {
	content, alphabet := sendable(t.Content), "GSM7_default"
	if pdu.Measure(content).UCS2 {
		alphabet = "UNICODE"
	}
	return []param{
		{"notCallback", "true"},
		{"Number", t.Phone},
		{"sms_time", timeOf(t.Date)},
		{"MessageBody", toUCS2(content)},
		{"ID", "-1"},
		{"encode_type", alphabet},
	}
}

// timeOf writes a time as the stick's pages do: with the zone in hours, which may have a fraction.
func timeOf(t time.Time) string {
	_, offset := t.Zone()
	hours := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%+.2f", float64(offset)/3600), "0"), ".")
	return t.Format("06;01;02;15;04;05") + ";" + hours
}

// SendStatus implements webstick.Server. The stick says of the last text whether it is at it, has sent it or
// could not, and not which one it was. So what it says counts for ours only when it has said something
// else since it took ours.
func (c *Client) SendStatus(ctx context.Context) (webstick.SendStatus, error) {
	f, err := c.ask(ctx, statusCmd, param{"sms_cmd", cmdSend})
	if err != nil {
		return webstick.SendStatus{}, err
	}
	return c.job.status(f[statusField]), nil
}

// begin notes that a text is about to be handed over.
func (j *job) begin(phone, before string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.settled = j.read(before)
	j.phone, j.before, j.moved = phone, before, false
	j.number++
}

// status returns what a result says.
func (j *job) status(result string) webstick.SendStatus {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.read(result)
}

// read is status; mu is held. Nobody knows to whom somebody else sends, so that stands for the number.
func (j *job) read(result string) webstick.SendStatus {
	j.moved = j.moved || result == cmdBusy || result != "" && result != j.before
	status := webstick.SendStatus{Total: j.number, AnyNumber: result != ""}
	switch {
	case result == cmdBusy:
		status.Phone = webstick.First(j.phone, "?")
	case j.number == 0: // of whoever sent before
		status.Current = len(result) + fields{"": result}.num("", 0)
	case !j.moved:
		return j.settled
	case result == cmdOK:
		status.Sent = []string{j.phone}
	case result == cmdFailed:
		status.Failed = []string{j.phone}
	default:
		return j.settled
	}
	return status
}

// settingsCmd asks how texts are sent.
const settingsCmd = "sms_parameter_info"

// Settings implements webstick.Server. Whether the stick keeps copies of what it sends is not said: it does
// when there are some.
func (c *Client) Settings(ctx context.Context) (webstick.Settings, error) {
	f, err := c.private(ctx, settingsCmd, "sms_para_sca", "sms_para_status_report")
	if err != nil {
		return webstick.Settings{SendType: -1}, err
	}
	s := webstick.Settings{
		Centre: f.first("sms_para_sca"), Reports: f["sms_para_status_report"] == "1",
		Validity: f.num("sms_para_validity_period", -1), SendType: -1,
	}
	counts, err := c.Counts(ctx)
	if err != nil {
		return s, err
	}
	if counts.Sent > 0 {
		s.SendType = 1
	}
	return s, nil
}

// validities are how the stick's pages name the values of sms_para_validity_period, which are those of a
// TP-VP (3GPP TS 23.040 clause 9.2.3.12.1).
var validities = map[int]string{143: "twelve_hours", 167: "one_day", 173: "one_week", 244: "largest", 255: "largest"}

// AskForReports implements webstick.Server. All settings are sent together, so that nothing is when one of
// them cannot be sent as it is; and they are put back when one is lost by that.
func (c *Client) AskForReports(ctx context.Context, now webstick.Settings) error {
	if _, known := validities[now.Validity]; now.Centre == "" || !known {
		return noSuch(settingsID)
	}
	if err := c.setSettings(ctx, now, "1"); err != nil {
		return err
	}
	after, err := c.Settings(ctx)
	switch {
	case err != nil:
		return err
	case after.Centre != now.Centre:
		if err := c.setSettings(ctx, now, "0"); err != nil {
			return err
		}
	case after.Reports:
		return nil
	}
	return noSuch("delivery reports")
}

// settingsID is the goformId of how texts are sent.
const settingsID = "SET_MESSAGE_CENTER"

// setSettings sends the settings, with delivery reports on ("1") or off ("0").
func (c *Client) setSettings(ctx context.Context, s webstick.Settings, reports string) error {
	return c.set(ctx, settingsID, param{"save_time", validities[s.Validity]}, param{"MessageCenter", s.Centre},
		param{"status_save", reports}, param{"save_location", "native"}, param{"notCallback", "true"})
}
