package remote

import "testing"

func TestStateExit(t *testing.T) {
	cases := []struct {
		state, until State
		want         int
	}{
		{Queued, Queued, ExitDone},
		{Queued, Sent, ExitQueued},
		{Queued, Delivered, ExitQueued},
		{Sending, Queued, ExitDone},
		{Sending, Sent, ExitQueued},
		{Sending, Delivered, ExitQueued},
		{Sent, Queued, ExitDone},
		{Sent, Sent, ExitDone},
		{Sent, Delivered, ExitQueued},
		{Delivered, Queued, ExitDone},
		{Delivered, Sent, ExitDone},
		{Delivered, Delivered, ExitDone},
		{Failed, Queued, ExitFailed},
		{Failed, Sent, ExitFailed},
		{Failed, Delivered, ExitFailed},
		{Cancelled, Sent, ExitFailed},
		{Deleted, Sent, ExitFailed},
		{Unconfirmed, Queued, ExitUnconfirmed},
		{Unconfirmed, Sent, ExitUnconfirmed},
		{Unconfirmed, Delivered, ExitUnconfirmed},
		{Checked, Sent, ExitDone},
	}
	for _, c := range cases {
		if got := c.state.Exit(c.until); got != c.want {
			t.Errorf("%s, wanted %s: exit %d, want %d", c.state, c.until, got, c.want)
		}
		if reached := c.state.Reached(c.until); reached != (c.want != ExitQueued) {
			t.Errorf("%s until %s: reached %t", c.state, c.until, reached)
		}
	}
}

func TestReasonExit(t *testing.T) {
	for reason, want := range map[Reason]int{
		ReasonUsage: 2, ReasonNumber: 2, ReasonText: 2, ReasonConflict: 2,
		ReasonTooLong: 3, ReasonLimit: 3, ReasonRepeat: 3, ReasonCost: 3, ReasonRoaming: 3, ReasonRecipients: 3,
		ReasonLoop: 3, ReasonDenied: 3, ReasonNobodyAnswered: 3,
		ReasonOff: 4, ReasonNotRunning: 4, ReasonForeignServer: 4, ReasonAccess: 4, ReasonStick: 5,
		ReasonNotFound: 1, ReasonNotNow: 1, ReasonBusy: 1, ReasonClosed: 1, ReasonReadOnly: 1, ReasonInternal: 1,
		"something new": 1,
	} {
		if got := reason.Exit(); got != want {
			t.Errorf("%s: exit %d, want %d", reason, got, want)
		}
	}
}
