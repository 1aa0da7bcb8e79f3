"""Balancer, three pods of four workers, shared CPUs and a database in SimPy.

The twin of TandemBenchmark.swift. Prints CPU nanoseconds a request and the mean latency in ms.
"""
import heapq
import random
import sys
import time

import simpy

REQUESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
CORES = 2
RATE = 0.7 * 6 / 5.0  # requests a millisecond
BEFORE, QUERY, AFTER = 2.0, 2.0, 3.0


class SharedCPU:
    """Processor sharing by virtual time; one timer, whose stale firings are ignored."""

    def __init__(self, env):
        self.env = env
        self.threads = []
        self.virtual = 0.0
        self.updated = 0.0
        self.version = 0
        self.count = 0

    def advance(self):
        now = self.env.now
        if self.threads:
            self.virtual += (now - self.updated) * min(1.0, CORES / len(self.threads))
        self.updated = now

    def plan(self):
        self.version += 1
        if self.threads:
            rate = min(1.0, CORES / len(self.threads))
            wait = max(0.0, (self.threads[0][0] - self.virtual) / rate)
            timer = self.env.timeout(wait, value=self.version)
            timer.callbacks.append(self.finish)

    def finish(self, timer):
        if timer.value != self.version:
            return
        self.advance()
        _, _, done = heapq.heappop(self.threads)
        done.succeed()
        self.plan()

    def use(self, work):
        self.advance()
        done = self.env.event()
        self.count += 1
        heapq.heappush(self.threads, (self.virtual + work, self.count, done))
        self.plan()
        return done


def request(env, pod, database, draw, totals):
    arrived = env.now
    workers, cpu = pod
    with workers.request() as worker:
        yield worker
        yield cpu.use(draw.expovariate(1 / BEFORE))
        with database.request() as place:
            yield place
            yield env.timeout(draw.expovariate(1 / QUERY))
        yield cpu.use(draw.expovariate(1 / AFTER))
    totals[0] += env.now - arrived


def arrivals(env, pods, database, draw, totals):
    for _ in range(REQUESTS):
        pod = pods[draw.randrange(3)]
        env.process(request(env, pod, database, draw, totals))
        yield env.timeout(draw.expovariate(RATE))


def main():
    env = simpy.Environment()
    pods = [(simpy.Resource(env, capacity=4), SharedCPU(env)) for _ in range(3)]
    database = simpy.Resource(env, capacity=4)
    draw = random.Random(12)
    totals = [0.0]
    env.process(arrivals(env, pods, database, draw, totals))
    start = time.process_time()
    env.run()
    seconds = time.process_time() - start
    print(f"{seconds / REQUESTS * 1e9:.0f} {totals[0] / REQUESTS:.3f}")


main()
