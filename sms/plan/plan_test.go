package plan_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/bench/work"
	"surfstick-sms/sms/plan"
)

var berlin = zone("Europe/Berlin")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func never(plan.Wall) bool { return false }

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
	if err != nil {
		panic(err)
	}
	return t
}

func wall(s string) plan.Wall {
	w, err := plan.ParseWall(s)
	if err != nil {
		panic(err)
	}
	return w
}

func repeating(start string, unit plan.Unit, every int) plan.Text {
	w := wall(start)
	return plan.Text{Start: w, Repeat: plan.Repeat{Unit: unit, Every: every}, Since: w.In(berlin).AddDate(0, 0, -1)}
}

func TestWallOverClockChanges(t *testing.T) {
	for _, tt := range []struct{ name, wall, want string }{
		{"usual", "2026-11-27 08:00", "2026-11-27T08:00:00+01:00"},
		{"spring gap goes an hour later", "2027-03-28 02:30", "2027-03-28T03:30:00+02:00"},
		{"before the gap", "2027-03-28 01:59", "2027-03-28T01:59:00+01:00"},
		{"after the gap", "2027-03-28 03:00", "2027-03-28T03:00:00+02:00"},
		{"double hour: the first one", "2026-10-25 02:30", "2026-10-25T02:30:00+02:00"},
		{"after the double hour", "2026-10-25 03:00", "2026-10-25T03:00:00+01:00"},
	} {
		if got := wall(tt.wall).In(berlin).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestOccurrences(t *testing.T) {
	for _, tt := range []struct {
		name  string
		text  plan.Text
		now   string
		wants []string
	}{
		{"daily over the spring gap", repeating("2027-03-26 02:30", plan.Daily, 1), "2027-03-27 12:00", []string{
			"2027-03-28 02:30", "2027-03-29 02:30",
		}},
		{"every third day", repeating("2026-11-01 08:00", plan.Daily, 3), "2026-11-02 09:00", []string{
			"2026-11-04 08:00", "2026-11-07 08:00",
		}},
		{"weekdays", repeating("2026-11-26 08:00", plan.Weekdays, 1), "2026-11-27 09:00", []string{
			"2026-11-30 08:00", "2026-12-01 08:00", "2026-12-02 08:00", "2026-12-03 08:00",
			"2026-12-04 08:00", "2026-12-07 08:00",
		}},
		{"weekdays from a Saturday on", repeating("2026-11-28 08:00", plan.Weekdays, 1), "2026-11-27 09:00", []string{
			"2026-11-30 08:00", "2026-12-01 08:00",
		}},
		{"weekly", repeating("2026-11-27 08:00", plan.Weekly, 1), "2026-11-27 09:00", []string{
			"2026-12-04 08:00", "2026-12-11 08:00",
		}},
		{"the 31st", repeating("2027-01-31 08:00", plan.Monthly, 1), "2027-01-31 09:00", []string{
			"2027-02-28 08:00", "2027-03-31 08:00", "2027-04-30 08:00",
		}},
		{"the 29th of February", repeating("2028-02-29 08:00", plan.Monthly, 12), "2028-03-01 08:00", []string{
			"2029-02-28 08:00", "2030-02-28 08:00", "2031-02-28 08:00", "2032-02-29 08:00",
		}},
		{"every three months", repeating("2026-11-30 08:00", plan.Monthly, 3), "2026-12-01 08:00", []string{
			"2027-02-28 08:00", "2027-05-30 08:00",
		}},
	} {
		done := map[plan.Wall]bool{}
		now := at(tt.now)
		done[tt.text.Start] = true
		tt.text.Since = now
		for _, want := range tt.wants {
			turn := tt.text.Turn(now, func(w plan.Wall) bool { return done[w] })
			if turn.Verdict != plan.Wait || turn.Occurrence.String() != want {
				t.Errorf("%s: %v %v, want %s", tt.name, turn.Verdict, turn.Occurrence, want)
			}
			now = turn.Due
			done[turn.Occurrence] = true
		}
	}
}

func TestTurn(t *testing.T) {
	once := plan.Text{At: at("2026-11-27 08:00"), Start: wall("2026-11-27 08:00")}
	asks := once
	asks.Ask = true
	daily := repeating("2026-11-20 08:00", plan.Daily, 1)
	weekly := repeating("2026-11-20 08:00", plan.Weekly, 1)
	for _, tt := range []struct {
		name, now string
		text      plan.Text
		done      string
		want      plan.Verdict
		which     string
	}{
		{"not yet", "2026-11-27 07:59", once, "", plan.Wait, "2026-11-27 08:00"},
		{"due", "2026-11-27 08:00", once, "", plan.Go, "2026-11-27 08:00"},
		{"a little late", "2026-11-28 07:59", once, "", plan.Go, "2026-11-27 08:00"},
		{"a day late", "2026-11-28 08:00", once, "", plan.Ask, "2026-11-27 08:00"},
		{"done", "2026-11-27 08:00", once, "2026-11-27 08:00", plan.Ended, ""},
		{"done, and the clock was put back", "2026-11-20 08:00", once, "2026-11-27 08:00", plan.Ended, ""},
		{"the clock was years ahead", "2036-11-20 08:00", once, "", plan.Ask, "2026-11-27 08:00"},
		{"asks before it spends", "2026-11-27 08:00", asks, "", plan.Ask, "2026-11-27 08:00"},
		{"daily, off for a week: the last one", "2026-11-27 10:00", daily, "2026-11-20 08:00", plan.Go, "2026-11-27 08:00"},
		{"daily, today's is done", "2026-11-27 10:00", daily, "2026-11-27 08:00", plan.Wait, "2026-11-28 08:00"},
		{"weekly, off for two days", "2026-11-29 10:00", weekly, "2026-11-20 08:00", plan.Ask, "2026-11-27 08:00"},
		{"weekly, skipped", "2026-11-29 10:00", weekly, "2026-11-27 08:00", plan.Wait, "2026-12-04 08:00"},
		{"sent early: the one after", "2026-11-29 10:00", weekly, "2026-12-04 08:00", plan.Ask, "2026-11-27 08:00"},
	} {
		done := func(w plan.Wall) bool { return w.String() == tt.done }
		turn := tt.text.Turn(at(tt.now), done)
		which := ""
		if !turn.Occurrence.IsZero() {
			which = turn.Occurrence.String()
		}
		if turn.Verdict != tt.want || which != tt.which {
			t.Errorf("%s: %v of %q, want %v of %q", tt.name, turn.Verdict, which, tt.want, tt.which)
		}
	}
}

func TestChangedTextMakesNothingUp(t *testing.T) {
	daily := repeating("2026-11-20 08:00", plan.Daily, 1)
	daily.Since = at("2026-11-27 12:00")
	if turn := daily.Turn(at("2026-11-27 12:00"), never); turn.Verdict != plan.Wait ||
		turn.Occurrence.String() != "2026-11-28 08:00" {
		t.Errorf("%v of %v", turn.Verdict, turn.Occurrence)
	}
}

// TestClockWasWrong has a clock that was years ahead for a moment: a repeating text goes on as if
// nothing had been, and what went is not sent again.
func TestClockWasWrong(t *testing.T) {
	daily := repeating("2026-11-20 08:00", plan.Daily, 1)
	done := map[plan.Wall]bool{wall("2026-11-27 08:00"): true, wall("2031-05-05 08:00"): true}
	turn := daily.Turn(at("2026-11-27 12:00"), func(w plan.Wall) bool { return done[w] })
	if turn.Verdict != plan.Wait || turn.Occurrence.String() != "2026-11-28 08:00" {
		t.Errorf("after the clock was set right: %v of %v", turn.Verdict, turn.Occurrence)
	}
	turn = daily.Turn(at("2026-11-26 23:00"), func(w plan.Wall) bool { return done[w] || w.Before(wall("2026-11-27 00:00")) })
	if turn.Verdict != plan.Wait || turn.Occurrence.String() != "2026-11-28 08:00" {
		t.Errorf("after the clock was put back: %v of %v", turn.Verdict, turn.Occurrence)
	}
}

// TestNeverTwice lets time run in odd steps, also backwards, over changes of the clock and of the zone,
// and handles every occurrence as the messenger does.
func TestNeverTwice(t *testing.T) {
	zones := []*time.Location{berlin, time.UTC, zone("America/New_York"), zone("Australia/Lord_Howe"), zone("Pacific/Apia")}
	rapid.Check(t, func(t *rapid.T) {
		unit := plan.Unit(rapid.IntRange(0, 4).Draw(t, "unit"))
		start := wall("2026-10-20 00:00").AddDays(rapid.IntRange(0, 200).Draw(t, "day"))
		y, m, d := start.Date()
		start = plan.At(y, m, d, rapid.IntRange(0, 4).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		text := plan.Text{
			Start: start, At: start.In(zone), Repeat: plan.Repeat{Unit: unit, Every: rapid.IntRange(0, 4).Draw(t, "every")},
			Since: start.In(zone).AddDate(0, 0, -1),
		}
		now := start.In(zone).AddDate(0, 0, -2)
		done := map[plan.Wall]int{}
		sent := 0
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(-30, 200).Draw(t, "minutes")) * 10 * time.Minute)
			if rapid.IntRange(0, 9).Draw(t, "moves") == 0 {
				zone = rapid.SampledFrom(zones).Draw(t, "zone")
			}
			turn := text.Turn(now.In(zone), func(w plan.Wall) bool { return done[w] > 0 })
			switch turn.Verdict {
			case plan.Go, plan.Ask:
				if turn.Due.After(now) || now.Sub(turn.Due) < plan.Patience == (turn.Verdict == plan.Ask) {
					t.Fatalf("%v at %v of what is due at %v", turn.Verdict, now, turn.Due)
				}
				if done[turn.Occurrence]++; done[turn.Occurrence] > 1 {
					t.Fatalf("%v comes twice", turn.Occurrence)
				}
				sent++
			case plan.Wait:
				if !turn.Due.After(now) || done[turn.Occurrence] > 0 {
					t.Fatalf("waits at %v for %v", now, turn.Due)
				}
			case plan.Ended:
				if unit != plan.Once {
					t.Fatal("a repeating text has ended")
				}
			}
			if again := text.Turn(now.In(zone), func(w plan.Wall) bool { return done[w] > 0 }); again.Verdict == plan.Go && turn.Verdict == plan.Go {
				t.Fatalf("two go at %v: %v and %v", now, turn.Occurrence, again.Occurrence)
			}
		}
		if unit == plan.Once && sent > 1 {
			t.Fatal("sent twice")
		}
	})
}

