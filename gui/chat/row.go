package chat

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const rowHeight float32 = 64

// row is one line of the list: a partner with the last text, or a text that a search found.
type row struct {
	look.Graphic
	ground *look.Ground
	avatar *avatar
	title  *look.Line
	time   *look.Line
	text   *look.Line
	badge  *badge
	lead   *look.Sign
}

func newRow() *row {
	r := &row{
		ground: look.NewGround("", "", look.RadiusCard), avatar: newAvatar(),
		title: look.NewLine("", theme.ColorNameForeground, theme.SizeNameText),
		time:  look.NewSmall(""),
		text:  look.NewLine("", look.ColorMuted, theme.SizeNameText),
		badge: newBadge(), lead: look.NewSign("", "", look.SideSmall),
	}
	r.Parts = []fyne.CanvasObject{r.ground, r.avatar, r.title, r.time, r.lead, r.text, r.badge}
	r.Min = func() fyne.Size { return fyne.NewSize(200, rowHeight) }
	r.Arrange = r.arrange
	r.ExtendBaseWidget(r)
	return r
}

// entry is what a row shows.
type entry struct {
	number   sms.Number
	name     string // shown name: the contact's or the number
	text     string
	at       time.Time
	unread   int
	draft    bool
	status   sms.Status
	selected bool
	message  int64 // the text found by a search, 0 for a conversation
}

func (r *row) set(e entry, now time.Time) {
	r.avatar.set(string(e.number), initials(nameOnly(e), string(e.number)))
	r.title.SetBold(e.unread > 0)
	r.title.Set(e.name, theme.ColorNameForeground)
	when := ""
	if !e.at.IsZero() {
		when = tr.Short(e.at.In(now.Location()), now)
	}
	tone, ground := look.ColorMuted, fyne.ThemeColorName("")
	if e.unread > 0 {
		tone = theme.ColorNameForeground
	}
	if e.selected {
		ground = look.ColorOwn
		tone = look.ColorOwnText
	}
	r.time.Set(when, look.ColorMuted)
	r.text.Set(e.text, tone)
	r.ground.Set(ground, "", 1)
	r.badge.set(e.unread)
	s := stateSigns[e.status]
	r.lead.Set(s.sign, s.tone)
	if e.draft || s.sign == look.SignNote {
		r.lead.Set("", "")
	}
	r.Refresh()
}

// nameOnly returns the contact's name, "" when the number stands in for it.
func nameOnly(e entry) string {
	if e.name != "" && strings.IndexByte("+0123456789", e.name[0]) >= 0 {
		return ""
	}
	return e.name
}

func (r *row) arrange(s fyne.Size) {
	r.ground.Resize(s)
	left, right := look.Space2+2, s.Width-look.Space3
	put(r.avatar, rect{left, (s.Height - avatarSide) / 2, avatarSide, avatarSide})
	left += avatarSide + look.Space3

	when, title := r.time.MinSize(), r.title.MinSize().Height
	put(r.time, rect{right - when.Width, 13, when.Width, when.Height})
	top := float32(11)
	if r.text.Text() == "" && r.time.Text() == "" {
		top = (s.Height - title) / 2
	}
	put(r.title, rect{left, top, right - when.Width - look.Space2 - left, title})

	count, lead := r.badge.MinSize(), r.lead.MinSize()
	put(r.badge, rect{right - count.Width, 34, count.Width, count.Height})
	if count.Width > 0 {
		right -= count.Width + look.Space2
	}
	put(r.lead, rect{left, 37, lead.Width, lead.Height})
	if lead.Width > 0 {
		left += lead.Width + look.Space1
	}
	put(r.text, rect{left, 34, right - left, r.text.MinSize().Height})
}

// preview is a text in one line.
func preview(m sms.Message) string {
	if m.ID == 0 {
		return ""
	}
	if text := oneLine(m.Text); text != "" {
		return text
	}
	return remark(m)
}

// around cuts the beginning of a text so that what was searched for comes into view.
func around(text, query string) string {
	const lead = 12
	at := strings.Index(strings.ToLower(text), query)
	if at < 0 || at > len(text) {
		return text
	}
	before := []rune(text[:at])
	if len(before) <= 2*lead {
		return text
	}
	return "…" + string(before[len(before)-lead:]) + text[at:]
}

// oneLine makes one clean line of a text from outside.
func oneLine(text string) string { return sms.SanitiseLine(text, 200) }
