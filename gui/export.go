package gui

import (
	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/gui/transfer"
	"surfstick-sms/sms"
)

// newTransfer returns what exports and imports texts; nil where that cannot be.
func (u *UI) newTransfer() *transfer.Transfer {
	c := u.config
	if c.Transfer == nil {
		return nil
	}
	return transfer.New(transfer.Config{
		Engine: c.Transfer, Files: u.files, Canvas: u.window.Canvas(), Post: c.Post, Now: c.Now, Region: c.Region,
		Show: func(p *look.Page, first fyne.Focusable) { u.pages.Show(p, first) },
		Log:  c.Log, OpenFolder: c.OpenFileFolder, ReadOnly: c.ReadOnly, Changed: u.transferred,
	})
}

// transferred has the chat show what was imported or removed.
func (u *UI) transferred() {
	u.texts = true
	u.chat.Renew()
}

// openTransfer shows the page about export and import.
func (u *UI) openTransfer() { u.transfer.Open() }

// noTransfer says why there is no such page; "" when there is one.
func (u *UI) noTransfer() string {
	if u.transfer == nil {
		return tr.T("transfer.none")
	}
	return ""
}

// exportChat returns what offers to export the texts with one partner.
func (u *UI) exportChat() func(n sms.Number, name string) {
	if u.transfer == nil {
		return nil
	}
	return u.transfer.Chat
}
