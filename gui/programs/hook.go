package programs

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// Hook runs a program of the user's for each received message. Its methods may wait for the store, and Try
// for the program.
type Hook interface {
	State(ctx context.Context) (HookState, error)
	// Set has another program run from now on; one whose Path is "" has none run. The error is a HookTrouble
	// or one of the store.
	Set(ctx context.Context, c HookCommand) error
	// Resume ends a pause.
	Resume(ctx context.Context) error
	// Try runs a program once with a made-up message.
	Try(ctx context.Context, c HookCommand) HookResult
}

// HookCommand is a program with its arguments.
type HookCommand struct {
	Path string
	Args []string
}

// HookState is what is known about it.
type HookState struct {
	Command HookCommand
	Paused  bool       // because programs answered each other
	Last    HookResult // of this run; its time is zero for none
}

// HookResult is how a run ended.
type HookResult struct {
	At      time.Time
	Exit    int
	Trouble HookTrouble // "" when it ended by itself, whatever the exit code
	Output  string
}

// HookTrouble is why a program cannot be run, or did not end by itself. It is part of the key of a text.
type HookTrouble string

// The troubles.
const (
	HookNotStarted HookTrouble = "notStarted"
	HookPath       HookTrouble = "path"
	HookShell      HookTrouble = "shell"
	HookArgument   HookTrouble = "argument"
	HookTimeout    HookTrouble = "timeout"
	HookOther      HookTrouble = "other"
)

// Error implements error.
func (t HookTrouble) Error() string { return "hook: " + string(t) }

// hookRows are the lines of the page about it.
type hookRows struct {
	program, resume *look.Row
	rows            *fyne.Container
}

func (v *page) newHookRows() *hookRows {
	h := &hookRows{rows: container.NewStack()}
	h.program = look.NewRow(tr.T("programs.hook.row"), tr.T("programs.hook.note"))
	h.program.OnTapped = v.p.editHook
	h.resume = look.NewRow(tr.T("programs.hook.resume"), tr.T("programs.hook.paused"))
	h.resume.OnTapped = v.p.resumeHook
	return h
}

// update shows how things stand.
func (h *hookRows) update(s HookState) {
	value := tr.T("programs.hook.none")
	if s.Command.Path != "" {
		value = Name(sms.Program(s.Command.Path))
	}
	h.program.SetValue(value)
	h.rows.RemoveAll()
	if s.Paused {
		h.rows.Add(look.Rows(h.program, h.resume))
	} else {
		h.rows.Add(look.Rows(h.program))
	}
}

// loadHook reads how things stand with the hook.
func (p *Programs) loadHook() {
	if p.cfg.Hook == nil {
		return
	}
	call(p, "hook", p.cfg.Hook.State, func(s HookState) {
		p.hook = s
		if p.page != nil {
			p.page.hook.update(s)
			p.page.Fit()
		}
	})
}

func (p *Programs) resumeHook() {
	call(p, "resume hook", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, p.cfg.Hook.Resume(ctx)
	}, func(struct{}) { p.loadHook() })
}

// hookCard is the card in which a person chooses the program.
type hookCard struct {
	p     *Programs
	sheet *look.Sheet
	path  *look.Field
	args  *look.Field
	trial *look.Button
}

// argumentLines is how many lines of the field for the arguments are seen, and argumentLimit how many
// characters may stand there.
const (
	argumentLines = 3
	argumentLimit = 4000
)

