package wizard

import (
	"fmt"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// picture says which drawing a page has, and what is filled in.
type picture struct {
	Kind pictureKind
	// Name, ID and Driver are filled into the imitation of Zadig.
	Name, ID, Driver string
	Bound            bool
	// Part is the number of the interface as Zadig shows it, or "".
	Part string
	// Stage is how far Huawei's driver is unpacked.
	Stage int
}

type pictureKind int

const (
	picNone pictureKind = iota
	picPlug
	picAutoRun // the same, and what Windows offers then
	picSwitch
	picLine
	picCard // how the SIM card goes in
	picLock // a SIM card with a lock
	picKey  // a stick with a lock
	picNetwork
	picTest
	picReady
	picZadig
	picUnpack
	picWarning
)

// The heights of every drawing but Zadig's: on a roomy page, and where there is much to say.
const (
	pictureHeight = 96
	pictureLow    = 72
)

// stepPictures are the drawings of the steps when nothing is wrong.
var stepPictures = map[setup.Step]pictureKind{
	setup.StepStick: picPlug, setup.StepDriver: picSwitch, setup.StepSwitch: picSwitch,
	setup.StepConnection: picLine, setup.StepSIM: picNetwork, setup.StepTest: picTest,
	setup.StepChat: picReady,
}

// pictureOf chooses the drawing that fits the step and what is wrong.
func pictureOf(s state) picture {
	switch s.problem {
	case setup.ProblemNoSIM, setup.ProblemSIMFault:
		return picture{Kind: picCard}
	case setup.ProblemPIN, setup.ProblemPINWrong, setup.ProblemPINLast, setup.ProblemPUK,
		setup.ProblemPUKWrong, setup.ProblemSIMDead, setup.ProblemSIMLock:
		return picture{Kind: picLock}
	case setup.ProblemNotBack, setup.ProblemPortGone, setup.ProblemPortStuck:
		return picture{Kind: picPlug}
	default:
	}
	if s.Session.Login.Wanted && s.step == setup.StepConnection {
		return picture{Kind: picKey}
	}
	if s.Runs(setup.JobUnlock) || s.step == setup.StepSIM && s.Session.SIM.State != sms.SIMReady {
		return picture{Kind: picLock}
	}
	if s.step == setup.StepStick && s.Platform.DriverPage {
		return picture{Kind: picAutoRun}
	}
	return picture{Kind: stepPictures[s.step]}
}

// drawing makes the drawing; nil when the page has none.
func (p picture) drawing(height float32) *look.Drawing {
	var shapes []look.Shape
	switch p.Kind {
	case picPlug:
		shapes = join(stick(70, 52), arrow(262, 76, 44), laptop(360, 18))
	case picAutoRun:
		shapes = join(stick(20, 52), arrow(190, 76, 40), laptop(266, 18), offer(456, 34))
	case picSwitch:
		shapes = join(disc(60, 21), arrow(208, 75, 60), stick(310, 51), bars(500, 43, 4))
	case picLine:
		shapes = join(laptop(84, 18), link(276, 75), stickLeft(360, 51))
	case picCard:
		shapes = join(simCard(84, 30, true), tick(168, 112), simCard(276, 30, false), cross(360, 112),
			[]look.Shape{{X: 440, Y: 20, W: 1, H: 110, Fill: look.ColorLine}}, slot(470, 30))
	case picLock:
		shapes = join(simCard(170, 30, true), lock(330, 27))
	case picKey:
		shapes = join(stick(140, 51), lock(370, 27))
	case picNetwork:
		shapes = join(stick(80, 51), waves(262, 75), mast(400, 16), bars(490, 48, 3))
	case picTest:
		shapes = join(stick(60, 51), arrow(246, 55, 70), back(320, 97, 70), bubble(356, 40))
	case picReady:
		shapes = join(stick(90, 51), arrow(270, 75, 40), big(360, 20))
	case picZadig:
		return look.NewDrawing(fyne.NewSize(zadigWidth, zadigHeight), 228, zadigPictures(p)...)
	case picUnpack:
		shapes = unpack(p.Stage)
	case picWarning:
		shapes = join(laptop(80, 18), warning(290, 22), mouse(450, 24))
	case picNone:
		return nil
	}
	return look.NewDrawing(fyne.NewSize(600, 150), height, shapes...)
}

func join(parts ...[]look.Shape) []look.Shape {
	var all []look.Shape
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// zadigPicture is the imitation of Zadig for the part of this stick that the driver belongs on. Zadig
// names the parts of a device by their number.
func zadigPicture(s state) picture {
	p := picture{
		Kind: picZadig, Name: clean(s.Chosen.Stick.Name, 40), ID: s.Chosen.Stick.ID.String(), Driver: "(NONE)",
		Bound: s.Chosen.Stick.Driver.Libusb(),
	}
	if p.Name == "" {
		p.Name = "HUAWEI Mobile"
	}
	target, _ := s.InstallTarget()
	if s.Chosen.Stick.Mode == hw.ModeModem {
		p.Part = fmt.Sprintf("%02X", target.Number)
		p.Name += fmt.Sprintf(" (Interface %d)", target.Number)
	}
	switch driver := clean(target.DriverName, 22); {
	case driver != "":
		p.Driver = driver
	case target.Driver == hw.DriverStorage:
		p.Driver = "USBSTOR"
	}
	return p
}
