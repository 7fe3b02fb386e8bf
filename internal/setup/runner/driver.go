package runner

import (
	"context"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

func (r *Runner) doInstall(ctx context.Context, a setup.DoInstallDriver) bool {
	stick, ok := r.facts.Stick()
	target, known := r.facts.InstallTarget()
	if !ok || !known || r.facts.Runs(setup.JobInstall) {
		return false
	}
	wanted := hw.DriverJob{Stick: stick, Interface: target.Number, Zadig: a.Zadig}
	r.apply(setup.InstallStarted{})
	r.run(ctx, jobInstall, func(ctx context.Context) func() {
		err := r.install(ctx, wanted)
		return func() {
			r.log.Info("driver", "err", err)
			r.apply(setup.InstallEnded{Err: err})
		}
	})
	return true
}

func (r *Runner) install(ctx context.Context, job hw.DriverJob) (err error) {
	defer recoverPanic(&err)
	if r.cfg.Drivers == nil {
		return hw.ErrUnsupported
	}
	return r.cfg.Drivers.Install(ctx, job)
}

func (r *Runner) doCheckFile(ctx context.Context, path string) bool {
	r.apply(setup.DriverFileRead{Reading: true})
	r.run(ctx, jobFile, func(ctx context.Context) func() {
		file, err := r.checkFile(ctx, path)
		return func() {
			r.log.Info("driver file", "kind", int(file), "err", err)
			r.apply(setup.DriverFileRead{File: file, Err: err})
		}
	})
	return true
}

func (r *Runner) checkFile(ctx context.Context, path string) (f hw.DriverFile, err error) {
	defer recoverPanic(&err)
	if r.cfg.Drivers == nil {
		return hw.DriverFileNone, hw.ErrUnsupported
	}
	return r.cfg.Drivers.Check(ctx, path)
}

// doRule installs the right to open the stick, and looks again at once when it is there.
func (r *Runner) doRule(ctx context.Context) bool {
	if r.facts.Runs(setup.JobRule) || r.cfg.Rule == nil {
		return false
	}
	vendor := r.facts.Vendor()
	r.apply(setup.RuleStarted{})
	r.run(ctx, jobRule, func(ctx context.Context) func() {
		err := safely(func() error { return r.cfg.Rule.Install(ctx, vendor) })
		return func() {
			r.log.Info("right to open the stick", "err", err)
			r.apply(setup.RuleEnded{Err: err})
			r.scanNow()
		}
	})
	return true
}
