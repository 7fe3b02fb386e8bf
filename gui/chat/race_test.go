//go:build race

package chat_test

func init() { fewer = 5 }
