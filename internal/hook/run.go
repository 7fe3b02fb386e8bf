package hook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The reasons why a program cannot be one that is run.
var (
	// ErrNotStarted says that a program is not there or could not be started.
	ErrNotStarted = errors.New("the program could not be started")
	// ErrNoPath says that a program is not named by its whole path.
	ErrNoPath = errors.New("the whole path of the program is needed")
	// ErrShell says that a file is a batch file, which Windows has a shell run.
	ErrShell = errors.New("batch files are run by a shell, which is not done here")
	// ErrArgument says that an argument holds a line break or another control character.
	ErrArgument = errors.New("an argument with a control character")
	// ErrTimeout says that a program was killed because it took too long.
	ErrTimeout = errors.New("the program took too long")
)

// Command is a program with its arguments.
type Command struct {
	Program string   `json:"program"` // the whole path of its file
	Args    []string `json:"args,omitempty"`
}

// Check returns why a command cannot be run, nil when it can: ErrNoPath, ErrShell, ErrArgument or ErrNotStarted.
func (c Command) Check() error {
	if !filepath.IsAbs(c.Program) {
		return ErrNoPath
	}
	switch strings.ToLower(strings.TrimRight(filepath.Ext(c.Program), " .")) {
	case ".bat", ".cmd":
		return ErrShell
	}
	for _, arg := range append([]string{c.Program}, c.Args...) {
		if strings.ContainsFunc(arg, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return ErrArgument
		}
	}
	info, err := os.Stat(c.Program)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrNotStarted, err)
	case info.IsDir():
		return fmt.Errorf("%w: %s is a folder", ErrNotStarted, c.Program)
	case !executable(info):
		return fmt.Errorf("%w: %s may not be executed", ErrNotStarted, c.Program)
	}
	return nil
}

// Result is how a run ended.
type Result struct {
	At   time.Time // when it began
	Took time.Duration
	// Exit is the exit code; -1 when the program did not end by itself.
	Exit int
	// Err is nil when the program ended by itself, whatever its exit code; else ErrNotStarted, ErrTimeout
	// or what the system said.
	Err error
	// Output is the beginning of what it printed, cut to 2 KiB.
	Output string
}

// String returns the result in English, for the log.
func (r Result) String() string {
	if r.Err != nil {
		return r.Err.Error()
	}
	return fmt.Sprintf("exit code %d", r.Exit)
}

// Try runs a program once with some input as if a text had come in, and returns how it ended.
func (h *Hook) Try(ctx context.Context, c Command, input []byte) Result {
	if err := c.Check(); err != nil {
		return Result{At: time.Now(), Exit: -1, Err: err}
	}
	return run(ctx, h.cfg.Limit, c, append(bytes.Clone(input), '\n'))
}

// run runs a program. When the context ends, the program has graceTime left.
func run(ctx context.Context, limit time.Duration, c Command, input []byte) Result {
	r := Result{At: time.Now(), Exit: -1}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(graceTime, cancel) })()
	out := &head{limit: outputSize}
	cmd := exec.CommandContext(within, c.Program, c.Args...)
	cmd.Dir = filepath.Dir(c.Program)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), out, out
	// What a program has left running may hold its output open.
	cmd.WaitDelay = time.Second
	var all family
	cmd.SysProcAttr = all.prepare()
	defer all.close()
	cmd.Cancel = func() error { return all.kill(cmd.Process) }
	err := cmd.Start()
	if err == nil {
		all.begin(cmd.Process)
		err = cmd.Wait()
	} else {
		err = fmt.Errorf("%w: %w", ErrNotStarted, err)
	}
	r.Took, r.Output = time.Since(r.At), out.String()
	var exit *exec.ExitError
	switch {
	case within.Err() != nil && !errors.Is(err, ErrNotStarted) && err != nil:
		r.Err = ErrTimeout
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		r.Exit = cmd.ProcessState.ExitCode()
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		r.Exit = exit.ExitCode()
	default:
		r.Err = err
	}
	return r
}
