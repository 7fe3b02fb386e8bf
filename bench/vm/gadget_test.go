//go:build vm

package vm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"surfstick-sms/bench/cables"
	"surfstick-sms/hw"
)

// gadgets is where Linux takes descriptions of USB devices that it is to be itself (Linux,
// Documentation/usb/gadget_configfs.rst).
const gadgets = "/sys/kernel/config/usb_gadget"

// card is a network card on the USB bus, which the kernel itself plays by its gadget driver, and which it
// sees as a computer by its virtual controller dummy_hcd. The far end of its cable is in a place.
type card struct {
	t          *testing.T
	controller int
	dir        string
	function   string
	location   string
}

// newCard describes a card; function is ecm or rndis. It is not plugged in.
func newCard(t *testing.T, controller int, function string, id hw.ID) *card {
	t.Helper()
	n := strconv.Itoa(controller)
	c := &card{
		t: t, controller: controller, dir: filepath.Join(gadgets, "stick"+n), function: function + ".far",
		location: busOf(t, "/sys/devices/platform/dummy_hcd."+n) + "-1",
	}
	for _, dir := range []string{"strings/0x409", "configs/c.1", "functions/" + c.function} {
		if err := os.MkdirAll(filepath.Join(c.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(c.remove)
	c.set("idVendor", "0x"+strconv.FormatUint(uint64(id.Vendor), 16))
	c.set("idProduct", "0x"+strconv.FormatUint(uint64(id.Product), 16))
	c.set("strings/0x409/manufacturer", "HUAWEI")
	c.set("strings/0x409/product", "HUAWEI Mobile")
	c.set("functions/"+c.function+"/host_addr", cables.StickMAC)
	link := filepath.Join(c.dir, "configs/c.1", c.function)
	if err := os.Symlink(filepath.Join(c.dir, "functions", c.function), link); err != nil {
		t.Fatal(err)
	}
	// The kernel makes the far end when the card is first plugged in.
	if err := errors.Join(c.connect(), c.unplug()); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *card) set(name, value string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(value+"\n"), 0o200); err != nil {
		c.t.Fatal(err)
	}
}

// plug plugs the card in, with its far end in the place. The far end is ready before: when it is switched
// on while the computer is about to find the card, the kernel may forget to say that there is a link.
func (c *card) plug(p *cables.Place) error { return errors.Join(c.take(p), c.connect()) }

func (c *card) connect() error {
	return os.WriteFile(filepath.Join(c.dir, "UDC"), []byte(fmt.Sprintf("dummy_udc.%d\n", c.controller)), 0o200)
}

// far is what the far end is called when it is in no place.
func (c *card) far() string { return fmt.Sprintf("far%d", c.controller) }

// take takes the far end to the place. udev may just give it another name.
func (c *card) take(p *cables.Place) (err error) {
	for range 10 {
		name, errRead := os.ReadFile(filepath.Join(c.dir, "functions", c.function, "ifname"))
		if err = errors.Join(errRead, p.Take(strings.TrimSpace(string(name)))); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// unplug pulls the card out.
func (c *card) unplug() error {
	err := os.WriteFile(filepath.Join(c.dir, "UDC"), []byte("\n"), 0o200)
	if errors.Is(err, unix.ENODEV) {
		return nil // it is out
	}
	return err
}

func (c *card) remove() {
	_ = c.unplug()
	for _, name := range []string{
		"configs/c.1/" + c.function, "configs/c.1", "functions/" + c.function, "strings/0x409", "",
	} {
		if err := os.Remove(filepath.Join(c.dir, name)); err != nil {
			c.t.Error(err)
		}
	}
}

// twoControllers has dummy_hcd make two of its controllers.
func twoControllers(t *testing.T) {
	t.Helper()
	if err := os.MkdirAll("/sys/kernel/config", 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(gadgets); err != nil {
		if err := unix.Mount("none", "/sys/kernel/config", "configfs", 0, ""); err != nil {
			t.Fatal(err)
		}
	}
	module(t, "modprobe", "dummy_hcd", "num=2")
	t.Cleanup(func() { module(t, "rmmod", "dummy_hcd") })
}
