// Package torture proves that no text is lost and none is doubled. It starts the real engine (store,
// messenger, modem and AT channel) in a child process on a pseudo-terminal with a simulated modem
// behind it, and kills the child with SIGKILL at random moments while texts flow both ways. The
// modem, the card and the network live in the parent and survive, and often so does the terminal,
// with whatever was half written or half read.
//
// At the end a last child settles what is left, and then the store is held against what the network
// and the card saw:
//
//   - a text that was queued is there exactly once, and one that the network has is known;
//   - the network has no part twice, and every part that is shown as sent;
//   - nothing that is shown as not sent was sent; "unconfirmed" may be either;
//   - every text that came in is there exactly once, whole, and nothing is left on the card.
//
// Processes are killed, not computers: what the disk does at a power failure is not tried here.
package torture
