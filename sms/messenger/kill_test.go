package messenger_test

import "os"

// sendAndDiePath is the store that a child process shall send on; "" in the test itself.
func sendAndDiePath() string { return os.Getenv("MESSENGER_SEND_AND_DIE") }

func sendAndDie(string) {}
