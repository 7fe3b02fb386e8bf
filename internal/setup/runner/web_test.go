package runner_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
	simcard "surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	live "surfstick-sms/internal/session"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// webBench is a runner at work on a simulated stick in network mode and its simulated web server.
type webBench struct {
	*bench
	web   *fakehilink.Server
	scans *scanLog
	// config is that of the runner, to start it again with.
	config runner.Config
	late   time.Duration // how long after its first connection the web server comes up
	from   time.Time
}

// dial connects to the web server, as long as the stick is a network card.
func (b *webBench) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if err := b.stick.Reach(address); err != nil {
		return nil, err
	}
	if b.from.IsZero() {
		b.from = time.Now().Add(b.late)
	}
	if time.Now().Before(b.from) {
		return nil, errors.New("connection refused")
	}
	return b.web.Dial(ctx, network, address)
}

// lease is how long the stick's network card takes to get its address.
const lease = 4 * time.Second

// runWeb calls test with a bench in a bubble; change, if not nil, has a say in its stick.
func runWeb(
	t *testing.T, o fakehilink.Options, change func(*fakestick.Options), test func(b *webBench),
) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		keyring.MockInit()
		web := fakehilink.New(o)
		defer web.Close()
		options := fakestick.Options{
			Mode: hw.ModeNetwork, LeaseDelay: lease, RestartTime: 4 * time.Second, Absent: true,
			Power: func(on bool) {
				if on {
					web.Plug()
				} else {
					web.Unplug()
				}
			},
		}
		if change != nil {
			change(&options)
		}
		b := newWebBench(t, fakestick.New(options), web)
		b.begin()
		b.stick.Plug()
		test(b)
		b.end()
	})
}

func newWebBench(t *testing.T, stick *fakestick.Stick, web *fakehilink.Server) *webBench {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := messenger.New(st, messenger.Options{Region: "DE"})
	log, scans := slog.New(slog.DiscardHandler), &scanLog{}
	passwords := pinstore.NewPasswords(texts, pinstore.SystemKeys{}, log)
	pins := pinstore.New(texts, pinstore.SystemKeys{}, log)
	t.Cleanup(func() { passwords.Close(); pins.Close(); texts.Close(); synctest.Wait() })
	b := &webBench{bench: &bench{t: t, stick: stick}, web: web, scans: scans}
	b.config = runner.Config{
		Platform: setup.Platform{Libusb: true, Udev: true, Internet: true}, Table: sticks.Table{},
		Scanner: scans.of(stick), Watcher: stick, Libusb: stick,
		Connector: live.Connector{
			Opener: stick, Texts: texts, Log: log,
			Card: simcard.New(pins), Passwords: passwords,
			Web: func(hw.Line) (hilink.Dial, error) { return b.dial, nil },
		},
	}
	b.r = runner.New(b.config)
	return b
}

// TestNetworkModePath is the way of a stick in network mode from plug-in to the chat. No system reports the
// address of its card; it is seen within a second, and asked for no longer than needed.
func TestNetworkModePath(t *testing.T) {
	pin := fakehilink.Options{Card: fakehilink.Card{PIN: "1234"}}
	runWeb(t, pin, nil, func(b *webBench) {
		b.until("the card awaited", time.Second, setup.Facts.CardAwaited)
		begun := time.Now()
		if n := b.scans.in(2 * time.Second); n < 3 {
			t.Errorf("%d scans in 2 s while the card has no address", n)
		}
		b.problem(setup.ProblemPIN, lease+3*time.Second)
		if took := time.Since(begun) - lease; took > 2*time.Second {
			t.Errorf("waited %v of our own", took)
		}
		b.r.Do(setup.DoUnlock{PIN: "1234"})
		b.step(setup.StepTest, 10*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
		time.Sleep(10 * time.Second)
		if n := b.scans.in(5 * time.Minute); n > 25 {
			t.Errorf("%d scans in 5 minutes of chat", n)
		}
		for range 3 { // pulled out and put back it comes to the chat by itself
			b.stick.Unplug()
			b.step(setup.StepStick, 5*time.Second)
			b.stick.Plug()
			b.step(setup.StepChat, lease+20*time.Second)
		}
		if n := b.web.Posts("pin/operate"); n != 4 {
			t.Errorf("%d PINs sent", n)
		}
	})
}

// TestCardWithoutAddress: without an address it is said what to do, and the first one that comes is used.
func TestCardWithoutAddress(t *testing.T) {
	late := func(o *fakestick.Options) { o.LeaseDelay = 10 * time.Minute }
	runWeb(t, fakehilink.Options{}, late, func(b *webBench) {
		b.problem(setup.ProblemCardNoAddress, 25*time.Second)
		b.stays("waiting", 9*time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemCardNoAddress
		})
		b.step(setup.StepTest, 2*time.Minute)
	})
}

