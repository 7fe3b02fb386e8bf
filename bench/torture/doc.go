// Package torture proves that no text is lost and none is doubled. It starts the real engine (store,
// messenger, and what talks to the stick) in a child process and kills it with SIGKILL at random moments
// while texts flow both ways. The stick, the card and the network live in the parent and survive. There
// are two ways to a stick:
//
//   - a simulated modem on a pseudo-terminal, which often survives as well, with whatever was half written
//     or half read;
//   - the simulated web server of a stick in HiLink mode, over TCP on the loopback device. Its firmware
//     loses answers before and after it did what was asked, refuses, forgets sessions, says that it has
//     deleted what it has not, cannot send or never comes to an end; its long texts grow; it is pulled out
//     at any byte or restarts, also after the network got a text and before it made its own copy; and
//     somebody sends on its page. Engine and stick run a hundred times faster than real ones do.
//
// At the end a last child settles what is left, and then the store is held against what the network
// and the stick saw:
//
//   - a text that was queued is there exactly once, and one that the network has is known;
//   - the network has no part twice, and every part that is shown as sent;
//   - nothing that is shown as not sent was sent; "unconfirmed" may be either, but not where the stick
//     has a copy that tells;
//   - every text that came in is there exactly once, whole, and nothing is left in the stick.
//
// What scripts do is tried with the real program without a window, which has the simulated modem too, and with the real
// surfstick. Program and scripts are killed while these send, over and over by the same key until they are answered,
// and listen, each going on behind the last message that it has noted. Beside what is said above, the store is held
// against what they were told:
//
//   - what was accepted is there once for each of its numbers, under the IDs that were answered; what was called and
//     not answered is there once or not at all;
//   - what came in was printed to each that listens, by numbers that only grow, and again only after it was killed.
//
// Two more tests have scripts call in loops: with one key from 8 processes at once, and beyond what programs may send.
//
// Processes are killed, not computers: what the disk does at a power failure is not tried here.
package torture
