#!/usr/bin/env python3
"""Writes nodes.yaml and pods.yaml: a made-up shop's cluster of a middling size.

    python3 generate.py

The files are committed; run this after a change here, and record the golden traces anew. Nothing is
random: the same script gives the same bytes. Needs Python's own library only.
"""

import pathlib

HERE = pathlib.Path(__file__).parent
ZONES = ["north-a", "north-b", "north-c"]

# name, nodes in each zone, CPUs, GiB of memory (both as pods may have them), GPUs, taint
MACHINES = [
    ("standard", 12, "7910m", "28Gi", 0, None),
    ("highmem", 6, "7910m", "58Gi", 0, None),
    ("gpu", 2, "15890m", "112Gi", 4, ("dedicated", "gpu")),
]

# name, pods, CPU, memory, and what else the pods want (see EXTRAS below)
APPS = [
    ("log-agent", 60, "100m", "200Mi", {"everywhere": True, "priority": 2000001000}),
    ("database", 6, "4", "24Gi", {"pool": "highmem", "apart": True, "priority": 10000}),
    ("cache", 9, "1", "12Gi", {"prefers_pool": "highmem", "apart": True, "priority": 5000}),
    ("frontend", 48, "500m", "512Mi", {"spread": "hard", "priority": 1000}),
    ("catalogue", 36, "750m", "1Gi", {"spread": "hard", "priority": 1000}),
    ("checkout", 24, "1", "1Gi", {"spread": "hard", "prefers_apart": True, "priority": 5000}),
    ("search", 18, "2", "6Gi", {"spread": "soft", "prefers_apart": True, "priority": 1000}),
    ("recommend", 12, "1500m", "4Gi", {"near": "cache", "priority": 1000}),
    ("images", 20, "600m", "2Gi", {"spread": "soft"}),
    ("mail", 6, "200m", "256Mi", {}),
    ("billing", 8, "500m", "1Gi", {"prefers_apart": True, "priority": 5000}),
    ("reports", 16, "1", "3Gi", {"prefers_pool": "highmem"}),
    ("inference", 12, "2", "8Gi", {"gpu": 1, "priority": 1000}),
    ("training", 5, "6", "40Gi", {"gpu": 2, "priority": -100}),
    ("batch", 120, "900m", "1536Mi", {"priority": -1000}),
]


def nodes():
    for kind, count, cpu, memory, gpus, taint in MACHINES:
        for zone in ZONES:
            for number in range(count):
                name = f"{kind}-{zone[-1]}-{number:02}"
                extra = f", nvidia.com/gpu: {gpus}" if gpus else ""
                amounts = f"{{cpu: {cpu}, memory: {memory}, pods: 110{extra}}}"
                yield name, "\n".join([
                    "apiVersion: v1",
                    "kind: Node",
                    "metadata:",
                    f"  name: {name}",
                    f"  labels: {{kubernetes.io/hostname: {name}, pool: {kind}, "
                    f"topology.kubernetes.io/zone: {zone}}}",
                    *([f"spec: {{taints: [{{key: {taint[0]}, value: {taint[1]}, "
                       "effect: NoSchedule}]}"] if taint else []),
                    f"status: {{capacity: {amounts}, allocatable: {amounts}}}",
                ])


def in_pool(pool):
    return f"matchExpressions: [{{key: pool, operator: In, values: [{pool}]}}]"


def with_app(app, key):
    return f"{{topologyKey: {key}, labelSelector: {{matchLabels: {{app: {app}}}}}}}"


def affinity(app, wants, node):
    """The lines of a pod's affinity; node: the only one that it may go to."""
    lines = []
    if "everywhere" in wants:
        lines += ["nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                  f"[{{matchFields: [{{key: metadata.name, operator: In, values: [{node}]}}]}}]}}}}"]
    if "pool" in wants:
        lines += ["nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                  f"[{{{in_pool(wants['pool'])}}}]}}}}"]
    if "prefers_pool" in wants:
        lines += ["nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
                  f"[{{weight: 50, preference: {{{in_pool(wants['prefers_pool'])}}}}}]}}"]
    host = with_app(app, "kubernetes.io/hostname")
    if "apart" in wants:
        lines += [f"podAntiAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{host}]}}"]
    if "prefers_apart" in wants:
        lines += ["podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
                  f"[{{weight: 100, podAffinityTerm: {host}}}]}}"]
    if "near" in wants:
        zone = with_app(wants["near"], "topology.kubernetes.io/zone")
        lines += ["podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
                  f"[{{weight: 80, podAffinityTerm: {zone}}}]}}"]
    return lines


def pod(app, number, cpu, memory, wants, node):
    gpu = f", nvidia.com/gpu: {wants['gpu']}" if "gpu" in wants else ""
    limits = f", limits: {{nvidia.com/gpu: {wants['gpu']}}}" if gpu else ""
    lines = [
        "apiVersion: v1",
        "kind: Pod",
        f"metadata: {{name: {app}-{number:03}, namespace: shop, labels: {{app: {app}}}}}",
        "spec:",
        f"  containers: [{{name: {app}, image: 'registry.example/{app}:1', resources: "
        f"{{requests: {{cpu: {cpu}, memory: {memory}{gpu}}}{limits}}}}}]",
    ]
    if "priority" in wants:
        lines += [f"  priority: {wants['priority']}"]
    if "everywhere" in wants:
        lines += ["  tolerations: [{operator: Exists}]"]
    elif "gpu" in wants:
        lines += ["  tolerations: [{key: dedicated, value: gpu, effect: NoSchedule}]"]
    found = affinity(app, wants, node)
    if found:
        lines += ["  affinity:"] + ["    " + line for line in found]
    if "spread" in wants:
        when = "DoNotSchedule" if wants["spread"] == "hard" else "ScheduleAnyway"
        lines += [f"  topologySpreadConstraints: [{{maxSkew: 1, topologyKey: "
                  f"topology.kubernetes.io/zone, whenUnsatisfiable: {when}, labelSelector: "
                  f"{{matchLabels: {{app: {app}}}}}}}]"]
    return "\n".join(lines)


def pods(names):
    """Pods in the order in which they come: agents first, then turn by turn one of each app."""
    todo = {app: [pod(app, number, cpu, memory, wants, names[number % len(names)])
                  for number in range(count)]
            for app, count, cpu, memory, wants in APPS}
    yield from todo.pop("log-agent")
    while todo:
        for app in list(todo):
            yield todo[app].pop(0)
            if not todo[app]:
                del todo[app]


def main():
    machines = list(nodes())
    (HERE / "nodes.yaml").write_text("\n---\n".join(text for _, text in machines) + "\n")
    names = [name for name, _ in machines]
    (HERE / "pods.yaml").write_text("\n---\n".join(pods(names)) + "\n")


if __name__ == "__main__":
    main()
