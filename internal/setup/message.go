package setup

import (
	"slices"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// left gives the messages that are left to try on the chosen stick: first the one that worked
// before, never one that led to network mode.
func (f Facts) left() []string {
	if f.Last.Mode != hw.ModeStorage {
		return nil
	}
	var left []string
	for _, m := range sticks.Messages(f.Last.ID) {
		switch {
		case slices.Contains(f.Tried, m.Name):
		case f.HiLinkAt == f.Last.Location && slices.Contains(f.HiLinkBy, m.Name):
		case m.Name == f.Worked:
			left = slices.Insert(left, 0, m.Name)
		default:
			left = append(left, m.Name)
		}
	}
	return left
}

// passes tells that the next message can go through the CD-ROM driver; control requests cannot.
// When none is left, the others of the stick tell.
func (f Facts) passes() bool {
	if m, ok := sticks.Message(f.MessageNext); ok {
		return len(m.Commands()) > 0
	}
	return slices.ContainsFunc(sticks.Messages(f.Last.ID), func(m hw.Message) bool {
		return len(m.Commands()) > 0
	})
}
