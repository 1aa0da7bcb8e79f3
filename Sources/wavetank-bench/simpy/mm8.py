"""M/M/8 at a load of 0.8 in SimPy: the twin of MM8Benchmark.swift.

Prints CPU nanoseconds a request and the mean time in system in mean services.
"""
import random
import sys
import time

import simpy

REQUESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
SERVERS = 8
LOAD = 0.8


def request(env, servers, draw, totals):
    arrived = env.now
    with servers.request() as place:
        yield place
        yield env.timeout(draw.expovariate(1.0))
    totals[0] += env.now - arrived


def arrivals(env, servers, draw, totals):
    for _ in range(REQUESTS):
        env.process(request(env, servers, draw, totals))
        yield env.timeout(draw.expovariate(LOAD * SERVERS))


def main():
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=SERVERS)
    draw = random.Random(11)
    totals = [0.0]
    env.process(arrivals(env, servers, draw, totals))
    start = time.process_time()
    env.run()
    seconds = time.process_time() - start
    print(f"{seconds / REQUESTS * 1e9:.0f} {totals[0] / REQUESTS:.4f}")


main()
