package scan

import "context"

func systemLook() func(context.Context) (found, error) {
	return func(context.Context) (found, error) { return found{}, nil }
}
