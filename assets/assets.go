// Package assets embeds what the program carries with it: the icon and the translations. It holds
// no code.
package assets

import "embed"

// Translations holds NAME.LANG.json files in Fyne's format, one NAME per part of the window. The
// keys of all of them share one space: "wizard.…", "problem.…", "chat.…", "app.…".
//
//go:embed translations/*.json
var Translations embed.FS

// Icon is the program's icon, 512 pixels square.
//
//go:embed icon.png
var Icon []byte
