package gui

import (
	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
)

// applyLook has everything drawn as it was chosen: appearance, size of text and of everything.
func (u *UI) applyLook() {
	look.SetStill(u.config.ReducedMotion || u.preferences.Setting(settings.KeyMotion) == "less")
	look.SetTextSize(settings.TextFactor(u.preferences.Setting(settings.KeyTextSize)))
	if u.config.SetScale != nil {
		u.config.SetScale(u.scale())
	}
	u.app.Settings().SetTheme(look.Theme{Force: u.preferences.Setting(settings.KeyTheme)})
	look.ForgetFonts()
}

// scale is the chosen size of everything, as a factor.
func (u *UI) scale() float32 {
	return settings.ScaleFactor(u.preferences.Setting(settings.KeyScale))
}

// scales are the sizes at which the smallest window still fits on the screen; all where the screen is not
// known.
func (u *UI) scales() []string {
	if u.config.SetScale == nil {
		return []string{""}
	}
	screen := u.config.Screen
	if screen.IsZero() {
		return settings.Scales
	}
	var fit []string
	for _, s := range settings.Scales {
		by := settings.ScaleFactor(s)
		if s == "" || look.MinWidth*by <= screen.Width && look.MinHeight*by+titleBar <= screen.Height {
			fit = append(fit, s)
		}
	}
	return fit
}

// fitScreen makes the window no larger than the screen, after everything in it has grown.
func (u *UI) fitScreen() {
	if u.config.Screen.IsZero() {
		return
	}
	size, most := u.window.Canvas().Size(), u.screen()
	if fit := size.Min(most).Max(fyne.NewSize(look.MinWidth, look.MinHeight)); fit != size {
		u.window.Resize(fit)
	}
}

// screen is what a window can have of the screen, in the measures of the window as it is scaled now.
func (u *UI) screen() fyne.Size {
	s, by := u.config.Screen, u.scale()
	return fyne.NewSize(s.Width/by, (s.Height-titleBar)/by)
}
