package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// emptyWidth is how wide the words of an empty page become.
const emptyWidth = 340

// NewEmpty returns what a page shows while it has nothing to list: a picture, a sentence, how that changes,
// and the buttons that do it, below each other, all in the middle.
func NewEmpty(picture *Drawing, sentence, hint string, buttons ...*Button) fyne.CanvasObject {
	column := container.New(Column{Gap: Space3}, container.NewCenter(picture), NewStrong(sentence, "").Centred(), NewNote(hint).Centred())
	for _, b := range buttons {
		column.Add(container.NewCenter(b))
	}
	return container.NewCenter(container.New(Fixed{Width: emptyWidth}, column))
}