// TestCardProblems: what Windows says of the network card is seen within 20 s.
func TestCardProblems(t *testing.T) {
	for code, want := range map[int]setup.Problem{
		28: setup.ProblemNoCard, 10: setup.ProblemNoCard, 22: setup.ProblemCardDisabled,
	} {
		broken := func(o *fakestick.Options) { o.NetworkProblem = code }
		runWeb(t, fakehilink.Options{}, broken, func(b *webBench) { b.problem(want, 20*time.Second) })
	}
}

// TestRouterGetsNothing: it is asked what it is, and no more.
func TestRouterGetsNothing(t *testing.T) {
	runWeb(t, fakehilink.Options{Class: "cpe"}, nil, func(b *webBench) {
		b.problem(setup.ProblemRouter, lease+5*time.Second)
		asked := len(b.web.Requests())
		b.stays("told", 10*time.Minute, func(f setup.Facts) bool { return f.Problem() == setup.ProblemRouter })
		if n := len(b.web.Requests()); n != asked {
			t.Errorf("asked %d times more", n-asked)
		}
		for _, r := range b.web.Requests() {
			if r.Method != "GET" {
				t.Errorf("%s %s", r.Method, r.Path)
			}
		}
		b.r.Do(setup.DoProbe{})
		b.until("asked again", 5*time.Second, func(setup.Facts) bool { return len(b.web.Requests()) > asked })
	})
}

// TestWebServerIsLate: a stick whose web server comes up after its card is asked again meanwhile.
func TestWebServerIsLate(t *testing.T) {
	runWeb(t, fakehilink.Options{}, nil, func(b *webBench) {
		b.late = 15 * time.Second
		b.step(setup.StepTest, lease+20*time.Second)
	})
}

// lockedWeb is a stick that wants its password.
func lockedWeb(password string) fakehilink.Options {
	return fakehilink.Options{Personality: fakehilink.E8372h153, Password: password}
}

func (b *webBench) logins() int { return b.web.Posts("user/login") }

// TestPassword: nothing is tried before the user has typed one, and one that was wrong is not tried again.
func TestPassword(t *testing.T) {
	runWeb(t, lockedWeb("hunter2"), nil, func(b *webBench) {
		b.problem(setup.ProblemPassword, lease+5*time.Second)
		b.until("the offer to keep it", 5*time.Second, func(f setup.Facts) bool { return f.Session.Login.Offer })
		b.stays("waiting", 5*time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemPassword && !f.Session.Login.Stale
		})
		if b.logins() != 0 {
			t.Fatalf("%d passwords sent unasked", b.logins())
		}
		b.r.Do(setup.DoLogin{Password: ""})
		b.r.Do(setup.DoLogin{Password: "wrong"})
		b.problem(setup.ProblemPasswordWrong, 10*time.Second)
		b.stays("waiting", 5*time.Minute, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemPasswordWrong
		})
		if b.logins() != 1 {
			t.Fatalf("%d passwords sent for one", b.logins())
		}
		b.r.Do(setup.DoLogin{Password: "hunter2"})
		b.step(setup.StepTest, 15*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
		b.stays("in the chat", 5*time.Minute, setup.Facts.InChat)
		if b.logins() != 2 {
			t.Errorf("%d passwords sent", b.logins())
		}
		// Plugged in again it gets the password that it took in this run, once.
		b.stick.Unplug()
		b.step(setup.StepStick, 5*time.Second)
		b.stick.Plug()
		b.step(setup.StepChat, lease+20*time.Second)
		if b.logins() != 3 {
			t.Errorf("%d passwords sent", b.logins())
		}
	})
}