// editHook shows that card.
func (p *Programs) editHook() {
	c := &hookCard{p: p, path: look.NewField("", pathLimit, nil), args: look.NewArea("")}
	c.args.Limit = argumentLimit
	c.args.SetMinRowsVisible(argumentLines)
	c.args.SetName(tr.T("programs.hook.args"))
	c.path.SetName(tr.T("programs.hook.path"))
	c.path.SetText(p.hook.Command.Path)
	c.args.SetText(strings.Join(p.hook.Command.Args, "\n"))
	field := fyne.CanvasObject(c.path)
	if p.cfg.Choose != nil {
		choose := look.NewQuiet(tr.T("programs.hook.choose"), func() { p.cfg.Choose(tr.T("programs.hook.title"), c.path.SetText) })
		field = container.NewBorder(nil, nil, nil, choose, c.path)
	}
	c.sheet = look.NewSheet(p.cfg.Canvas, tr.T("programs.hook.title"),
		look.NewText(tr.T("programs.hook.text"), ""),
		look.NewNote(tr.T("programs.hook.path")), field,
		look.NewNote(tr.T("programs.hook.args")), c.args)
	c.trial = look.NewQuiet(tr.T("programs.hook.try"), c.try)
	c.sheet.Buttons(c.trial)
	if p.hook.Command.Path != "" {
		c.sheet.Buttons(look.NewQuiet(tr.T("programs.hook.remove"), func() { c.save(HookCommand{}) }))
	}
	c.sheet.Buttons(look.NewPrimary(tr.T("programs.hook.save"), func() { c.save(c.command()) }))
	c.path.OnEnter = func() { c.save(c.command()) }
	if !p.hook.Last.At.IsZero() {
		c.say(p.hook.Last)
	}
	c.sheet.Show(c.path)
}

// command is what stands in the card: one argument in each line that is not empty.
func (c *hookCard) command() HookCommand {
	cmd := HookCommand{Path: strings.TrimSpace(c.path.Text)}
	for line := range strings.Lines(c.args.Text) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			cmd.Args = append(cmd.Args, line)
		}
	}
	return cmd
}

// try runs the program once.
func (c *hookCard) try() {
	cmd := c.command()
	if cmd.Path == "" {
		c.refuse(HookPath)
		return
	}
	c.sheet.Focus(c.trial) // for who tries again; Fyne takes the keyboard from a button that is pressed
	c.sheet.Say(tr.T("programs.hook.runs"), look.ColorAccent)
	call(c.p, "try hook", func(ctx context.Context) (HookResult, error) { return c.p.cfg.Hook.Try(ctx, cmd), nil }, c.say)
}

// outputLimit is how much of what a program printed is shown, in characters.
const outputLimit = 200

// say shows how a run ended.
func (c *hookCard) say(r HookResult) {
	if r.Trouble != "" {
		c.sheet.Say(tr.T("programs.hook.trouble."+string(r.Trouble)), look.ColorBad)
		return
	}
	key, tone := "programs.hook.done", look.ColorGood
	if r.Exit != 0 {
		key, tone = "programs.hook.exit", look.ColorCareful
	}
	words := tr.T(key, tr.Data{"Exit": r.Exit, "Time": tr.Since(r.At, c.p.cfg.Now())})
	if out := sms.SanitiseLine(strings.TrimSpace(r.Output), outputLimit); out != "" {
		words += " " + tr.T("programs.hook.output", tr.Data{"Output": out})
	}
	c.sheet.Say(words, tone)
}

// refuse says why a program is not kept, and leads to the field.
func (c *hookCard) refuse(t HookTrouble) {
	c.sheet.Say(tr.T("programs.hook.trouble."+string(t)), look.ColorBad)
	if t == HookArgument {
		c.sheet.Focus(c.args)
	} else {
		c.sheet.Focus(c.path)
	}
}

// save keeps the program, and says why that cannot be.
func (c *hookCard) save(cmd HookCommand) {
	call(c.p, "set hook", func(ctx context.Context) (error, error) {
		return c.p.cfg.Hook.Set(ctx, cmd), nil
	}, func(err error) {
		trouble, known := err.(HookTrouble) //nolint:errorlint // Hook.Set wraps none
		switch {
		case err == nil:
			c.sheet.Close()
			c.p.loadHook()
		case known:
			c.refuse(trouble)
		default:
			c.p.cfg.Log.Warn("hook not kept", "err", err)
			c.sheet.Say(tr.T("settings.notSaved"), look.ColorBad)
		}
	})
}
