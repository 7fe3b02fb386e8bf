package netcard

import (
	"net/netip"
	"os"
)

// routeTable is that of the thread's own network namespace, which is nearly always the program's.
const routeTable = "/proc/thread-self/net/route"

// routers returns the routers of the default routes over an adapter.
func routers(name string) []netip.Addr {
	table, err := os.ReadFile(routeTable)
	if err != nil {
		return nil
	}
	return defaultRouters(string(table), name)
}
