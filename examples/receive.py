"""Prints each message that comes in, until Ctrl-C. The next start goes on where this one ended.

Needs surfstick.py beside it.
"""

import surfstick

for message in surfstick.listen(keep="receive.last"):
    print(message.received, message.name or message.sender, message.text, sep="\t", flush=True)
