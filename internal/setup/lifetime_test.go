package setup_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/bench/setups"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestLifetimes ends things after any sequence of events, and checks that every part of the facts
// whose lifetime ended is its zero value, whatever fields it has.
func TestLifetimes(t *testing.T) {
	for name, c := range map[string]struct {
		end   func(t *rapid.T, f setup.Facts, now time.Time) (setup.Facts, bool)
		parts func(f setup.Facts) []any
	}{
		"another stick is chosen": {chooseAnother, plugParts},
		"the stick is unplugged":  {unplug, goneParts},
		"the stick restarts":      {changeMode, bootParts},
		"the session ends":        {endSession, sessionParts},
		"a modem is connected":    {connect, connectedParts},
		"the user cancels": {func(_ *rapid.T, f setup.Facts, now time.Time) (setup.Facts, bool) {
			return f.Apply(setup.Cancelled{At: now}), true
		}, func(f setup.Facts) []any { return []any{f.Jobs} }},
	} {
		t.Run(name, func(t *testing.T) {
			ended := 0
			rapid.Check(t, func(t *rapid.T) {
				f, now := anyFacts(t)
				f, ok := c.end(t, f, now)
				if !ok {
					t.Skip("nothing to end")
				}
				ended++
				for _, part := range c.parts(f) {
					if v := reflect.ValueOf(part); !v.IsZero() {
						t.Fatalf("%v is left: %+v", v.Type(), part)
					}
				}
			})
			if ended == 0 {
				t.Error("nothing was ever ended")
			}
		})
	}
}

// anyFacts applies any events to a stick that is plugged in.
func anyFacts(t *rapid.T) (setup.Facts, time.Time) {
	f := setup.New(setup.Platform{
		DriverPage:  rapid.Bool().Draw(t, "driver page"),
		PassThrough: rapid.Bool().Draw(t, "pass-through"),
		Libusb:      true,
	}, sticks.Table{})
	now := start
	mode := rapid.SampledFrom([]hw.Stick{storage(), modem()}).Draw(t, "stick")
	f = f.Apply(setup.Seen{Snapshot: seen(mode, with(hw.ModeModem, elsewhere)), At: now})
	f = f.Apply(setup.StickChosen{Location: socket})
	for range rapid.IntRange(0, 30).Draw(t, "events") {
		now = now.Add(time.Duration(rapid.IntRange(0, 10).Draw(t, "wait")) * time.Second)
		e := setups.Event(t, f, now)
		if _, fixed := e.(setup.LineFixed); !fixed {
			f = f.Apply(e)
		}
	}
	return f, now
}

// filled sets any fields of the parts that end, so that no field depends on events to be tried.
func filled(t *rapid.T, f setup.Facts) setup.Facts {
	fill(t, reflect.ValueOf(&f.Plug).Elem())
	fill(t, reflect.ValueOf(&f.Boot).Elem())
	fill(t, reflect.ValueOf(&f.Session).Elem())
	fill(t, reflect.ValueOf(&f.Test).Elem())
	fill(t, reflect.ValueOf(&f.Restart).Elem())
	fill(t, reflect.ValueOf(&f.Jobs).Elem())
	return f
}

func fill(t *rapid.T, v reflect.Value) {
	if _, ok := v.Interface().(time.Time); ok {
		v.Set(reflect.ValueOf(start))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "set"))
	case reflect.Int:
		v.SetInt(rapid.Int64Range(0, 3).Draw(t, "number"))
	case reflect.Uint16:
		v.SetUint(rapid.Uint64Range(0, 3).Draw(t, "number"))
	case reflect.String:
		v.SetString("x")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Interface:
		v.Set(reflect.ValueOf(errors.New("x")))
	default:
		t.Fatalf("no way to fill %v", v.Type())
	}
}

// plugParts are those that end with being unplugged; what runs for the SIM card ends with the
// session.
func plugParts(f setup.Facts) []any { return append(bootParts(f), f.Plug) }

// goneParts are those of a stick that is gone without another in its place.
func goneParts(f setup.Facts) []any { return append(plugParts(f), f.Chosen) }

func bootParts(f setup.Facts) []any { return append(sessionParts(f), f.Boot) }

func sessionParts(f setup.Facts) []any {
	return []any{f.Session, f.Jobs[setup.JobUnlock], f.Test.State == setup.TestRunning}
}

// chooseAnother has the user choose a stick while the one of before is still there.
func chooseAnother(t *rapid.T, f setup.Facts, now time.Time) (setup.Facts, bool) {
	other := with(hw.ModeModem, elsewhere)
	if f.Chosen.Location == "" || f.Chosen.Location == other.Location {
		return f, false
	}
	this := f.Chosen.Stick
	f = f.Apply(setup.Seen{Snapshot: seen(this, other), At: now})
	if this.Location != f.Chosen.Location {
		return f, false
	}
	f = filled(t, f).Apply(setup.StickChosen{Location: other.Location})
	want := setup.Chosen{
		Location: other.Location, Picked: true, Stick: other, LastSeen: now, Since: now,
	}
	if !reflect.DeepEqual(f.Chosen, want) {
		t.Fatalf("chosen %+v, want %+v", f.Chosen, want)
	}
	return f, true
}

// unplug lets the stick be away until nobody expects it back.
func unplug(t *rapid.T, f setup.Facts, now time.Time) (setup.Facts, bool) {
	if f.Chosen.Location == "" {
		return f, false
	}
	f = filled(t, f).Apply(setup.Cancelled{At: now}) // nothing is waited for any more
	for range 2 {
		now = now.Add(time.Minute)
		f = f.Apply(setup.Seen{At: now})
	}
	return f, true
}

// changeMode shows the stick in modem mode after it was in storage mode.
func changeMode(t *rapid.T, f setup.Facts, now time.Time) (setup.Facts, bool) {
	if f.Chosen.Location != socket || f.Chosen.Stick.Mode != hw.ModeStorage {
		return f, false
	}
	f = filled(t, f).Apply(setup.Seen{Snapshot: seen(modem()), At: now.Add(time.Second)})
	return f, true
}

func endSession(t *rapid.T, f setup.Facts, now time.Time) (setup.Facts, bool) {
	f = filled(t, f)
	f.Session.Connected = true
	return f.Apply(setup.SessionEnded{At: now}), true
}

// connect starts a session with a modem that was not connected before.
func connect(t *rapid.T, f setup.Facts, _ time.Time) (setup.Facts, bool) {
	modem := sms.Identity{IMEI: "another"}
	return filled(t, f).Apply(setup.SessionStarted{Modem: modem}), true
}

// connectedParts are those that end when another modem is connected: all but the names of what is
// there now.
func connectedParts(f setup.Facts) []any {
	f.Session.Connected, f.Session.Identity, f.Session.Since = false, sms.Identity{}, time.Time{}
	f.Test.IMEI, f.Restart.At = "", time.Time{}
	return append(sessionParts(f), f.Test, f.Restart, f.Jobs[setup.JobProbe])
}
