package fakestick

import (
	"context"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// Switch implements hw.Switcher as Linux has it: any driver will do.
func (s *Stick) Switch(ctx context.Context, target hw.Stick, m hw.Message) error {
	return s.send(ctx, target, m, func(hw.Message) error { return nil })
}

// Libusb is the stick's switcher as Windows has it by libusb: the driver must be one of libusb's.
func (s *Stick) Libusb() hw.Switcher {
	return way{s, func(hw.Message) error {
		if !s.driver.Libusb() {
			return fmt.Errorf("%w: %s", hw.ErrNoDriver, s.driver)
		}
		return nil
	}}
}

// PassThrough is the stick's switcher as Windows has it through the CD drive: there must be one, and
// the message must be one that goes that way.
func (s *Stick) PassThrough() hw.Switcher {
	return way{s, func(m hw.Message) error {
		switch {
		case s.driver != hw.DriverStorage:
			return fmt.Errorf("%w: no CD drive with driver %s", hw.ErrGone, s.driver)
		case !m.Passes(s.seen()):
			return hw.ErrUnsupported
		}
		return nil
	}}
}

// way is a switcher with a condition.
type way struct {
	s     *Stick
	ready func(m hw.Message) error
}

// Switch implements hw.Switcher.
func (w way) Switch(ctx context.Context, target hw.Stick, m hw.Message) error {
	return w.s.send(ctx, target, m, w.ready)
}

func (s *Stick) send(
	ctx context.Context, target hw.Stick, m hw.Message, ready func(hw.Message) error,
) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.refuse(target, m)
	if err == nil {
		err = next(&s.switchErr)
	}
	if err == nil {
		err = ready(m)
	}
	if err != nil {
		return fmt.Errorf("switch %s: %w", target.ID, err)
	}
	s.sent = append(s.sent, m)
	temper := s.opt.Temper
	if s.opt.Reacts != nil {
		temper = s.opt.Reacts(m)
	}
	mode, obeyed := s.obey(m, temper)
	hw.TellAnswer(ctx, said(temper, obeyed))
	if obeyed {
		s.rounds++
		s.rndis = rndis(m) || s.opt.RNDIS
		s.restart(mode)
	}
	return nil
}

// said is what the drive answers: nothing when the stick leaves, "invalid command" when it refuses.
func said(temper Temper, obeyed bool) hw.Answer {
	switch {
	case obeyed:
		return hw.Answer{Code: 31, Lost: true} // Windows: ERROR_GEN_FAILURE
	case temper == Refusing:
		return hw.Answer{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20}
	}
	return hw.Answer{Answered: true}
}

// refuse is what keeps a message from being sent. Huawei's sticks take any message here, so that tests can
// send what means nothing.
func (s *Stick) refuse(target hw.Stick, m hw.Message) error {
	if target.ID.Vendor != hw.HuaweiVendor {
		if err := sticks.Guard(target, m); err != nil {
			return err
		}
	}
	switch {
	case target.Mode != hw.ModeStorage || !sticks.Switchable(target):
		return hw.ErrNotOurs
	case !s.there() || target.Location != s.opt.Location:
		return hw.ErrGone
	case s.mode != hw.ModeStorage || target.ID != s.opt.ID || s.foreign(s.seen()):
		return hw.ErrNotOurs
	case s.opt.Denied:
		return hw.ErrAccess
	}
	return nil
}

// obey returns what mode the message leads to, if the stick's temper lets it do anything.
func (s *Stick) obey(m hw.Message, temper Temper) (hw.Mode, bool) {
	mode, known := s.asksFor(m)
	if !known {
		return mode, false
	}
	switch temper {
	case Deaf, Refusing:
		return mode, false
	case Stubborn:
		return mode, len(s.sent) > 1
	case Picky:
		return mode, !m.Equal(s.sent[0])
	case Lost:
		s.lost = true
	case Network:
		mode = hw.ModeNetwork
	case ModemOnly:
		mode = hw.ModeModem
	case Relapsing:
		mode = hw.ModeStorage
	}
	return mode, true
}

// asksFor returns what mode a message leads to. Another maker's stick knows that of its row only; where the
// row has two rounds, it comes back as it was after the first.
func (s *Stick) asksFor(m hw.Message) (mode hw.Mode, known bool) {
	if s.opt.ID.Vendor == hw.HuaweiVendor {
		return Meaning(m)
	}
	row, _ := sticks.Lookup(s.seen())
	rounds := []hw.Message{row.Request}
	if len(row.Second.Requests) > 0 {
		rounds = append(rounds, row.Second)
	}
	switch {
	case s.rounds >= len(rounds) || !m.Equal(rounds[s.rounds]):
		return hw.ModeUnknown, false
	case s.rounds < len(rounds)-1:
		return hw.ModeStorage, true
	}
	return s.opt.Becomes, true
}

// Meaning returns what mode a switch message asks for: the SCSI command in it is 11 06 <system>
// <time-out> <PID> <new PID> <CD> <profile> <green>, and green means HiLink (Huawei's kernel
// sources). It is known only when it is a command block wrapper with that command, or one of the
// other requests.
func Meaning(m hw.Message) (mode hw.Mode, known bool) {
	all := m.Commands()
	switch {
	case len(m.Requests) == 0:
		return hw.ModeUnknown, false
	case m.Requests[0].Kind != hw.RequestCommand, m.Eject():
		return hw.ModeModem, true
	case len(all) != 1 || !slices.Equal(all[0].CDB[:2], []byte{0x11, 0x06}):
		return hw.ModeUnknown, false
	case len(all[0].CDB) > 8 && all[0].CDB[8] == 1:
		return hw.ModeNetwork, true
	}
	return hw.ModeModem, true
}

// rndis reports whether a message that asks for HiLink makes the stick show RNDIS, as it does when the
// system in the command is 00, Windows. For the others it shows CDC Ethernet.
func rndis(m hw.Message) bool {
	mode, known := Meaning(m)
	return known && mode == hw.ModeNetwork && m.Commands()[0].CDB[2] == 0
}

// restart is the stick going away and coming back in a mode.
func (s *Stick) restart(mode hw.Mode) {
	s.cut()
	s.mode = mode
	s.address++
	s.backAt = time.Now().Add(s.opt.RestartTime)
	s.leaseAt = s.backAt.Add(s.opt.LeaseDelay)
	s.notify()
}
