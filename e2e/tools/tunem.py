#!/usr/bin/env python3
"""A bad network between two network namespaces, without the kernel's netem: joins them with TUN devices and delays,
drops and duplicates what goes between.

usage: tunem.py NAMESPACE NAMESPACE CONTROL, where CONTROL is a JSON file that is read again every 100 ms:
  {"delay_ms": 200, "jitter_ms": 30, "loss": 0.2, "dup": 0.0, "rate_kbit": [250, 750], "down": false}
The first rate is from the first namespace to the second. Delay, jitter and loss are each way."""
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
# What a queue before a slow link holds, seconds; more is dropped.
QUEUE = 2

libc = ctypes.CDLL(None, use_errno=True)


def tun(namespace, name, address, peer):
    here = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    if libc.setns(here, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    for command in (
        ["addr", "add", address, "peer", peer, "dev", name],
        ["link", "set", name, "up", "mtu", "1400"],
        ["link", "set", "lo", "up"],
    ):
        subprocess.check_call(["ip", *command])
    os.close(here)
    return device


def read_control(before):
    try:
        with open(sys.argv[3]) as file:
            return json.load(file)
    except (OSError, ValueError):
        return before


def main():
    near = tun(sys.argv[1], "near", "10.98.0.1", "10.98.0.2")
    far = tun(sys.argv[2], "far", "10.98.0.2", "10.98.0.1")
    other = {near: far, far: near}
    print("ready", flush=True)
    control, looked, waiting, count = {}, 0.0, [], 0
    free = {near: 0.0, far: 0.0}
    while True:
        now = time.monotonic()
        if now - looked > 0.1:
            looked, control = now, read_control(control)
        while waiting and waiting[0][0] <= now:
            _, _, out, packet = heapq.heappop(waiting)
            try:
                os.write(out, packet)
            except OSError:
                pass
        rest = max(0.0, min(0.05, waiting[0][0] - now)) if waiting else 0.05
        for device in select.select([near, far], [], [], rest)[0]:
            while True:
                try:
                    packet = os.read(device, 2048)
                except BlockingIOError:
                    break
                if control.get("down") or random.random() < control.get("loss", 0):
                    continue
                for _ in range(2 if random.random() < control.get("dup", 0) else 1):
                    now = time.monotonic()
                    sent = now
                    rates = control.get("rate_kbit")
                    if rates:
                        rate = rates[0 if device == near else 1] * 1000
                        free[device] = max(free[device], now) + len(packet) * 8 / rate
                        sent = free[device]
                        if sent - now > QUEUE:
                            continue
                    late = random.gauss(control.get("delay_ms", 0), control.get("jitter_ms", 0)) / 1000
                    count += 1
                    heapq.heappush(waiting, (sent + max(0.0, late), count, other[device], packet))


main()