// TestNoneIsMissing compares with a walk over every day.
func TestNoneIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := rapid.IntRange(1, 5).Draw(t, "every")
		unit := plan.Unit(rapid.IntRange(1, 4).Draw(t, "unit"))
		start := wall("2026-10-01 08:00").AddDays(rapid.IntRange(0, 400).Draw(t, "day"))
		text := plan.Text{Start: start, Repeat: plan.Repeat{Unit: unit, Every: every}, Since: start.In(berlin).AddDate(0, 0, -1)}
		now := start.In(berlin).Add(-time.Hour)
		y0, m0, d0 := start.Date()
		for i := range 200 {
			day := start.AddDays(i)
			y, m, d := day.Date()
			last := plan.At(y, m+1, 0, 0, 0)
			_, _, longest := last.Date()
			wanted := map[plan.Unit]bool{
				plan.Daily:    i%every == 0,
				plan.Weekdays: day.Weekday() != time.Saturday && day.Weekday() != time.Sunday,
				plan.Weekly:   i%(7*every) == 0,
				plan.Monthly:  ((y-y0)*12+int(m-m0))%every == 0 && d == min(d0, longest),
			}[unit]
			if !wanted {
				continue
			}
			turn := text.Turn(now, func(w plan.Wall) bool { return w.Before(day) })
			if turn.Occurrence != day {
				t.Fatalf("after %v comes %v, want %v", now, turn.Occurrence, day)
			}
			if turn := text.Turn(turn.Due, never); turn.Occurrence != day || turn.Verdict != plan.Go {
				t.Fatalf("at %v: %v of %v", turn.Due, turn.Verdict, turn.Occurrence)
			}
			now = turn.Due
		}
	})
}

// TestLongAgo: a text whose beginning is centuries ago, as only a file made by hand says, is as quick as others.
func TestLongAgo(t *testing.T) {
	text := plan.Text{Start: wall("0001-01-01 08:00"), Repeat: plan.Repeat{Unit: plan.Daily}}
	took := work.Of(func() {
		for range 20 {
			turn := text.Turn(at("2026-11-27 12:00"), never)
			if turn.Verdict != plan.Go || turn.Occurrence != wall("2026-11-27 08:00") {
				t.Fatalf("%v of %v", turn.Verdict, turn.Occurrence)
			}
		}
	})
	if took > time.Second {
		t.Errorf("took %v", took)
	}
}
