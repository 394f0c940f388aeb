"""dora as its Python users use it: a node that sends Arrow arrays. Environment: BENCH_ROLE (ping, pong, source, sink),
BENCH_CELL, BENCH_DIRECTORY; results as in ../native/cell.h."""

import array
import os
import time

import numpy
import pyarrow
from dora import Node

NOT_RECORDED, THE_END = 0, -1
CELL = dict(pair.split("=", 1) for pair in os.environ["BENCH_CELL"].split(","))
DIRECTORY = os.environ["BENCH_DIRECTORY"]
BYTES, FILL = int(CELL["bytes"]), CELL["fill"] == "1"


def number(key):
    return int(CELL[key])


def wait_until(at_ns):
    """Sleeps until a little before, then spins."""
    left = at_ns - time.monotonic_ns() - 200_000
    if left > 0:
        time.sleep(left / 1e9)
    while time.monotonic_ns() < at_ns:
        pass


class Ports:
    def __init__(self):
        self.node = Node()
        self.payload = numpy.zeros(max(1, BYTES // 8), dtype=numpy.int64)
        self.sum = 0

    def send(self, value):
        if FILL:
            self.payload.fill(value)
        self.payload[0] = value
        self.node.send_output("out", pyarrow.array(self.payload))

    def receive(self):
        while True:
            event = self.node.next()
            if event is None or event["type"] in ("INPUT_CLOSED", "STOP"):
                return THE_END
            if event["type"] == "INPUT":
                words = event["value"].to_numpy(zero_copy_only=True)
                if FILL:
                    self.sum += int(words.sum())
                return int(words[0])


def write_result(role, samples, messages, window, window_ns):
    with open(f"{DIRECTORY}/{role}.ns", "wb") as file:
        array.array("q", samples).tofile(file)
    with open(f"{DIRECTORY}/{role}.txt", "w", encoding="ascii") as file:
        file.write(f"messages={messages}\nwindow_messages={window}\nwindow_ns={window_ns}\n")


def ping(ports):
    warm_until, end, trips, samples = time.monotonic_ns() + number("warmup_ms") * 10**6, 0, 0, []
    while len(samples) < number("messages"):
        start = time.monotonic_ns()
        if end and start > end:
            break
        ports.send(start)
        ports.receive()
        trips += 1
        after = time.monotonic_ns()
        if end:
            samples.append(after - start)
        elif after > warm_until or trips >= number("messages"):
            end = after + number("measure_ms") * 10**6
    ports.send(THE_END)
    write_result("ping", samples, trips, 0, 0)


def pong(ports):
    while ports.receive() != THE_END:
        ports.send(0)


def source(ports):
    sent = 0
    begin = time.monotonic_ns()
    if number("period_ns") > 0:
        at, until = begin, begin + number("warmup_ms") * 10**6
        while at < until:
            wait_until(at)
            ports.send(NOT_RECORDED)
            sent, at = sent + 1, at + number("warmup_period_ns")
        at += 10**8
        until = at + number("measure_ms") * 10**6
        while at < until:
            wait_until(at)
            ports.send(at)
            sent, at = sent + 1, at + number("period_ns")
        wait_until(at)
    else:
        until = begin + (number("warmup_ms") + number("measure_ms")) * 10**6
        while (now := time.monotonic_ns()) < until:
            ports.send(now)
            sent += 1
    ports.send(THE_END)
    write_result("source", [], sent, 0, 0)


def sink(ports):
    count, warm_count, warm_at, samples = 0, 0, 0, []
    warm_from = time.monotonic_ns() + number("warmup_ms") * 10**6
    while (value := ports.receive()) != THE_END:
        now = time.monotonic_ns()
        count += 1
        if value > 0:
            samples.append(now - value)
        if not warm_at and now > warm_from:
            warm_at, warm_count = now, count
        if number("work_ns") > 0:
            wait_until(now + number("work_ns"))
    write_result("sink", samples, count, count - warm_count, time.monotonic_ns() - warm_at if warm_at else 0)


if __name__ == "__main__":
    if number("cpu") >= 0:
        os.sched_setaffinity(0, {number("cpu")})
    {"ping": ping, "pong": pong, "source": source, "sink": sink}[os.environ["BENCH_ROLE"]](Ports())
