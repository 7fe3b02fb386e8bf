"""Forwards each message that comes in to a topic of ntfy, which shows it on a telephone.

Needs surfstick.py beside it, and in the environment: NTFY_TOPIC, and NTFY_TOKEN where the server wants one.
NTFY_URL names another server than ntfy.sh. Whoever knows the name of a topic there reads it.
"""

import json
import os
import time
import urllib.request

import surfstick

headers = {"Content-Type": "application/json"}
if os.environ.get("NTFY_TOKEN"):
    headers["Authorization"] = "Bearer " + os.environ["NTFY_TOKEN"]


def post(title: str, text: str) -> None:
    body = json.dumps({"topic": os.environ["NTFY_TOPIC"], "title": title, "message": text}).encode("utf-8")
    request = urllib.request.Request(os.environ.get("NTFY_URL", "https://ntfy.sh"), body, headers)
    urllib.request.urlopen(request, timeout=30).close()


for message in surfstick.listen(keep="to_ntfy.last"):
    while True:
        try:
            post(message.name or message.sender, message.text or message.state)
            break
        except OSError as error:  # urllib's errors are OSErrors
            print("again in a minute:", error, flush=True)
            time.sleep(60)