// TestKeptPassword: it is given once in a session; one that the stick does not take is forgotten, and
// never given again.
func TestKeptPassword(t *testing.T) {
	runWeb(t, lockedWeb("hunter2"), nil, func(b *webBench) {
		b.problem(setup.ProblemPassword, lease+5*time.Second)
		b.r.Do(setup.DoLogin{Password: "hunter2", Keep: true})
		b.step(setup.StepTest, 15*time.Second)
		b.end()
		// The program, started again, knows it.
		b.r, b.facts = runner.New(b.config), setup.Facts{}
		b.begin()
		b.step(setup.StepTest, 20*time.Second)
		if b.logins() != 2 {
			t.Errorf("%d passwords sent", b.logins())
		}
	})
}

// TestLockedOut: the time to wait is shown, nothing is tried meanwhile, and then the field is back.
func TestLockedOut(t *testing.T) {
	runWeb(t, lockedWeb("hunter2"), nil, func(b *webBench) {
		b.problem(setup.ProblemPassword, lease+5*time.Second)
		for typed := 1; b.facts.Problem() != setup.ProblemPasswordLocked; typed++ {
			b.r.Do(setup.DoLogin{Password: "wrong"})
			b.stays("typing", 2*time.Second, func(setup.Facts) bool { return true })
			if b.logins() != typed || typed > 9 {
				t.Fatalf("%d passwords typed, %d sent", typed, b.logins())
			}
		}
		sent := b.logins()
		b.r.Do(setup.DoLogin{Password: "hunter2"}) // takes no one now
		for range 20 {                             // the time that is left is shown in seconds
			shown := b.facts.Now
			b.until("the time run", 2*time.Second, func(f setup.Facts) bool { return f.Now.After(shown) })
		}
		b.until("the end of the time", 10*time.Minute, func(f setup.Facts) bool { return !f.Locked() })
		if b.logins() != sent {
			t.Errorf("%d passwords sent while it was locked", b.logins()-sent)
		}
		b.r.Do(setup.DoLogin{Password: "hunter2"})
		b.step(setup.StepTest, 15*time.Second)
	})
}

// TestSomebodyElseIsLoggedIn: it is said, and the user tries again.
func TestSomebodyElseIsLoggedIn(t *testing.T) {
	runWeb(t, lockedWeb("hunter2"), nil, func(b *webBench) {
		b.problem(setup.ProblemPassword, lease+5*time.Second)
		b.web.SetOtherUser(true)
		b.r.Do(setup.DoLogin{Password: "hunter2"})
		b.problem(setup.ProblemPasswordInUse, 10*time.Second)
		b.web.SetOtherUser(false)
		b.r.Do(setup.DoLogin{Password: "hunter2"})
		b.step(setup.StepTest, 15*time.Second)
	})
}

// TestNoPasswordInTheLog: nothing of a password comes into the log.
func TestNoPasswordInTheLog(t *testing.T) {
	var said strings.Builder
	runWeb(t, lockedWeb("hunter2"), nil, func(b *webBench) {
		b.end()
		c := b.config
		c.Log = slog.New(slog.NewTextHandler(&said, nil))
		b.r = runner.New(c)
		b.begin()
		b.problem(setup.ProblemPassword, lease+5*time.Second)
		b.r.Do(setup.DoLogin{Password: "hunter3"})
		b.problem(setup.ProblemPasswordWrong, 10*time.Second)
		b.r.Do(setup.DoLogin{Password: "hunter2"})
		b.step(setup.StepTest, 15*time.Second)
		b.end()
	})
	if text := said.String(); strings.Contains(text, "hunter") || !strings.Contains(text, "result=taken") {
		t.Errorf("log:\n%s", text)
	}
}

// TestNetworkModeRestart: told to restart, the stick goes away and is found again by itself.
func TestNetworkModeRestart(t *testing.T) {
	var stick *fakestick.Stick
	o := fakehilink.Options{Restarted: func() { stick.Restart() }}
	runWeb(t, o, nil, func(b *webBench) {
		stick = b.stick
		b.step(setup.StepTest, lease+5*time.Second)
		b.r.Do(setup.DoSkipTest{})
		b.step(setup.StepChat, time.Second)
		b.r.Do(setup.DoRestart{})
		b.until("gone", 10*time.Second, func(f setup.Facts) bool { return !f.Session.Connected })
		b.until("back", time.Minute, func(f setup.Facts) bool { return f.Step() == setup.StepChat && !f.Restarts() })
		if b.facts.Session.SIM.State != sms.SIMReady {
			t.Errorf("%+v", b.facts.Session.SIM)
		}
	})
}
