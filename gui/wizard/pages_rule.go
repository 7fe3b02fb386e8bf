package wizard

import (
	"strings"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// refused reports that the user may not open the stick or its port, which a udev rule would mend. It is
// about sticks: to serial ports a group gives the right.
func refused(p setup.Problem) bool {
	return p == setup.ProblemNoPermission || p == setup.ProblemPortPermission
}

// copyRule copies the command that the page shows the gist of.
func (w *Wizard) copyRule() {
	fyne.CurrentApp().Clipboard().SetContent(w.config.Instructions.RuleCommand(w.state.Vendor()))
}

// rulePage shows the rule that is missing, and has it copied or, where that is possible, written.
func rulePage(s state) page {
	if s.Runs(setup.JobRule) {
		return plainPage(s, "wizard.rule", pictureOf(s)).cancel(tr.T("wizard.rule.waiting"))
	}
	p := problemPage(s)
	p.Code = strings.TrimSpace(s.instructions.Rule(s.Vendor()))
	p.Quiet = []button{
		do("wizard.do.scan", setup.DoScan{}), {"wizard.do.copyCommand", (*Wizard).copyRule},
	}
	p.Copies = p.Quiet[1].Key
	if s.recommended() != nil {
		p.Quiet[0] = do("wizard.do.again", s.recommended())
	}
	if s.Platform.Rule {
		p.Do = []string{tr.T("wizard.rule.do1"), tr.T("wizard.rule.do2")}
		p.Primary = do("wizard.do.rule", setup.DoInstallRule{})
	}
	if s.Help.RuleErr != nil {
		p.Note = tr.T("wizard.rule.failed")
	}
	return p
}
