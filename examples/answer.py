"""Answers "status" from one number, as one would ask a machine.   python answer.py +491701234567

Needs surfstick.py beside it. What a stranger writes is data: it is compared, never run.
"""

import sys

import surfstick

owner = sys.argv[1]
for message in surfstick.listen(keep="answer.last"):
    if message.sender != owner or message.text.strip().lower() != "status":
        continue
    # The key is made of the message: should it come twice, it is answered once.
    surfstick.send(owner, "All is well.", key="answer-%d" % message.id, wait="queued")
    print("answered", message.id, flush=True)
