// Package assets embeds what the program carries with it: the icon and the translations. It holds
// no code.
package assets

import "embed"

// Translations holds NAME.LANG.json files in Fyne's format, one NAME per part of the window. The
// keys of all of them share one space: "wizard.…", "problem.…", "chat.…", "app.…".
//
//go:embed translations/*.json
var Translations embed.FS

// Icon is the program's icon, 128 pixels square: icon.png made smaller. The large one, which files and installers
// have, takes the window 3 ms longer to come up.
//
//go:embed icon-128.png
var Icon []byte

// EmojiFont draws every emoji of Unicode 16. EmojiNames is a zipped list of them; bench/emoji, which
// makes both, says how it is laid out.
var (
	//go:embed emoji/emoji.ttf
	EmojiFont []byte
	//go:embed emoji/names.txt.gz
	EmojiNames []byte
)
