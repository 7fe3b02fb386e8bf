package gui

import (
	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/tr"
)

// setLanguage shows everything in another language at once: the set-up draws its page anew, and another
// chat takes the place of the one there was. What is typed and what is open stay.
func (u *UI) setLanguage(code string) {
	if err := tr.Use(code); err != nil {
		u.config.Log.Warn("language not changed", "err", err)
		return
	}
	u.rewording = true
	at := u.settings.Leave()
	u.people.Leave()
	u.pages.CloseAll() // what lies below the settings has the words of before
	old := u.chat
	u.point = u.point.orAt(old.Leave())
	wasChat := u.pages.Home() == old.Object()
	u.wizard.Reword()
	u.chat = u.newChat()
	u.chat.AddShortcuts(u.window.Canvas())
	u.chat.SetStick(stickOf(u.facts))
	if wasChat {
		u.pages.SetHome(u.chat.Object())
	}
	u.setUnread(u.unread)
	if u.programs != nil {
		u.programs.Load() // the line about them
	}
	u.rewording = false
	u.openSettings()
	u.settings.Close()
	u.settings.ShowAt(at)
	go func() { // the list is read when the store has what was typed
		old.Wait()
		u.config.Post(u.chat.Reload)
	}()
}

// point is where in the chat somebody was before the language changed; nil when nobody needs to be led
// there any more.
type point struct{ at *chat.Point }

// orAt returns the point, or this one where there is none yet.
func (p point) orAt(at chat.Point) point {
	if p.at == nil {
		p.at = &at
	}
	return p
}
