package wizard

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// refusalKeys are the kinds of words for why a device is left alone.
var refusalKeys = map[hw.Refusal]string{
	hw.RefusalMatch: "match.", hw.RefusalNotStorage: "notStorage.", hw.RefusalPhone: "phone.",
	hw.RefusalNoCD: "noCD.", hw.RefusalTooBig: "tooBig.", hw.RefusalWritable: "writable.",
	hw.RefusalLeftDangerous: "dangerous.", hw.RefusalLeftModule: "module.",
	hw.RefusalLeftWiFi: "wifi.", hw.RefusalLeftWiMAX: "wimax.",
	hw.RefusalLeftPhone: "phone.", hw.RefusalLeftNoModem: "noModem.", hw.RefusalLeftMethod: "method.",
}

// kindKey is the part of the keys of a page's texts that says which kind of stick they are for, "" where
// they are for every one.
func (s state) kindKey() string {
	_, refusal, _ := s.Odd()
	switch {
	case s.problem == setup.ProblemRefused:
		return refusalKeys[refusal]
	case s.problem == setup.ProblemOwnPage && s.oddPage() != nil:
		return "at."
	case s.InNetworkMode() && !s.BecomesModem():
		return "noModem."
	case s.Foreign():
		return "other."
	}
	return ""
}

// subject is the stick that the page is about: the chosen one, or the one that is not supported.
func (s state) subject() hw.Stick {
	switch s.problem {
	case setup.ProblemUnsupported, setup.ProblemTry, setup.ProblemRefused, setup.ProblemOwnPage:
		if odd, _, ok := s.Odd(); ok {
			return odd
		}
	default:
	}
	return s.Chosen.Stick
}

// fullName is the name of a stick with that of its maker, where it is another than Huawei and the name
// does not say so already.
func (s state) fullName(stick hw.Stick) string {
	name, maker := stickName(stick), clean(s.Maker(stick), 30)
	known := strings.Contains(strings.ToLower(name), strings.ToLower(maker))
	if maker == "" || known || stick.ID.Vendor == hw.HuaweiVendor {
		return name
	}
	return tr.T("wizard.name.of", tr.Data{"Name": name, "Maker": maker})
}

// modeKeys are the words for what a stick is now, where several are to choose from.
var modeKeys = map[hw.Mode]string{
	hw.ModeStorage: "wizard.stick.kind.storage", hw.ModeModem: "wizard.stick.kind.modem",
	hw.ModeNetwork: "wizard.stick.kind.network",
}

// stickRows are sticks to choose from, by name, maker, mode and place.
func (s state) stickRows(all []hw.Stick) []row {
	var rows []row
	for _, stick := range all {
		place := tr.Data{"Place": shortLocation(stick.Location)}
		note := tr.T("wizard.stick.at", place)
		if key, ok := modeKeys[stick.Mode]; ok {
			place["Kind"] = tr.T(key)
			note = tr.T("wizard.stick.row", place)
		}
		rows = append(rows, row{ID: stick.Location, Name: s.fullName(stick), Note: note})
	}
	return rows
}

// kindsShown is how many makers the page of the stick names.
const kindsShown = 6

// withKinds adds which sticks work.
func (s state) withKinds(p page) page {
	if len(s.makers) == 0 {
		return p
	}
	p.Hints = append(p.Hints, s.kinds()...)
	p.Quiet = append(p.Quiet, button{"wizard.do.list", (*Wizard).showKinds})
	return p
}

// kinds is a sentence with some makers of what works.
func (s state) kinds() []string {
	if len(s.makers) == 0 {
		return nil
	}
	some := s.makers[:min(kindsShown, len(s.makers))]
	return []string{tr.T("wizard.stick.kinds", tr.Data{"Makers": strings.Join(some, ", ")})}
}

// agreePage asks before the first message goes to a stick of another maker than Huawei: which stick it
// is, what it is told, what that changes, and what is remembered.
func agreePage(s state) page {
	p := plainPage(s, "wizard.agree", pictureOf(s))
	told := "wizard.agree.message"
	if s.Ejects() {
		told = "wizard.agree.eject"
	}
	p.Do = []string{tr.T(told)}
	p.Hints = []string{tr.T("wizard.agree.undo"), tr.T("wizard.agree.kept")}
	p.Note = s.caveat()
	if a := s.recommended(); a != nil {
		p.Primary = do("wizard.do.switch", a)
	}
	return p
}

