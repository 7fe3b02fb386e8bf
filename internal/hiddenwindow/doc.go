// Package hiddenwindow opens windows that are never shown. Windows tells windows only of a click on an icon
// in the task bar, of sleep and of the end of the session. They are windows beside others and not ones for
// messages only (HWND_MESSAGE): those hear nothing that is told to all windows. Elsewhere there are none.
package hiddenwindow
