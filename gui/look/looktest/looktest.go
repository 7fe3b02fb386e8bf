// Package looktest checks in tests that a window can be used without a mouse, and by those who have it
// read out: Tab stops at everything that can be pressed, in the order in which one reads, and shows that
// it does; and everything says what it is.
package looktest

import (
	"fmt"
	"image"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// part is something in the window, and what it lies in.
type part struct {
	object fyne.CanvasObject
	at     fyne.Position
	size   fyne.Size
	keyed  bool // something around it has the keyboard for it, as a list has for its rows
	spoken bool // something around it says what it is
	scroll bool // what is out of sight can be scrolled into view
}

// above is the part of a window that can be used: what lies on top of it, if anything does.
func above(c fyne.Canvas) fyne.CanvasObject {
	if top := c.Overlays().Top(); top != nil {
		return top
	}
	return c.Content()
}

// parts returns everything that is visible.
func parts(c fyne.Canvas) (all []part) {
	var walk func(p part)
	walk = func(p part) {
		if p.object == nil || !p.object.Visible() {
			return
		}
		p.at, p.size = p.at.Add(p.object.Position()), p.object.Size()
		all = append(all, p)
		inner := p
		_, keyed := p.object.(fyne.Focusable)
		said, ok := p.object.(fyne.Accessible)
		_, scrolls := p.object.(*container.Scroll)
		inner.keyed = p.keyed || keyed && p.object != above(c)
		inner.spoken = p.spoken || ok && said.AccessibilityRole() != fyne.AccessibleRoleContainer && said.AccessibilityLabel() != ""
		inner.scroll = p.scroll || scrolls
		for _, child := range children(p.object) {
			inner.object = child
			walk(inner)
		}
	}
	walk(part{object: above(c)})
	return all
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// stops returns what Tab stops at, from the first one until it comes round.
func stops(t testing.TB, c fyne.Canvas) (all []fyne.Focusable) {
	c.Unfocus()
	for range 500 {
		c.FocusNext()
		if f := c.Focused(); f == nil || slices.Contains(all, f) {
			return all
		}
		all = append(all, c.Focused())
	}
	t.Fatal("Tab never comes round")
	return nil
}

// fileName is the kind of name that Fyne gives a button with nothing but an icon.
var fileName = regexp.MustCompile(`\.(svg|png)$|^[a-z]+([-_][a-z]+)+$`)

// Begin is called before a window is made that Check looks at later. Fyne drops what draws a widget a minute
// after it was last used, by a clock that only goes on when a picture is taken: in a long run of tests the
// first picture would take that from widgets in use.
func Begin(t testing.TB) {
	t.Helper()
	test.NewTempWindow(t, container.NewWithoutLayout()).Canvas().Capture()
}

// Except is what is otherwise in a window, by kinds, such as *chat.bubble.
type Except struct {
	// Mouse is what the keyboard has another way to than Tab.
	Mouse []string
	// Order is where Tab means to go another way than one reads.
	Order []string
}

func is(o any, kinds []string) bool { return slices.Contains(kinds, fmt.Sprintf("%T", o)) }

// Pictures has Check compare pictures with and without the keyboard. The race detector makes each take 10 times
// as long, and they show the same in every other run.
var Pictures = !racing

// Check looks at what lies on top in a window.
func Check(t testing.TB, c fyne.Canvas, except Except) {
	t.Helper()
	before := c.Focused()
	all, reached := parts(c), stops(t, c)
	for _, p := range all {
		if p.size.IsZero() || is(p.object, except.Mouse) {
			continue
		}
		checkReached(t, p, p.object == above(c), reached)
		checkName(t, p)
	}
	checkOrder(t, all, reached, except.Order)
	c.Unfocus()
	if scaled, ok := c.(software.WindowlessCanvas); ok {
		defer scaled.SetScale(c.Scale())
		scaled.SetScale(seenScale)
	}
	var rest still
	if Pictures {
		rest = still{c.Capture(), places(c)}
	}
	for _, f := range reached {
		checkSeen(t, c, f, rest)
	}
	if before == nil {
		c.Unfocus()
	} else {
		c.Focus(before)
	}
}

// seenScale is that of the pictures in which is looked for what has the keyboard: what shows in them is to be
// seen in larger ones, too, and they are drawn in a quarter of the time.
const seenScale = 0.5

func usable(o fyne.CanvasObject) bool {
	d, ok := o.(fyne.Disableable)
	return !ok || !d.Disabled()
}

// inner reports whether something belongs to a widget of Fyne's, which takes the keyboard for it.
func inner(o fyne.CanvasObject) bool {
	if _, ok := o.(*widget.PopUp); ok {
		return true // a click beside a card, where Escape does the same
	}
	kind := reflect.TypeOf(o)
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	return strings.HasPrefix(kind.PkgPath(), "fyne.io/fyne/v2/internal/")
}

// checkReached complains when the mouse can press what Tab does not stop at.
func checkReached(t testing.TB, p part, top bool, reached []fyne.Focusable) {
	t.Helper()
	if !usable(p.object) || inner(p.object) || top {
		return
	}
	_, tappable := p.object.(fyne.Tappable)
	_, secondary := p.object.(fyne.SecondaryTappable)
	f, focusable := p.object.(fyne.Focusable)
	switch {
	case focusable && !slices.Contains(reached, f):
		t.Errorf("Tab does not stop at %s", what(p.object))
	case !focusable && (tappable || secondary) && !p.keyed:
		t.Errorf("only the mouse reaches %s", what(p.object))
	}
}

// checkName complains when something that can be pressed or typed into does not say what it is.
func checkName(t testing.TB, p part) {
	t.Helper()
	_, tappable := p.object.(fyne.Tappable)
	_, focusable := p.object.(fyne.Focusable)
	if !tappable && !focusable || p.spoken || p.keyed && !focusable || inner(p.object) {
		return
	}
	a, ok := p.object.(fyne.Accessible)
	if !ok {
		if p.object != nil && focusable {
			t.Errorf("%s says nothing", what(p.object))
		}
		return
	}
	if a.AccessibilityRole() == fyne.AccessibleRoleContainer {
		return
	}
	if label := a.AccessibilityLabel(); strings.TrimSpace(label) == "" || fileName.MatchString(label) {
		t.Errorf("%s is called %q", what(p.object), label)
	}
}

// checkOrder complains when Tab goes up within a column or to the left within a line.
func checkOrder(t testing.TB, all []part, reached []fyne.Focusable, kinds []string) {
	t.Helper()
	place := func(f fyne.Focusable) part {
		i := slices.IndexFunc(all, func(p part) bool { return p.object == f.(fyne.CanvasObject) })
		if i < 0 {
			return part{}
		}
		return all[i]
	}
	for i := 1; i < len(reached); i++ {
		if is(reached[i-1], kinds) || is(reached[i], kinds) {
			continue
		}
		a, b := place(reached[i-1]), place(reached[i])
		if a.scroll && !b.scroll && a.at.Y > b.at.Y {
			continue // it is scrolled out of sight, behind what stands below the scroller
		}
		wide := overlap(a.at.X, a.size.Width, b.at.X, b.size.Width) > min(a.size.Width, b.size.Width)/2
		high := overlap(a.at.Y, a.size.Height, b.at.Y, b.size.Height) > min(a.size.Height, b.size.Height)/2
		if wide && b.at.Y+b.size.Height <= a.at.Y || high && b.at.X+b.size.Width <= a.at.X {
			t.Errorf("Tab goes back from %s at %v to %s at %v", what(a.object), a.at, what(b.object), b.at)
		}
	}
}

// overlap returns the length that two stretches have in common.
func overlap(a, aLong, b, bLong float32) float32 { return min(a+aLong, b+bLong) - max(a, b) }

// still is what a window looks like while nothing has the keyboard, and where everything is then.
type still struct {
	picture image.Image
	places  []fyne.Position
}

func places(c fyne.Canvas) (all []fyne.Position) {
	for _, p := range parts(c) {
		all = append(all, p.at)
	}
	return all
}

// checkSeen complains when nothing shows that something has the keyboard, or when it is out of sight.
func checkSeen(t testing.TB, c fyne.Canvas, f fyne.Focusable, rest still) {
	t.Helper()
	o := f.(fyne.CanvasObject)
	if a, ok := o.(fyne.Accessible); ok && a.AccessibilityRole() == fyne.AccessibleRoleContainer && c.Overlays().Top() != nil {
		return // a menu, which is there only while it has the keyboard
	}
	c.Focus(f)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	if end := at.Add(o.Size()); at.X >= c.Size().Width || at.Y >= c.Size().Height || end.X <= 0 || end.Y <= 0 {
		t.Errorf("%s has the keyboard at %v, out of sight", what(o), at)
	}
	if !Pictures {
		return
	}
	with := c.Capture()
	without := rest.picture
	if !slices.Equal(places(c), rest.places) { // it was scrolled into view
		c.Unfocus()
		without = c.Capture()
	}
	if same(with, without) {
		t.Errorf("nothing shows that %s has the keyboard", what(o))
	}
}

func same(a, b image.Image) bool {
	return slices.Equal(a.(*image.NRGBA).Pix, b.(*image.NRGBA).Pix)
}

// what names something for whoever reads the complaint.
func what(o fyne.CanvasObject) string {
	words := ""
	if a, ok := o.(fyne.Accessible); ok {
		words = a.AccessibilityLabel()
	}
	return fmt.Sprintf("%T %q", o, words)
}