// caveat is what is to be said of a stick before it is switched, or "".
func (s state) caveat() string {
	if s.Caveat() == hw.CaveatNone {
		return ""
	}
	return tr.T("wizard.caveat." + s.Caveat().String())
}

// oddPage is the page of a device that is not supported: it can be tried, has a page of its own, or is
// left alone.
func oddPage(s state, p page) page {
	p.Waiting, p.Picture = tr.T("wizard.stick.waiting"), picture{Kind: picPlug}
	p.Quiet = s.reportButton()
	switch s.problem {
	case setup.ProblemTry:
		p.Waiting, p.Picture = "", picture{Kind: picLine}
		p.Rows = s.stickRows(s.triable())
		p.Row = s.chosenRow(p.Rows, "")
		if len(p.Rows) == 1 {
			p.Rows = nil
		}
		p.Primary = button{"wizard.do.try", (*Wizard).tryDevice}
	case setup.ProblemOwnPage:
		p.Quiet = nil
		if s.oddPage() != nil {
			p.Primary = button{"wizard.do.stickPage", (*Wizard).openOddPage}
		}
	default:
		p.Hints = s.kinds()
	}
	return p
}

// triable are the devices that can be tried.
func (s state) triable() []hw.Stick {
	return slices.DeleteFunc(slices.Clone(s.Scan.Snapshot.Unsupported), func(stick hw.Stick) bool {
		return !s.CanTry(stick)
	})
}

// tryDevice has the ports of the chosen device asked.
func (w *Wizard) tryDevice() {
	for _, stick := range w.state.triable() {
		if stick.Location == w.page.Row {
			w.config.Do(setup.DoTry{Location: stick.Location, Device: setup.DeviceKey(stick)})
		}
	}
}

// hopelessPage says that no modem answers that could be used, and offers the report.
func hopelessPage(s state, p page) page {
	p.Quiet = s.reportButton()
	if s.problem == setup.ProblemNoModem {
		p.Quiet = append(p.Quiet, do("wizard.do.endTry", setup.DoEndTry{}))
	}
	p.Primary = do("wizard.do.again", setup.DoProbe{})
	return p
}

// askReport adds, for a modem that the program does not know, that its report is welcome.
func (s state) askReport(p page) page {
	if !s.Tried() {
		return p
	}
	p.Hints = append(p.Hints, tr.T("wizard.tried.done"))
	p.Quiet = append(s.reportButton(), p.Quiet...)
	return p
}

// reportButton is the button that copies the report, where there is one.
func (s state) reportButton() []button {
	if !s.reports {
		return nil
	}
	return []button{{"wizard.do.report", (*Wizard).copyReport}}
}

func (w *Wizard) copyReport() {
	if w.config.Report != nil {
		fyne.CurrentApp().Clipboard().SetContent(w.config.Report())
	}
}

// oddPage is the web page of the device that the page is about: that of the gateway behind its own network
// card; nil when that is not known.
func (s state) oddPage() *url.URL {
	odd, _, _ := s.Odd()
	gateway := odd.Adapter.Gateway
	if odd.Mode != hw.ModeNetwork || gateway == (netip.Addr{}) || !gateway.IsValid() {
		return nil
	}
	return &url.URL{Scheme: "http", Host: netip.AddrPortFrom(gateway, 80).Addr().String()}
}

func (w *Wizard) openOddPage() {
	if u := w.state.oddPage(); u != nil {
		openPage(*u)(w)
	}
}

// pageAddress is the address of the web page that the page is about, or "".
func (s state) pageAddress() string {
	if u := s.oddPage(); s.problem == setup.ProblemOwnPage && u != nil {
		return u.Host
	}
	return s.webAddress()
}

// showKinds shows the makers of what works.
func (w *Wizard) showKinds() {
	if w.config.Window == nil {
		return
	}
	content := container.New(look.Column{Gap: look.Space2})
	for _, part := range []struct {
		key    string
		makers []string
	}{{"wizard.list.switched", w.config.Kinds.Switched}, {"wizard.list.modems", w.config.Kinds.Modems}} {
		if len(part.makers) == 0 {
			continue
		}
		content.Add(look.NewStrong(tr.T(part.key), ""))
		content.Add(look.NewText(strings.Join(part.makers, ", "), ""))
	}
	content.Add(look.NewText(tr.T("wizard.list.text"), look.ColorMuted))
	sheet := look.NewSheet(w.config.Window.Canvas(), tr.T("wizard.list.title"), content)
	sheet.Answers(look.NewPrimary(tr.T("wizard.help.close"), w.focusFirst)).Show(nil)
}
