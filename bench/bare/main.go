//go:build cgo

// Bare is a Fyne window with one line of text: what the budgets compare the program with. It is as
// large as the program's own, which has to be drawn as well.
//
//	go build -o build/budgets/bare ./bench/bare
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
)

func main() {
	app.SetMetadata(fyne.AppMetadata{
		ID: "de.surfsticksms.bare", Name: "Bare", Migrations: map[string]bool{"fyneDo": true},
	})
	w := app.New().NewWindow("Bare")
	w.SetContent(widget.NewLabel("Hello"))
	w.Resize(fyne.NewSize(look.OpenWidth, look.OpenHeight))
	w.ShowAndRun()
}
