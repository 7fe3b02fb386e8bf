package runner

import (
	"context"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

func (r *Runner) doInstall(ctx context.Context, a setup.DoInstallDriver) bool {
	stick, ok := r.facts.Stick()
	target, known := r.facts.InstallTarget()
	if !ok || !known || r.facts.Installing {
		return false
	}
	wanted := hw.DriverJob{
		Stick: stick, Interface: target.Number, Zadig: a.Zadig, NoSettings: a.NoSettings,
	}
	r.apply(setup.InstallStarted{})
	r.start(ctx, jobInstall, func(ctx context.Context, _ *job) func(bool) {
		err := r.install(ctx, wanted)
		return func(live bool) {
			if live {
				r.log.Info("driver", "err", err)
				r.apply(setup.InstallEnded{Err: err})
			}
		}
	})
	return true
}

func (r *Runner) install(ctx context.Context, job hw.DriverJob) (err error) {
	defer sound(&err)
	if r.cfg.Drivers == nil {
		return hw.ErrUnsupported
	}
	return r.cfg.Drivers.Install(ctx, job)
}

func (r *Runner) doCheckFile(ctx context.Context, path string) bool {
	r.apply(setup.DriverFileRead{Reading: true})
	r.start(ctx, jobFile, func(ctx context.Context, _ *job) func(bool) {
		file, err := r.checkFile(ctx, path)
		return func(live bool) {
			if live {
				r.log.Info("driver file", "kind", int(file), "err", err)
				r.apply(setup.DriverFileRead{File: file, Err: err})
			}
		}
	})
	return true
}

func (r *Runner) checkFile(ctx context.Context, path string) (f hw.DriverFile, err error) {
	defer sound(&err)
	if r.cfg.Drivers == nil {
		return hw.DriverFileNone, hw.ErrUnsupported
	}
	return r.cfg.Drivers.Check(ctx, path)
}
