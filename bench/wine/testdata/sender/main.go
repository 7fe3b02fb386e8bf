// Command sender finds every stick in network mode on a Windows computer and sends a text by each, over
// its own adapter. It prints what each stick says that it is.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/hw/scan"
	"surfstick-sms/sms/hilink"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1) //nolint:gocritic // the program ends
	}
}

func run(ctx context.Context) error {
	found, err := scan.New(scan.Options{Adapter: netcard.Read}).Scan(ctx)
	if err != nil {
		return err
	}
	for _, s := range found.Sticks {
		if err := send(ctx, s.Adapter); err != nil {
			return fmt.Errorf("%s: %w", s.Adapter.Label, err)
		}
	}
	return nil
}

func send(ctx context.Context, a hw.Adapter) error {
	dialer, err := netcard.NewDialer(a)
	if err != nil {
		return err
	}
	c, err := hilink.New(hilink.Options{Address: a.Gateway.String(), Dial: dialer.DialContext})
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	d, err := c.Prove(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %s\n", a.Label, d.IMEI)
	text := hilink.Text{Phone: "+49171123", Content: "by " + a.Label, Date: time.Now()}
	return c.Send(ctx, text, func() error { return nil })
}
