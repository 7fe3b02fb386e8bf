"""Sends one message.   python send.py +491701234567 The door is open

Needs surfstick.py beside it.
"""

import sys

import surfstick

number, text = sys.argv[1], " ".join(sys.argv[2:])
try:
    message = surfstick.send(number, text)
    print("sent, ID", message.id)
except surfstick.StillQueued as error:
    print("kept; it goes out when stick and network are there. ID", error.texts[0].id)
except surfstick.Unconfirmed:
    print("perhaps sent: ask the recipient, do not send it again")
except surfstick.Refused as error:
    wait = "" if error.retry_after is None else ". Try again in %d seconds" % error.retry_after
    sys.exit("refused: %s%s" % (error, wait))
except surfstick.Error as error:
    sys.exit("%s\n%s" % (error, error.hint))
