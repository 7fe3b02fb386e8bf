package wizard

import "surfstick-sms/gui/look"

// Reword shows everything in the language that was chosen in the meantime. What was typed and chosen on
// the page stays, and so do the details if they were open.
func (w *Wizard) Reword() {
	w.steps = newStepList(w.lookAt, w.help, w.config.OnChat, w.config.OnSettings)
	w.root.Objects[0] = w.steps.object
	w.complains, w.done = "", "" // sentences in the language of before
	w.steps.offerTexts(w.config.HasTexts != nil && w.config.HasTexts())
	w.steps.show(w.state)
	look.Inherit(w.steps.list, w.around())
	w.page = describe(w.state)
	w.build(true)
	w.offerBack()
	w.live()
	w.root.Refresh()
}
