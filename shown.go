//go:build !nowindow

package main

import (
	"strings"

	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/wizard"
	"surfstick-sms/hw/guide"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/udev"
	"surfstick-sms/hw/zadig"
	"surfstick-sms/internal/report"
	"surfstick-sms/internal/setup"
)

// kinds returns the makers whose sticks and modems work.
func kinds() wizard.Kinds {
	return wizard.Kinds{Switched: sticks.Makers(), Modems: sticks.ModemMakers()}
}

// instructions returns what the set-up shows of the system's rule and of drivers.
func instructions() wizard.Instructions {
	return wizard.Instructions{
		Rule:        udev.Rule,
		RuleCommand: udev.Command,
		Archive:     guide.Files()[0].Name,
		UndoLine:    zadig.UndoLine,

		CertificateLine: zadig.CertificateLine,
	}
}

// choices returns the settings that a report shows: nothing that a person typed.
func (p *program) choices() map[string]string {
	chosen := map[string]string{}
	for _, key := range []string{
		settings.KeyLanguage, settings.KeyRegion, settings.KeyTheme, settings.KeyEnter, settings.KeyAuto,
		settings.KeyHidden,
	} {
		if value := (memory{p.texts}).Get(key); value != "" {
			chosen[key] = value
		}
	}
	return chosen
}

// reportOf returns the report of the running program, with what the set-up knows.
func reportOf(w *window, facts setup.Facts) string {
	in := newReport(w.flags, w.next.data)
	in.Snapshot, in.Facts, in.Settings = facts.Scan.Snapshot, &facts, w.program.choices()
	var text strings.Builder
	if err := report.Write(&text, in); err != nil {
		return err.Error()
	}
	return text.String()
}
