import Foundation
import Glibc
import SchedulerLab

/// CPU seconds to read a dump of 150,000 pods, as `kubectl get pods -A -o json` writes it, and the
/// most memory that this takes.
///
/// The pods have two containers, four labels, two annotations and four conditions each, 3.1 kB a
/// pod; they are of 500 apps and run on 5,000 nodes.
enum ImportBenchmark {
  /// Runs it in a process of its own, for its memory.
  static func run(program: String, isQuick: Bool) {
    ChildProcess.run("import-once", program: program, isQuick: isQuick)
  }

  /// Writes the dump, reads it, and tells how that went.
  static func runOnce(isQuick: Bool) {
    let count = isQuick ? 15_000 : 150_000
    let name = isQuick ? "import_15k" : "import_150k"
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-\(getpid())-pods.json").path
    defer { unlink(path) }
    guard let bytes = write(count, to: path) else {
      return print("error: \(path) cannot be written")
    }
    report("\(name)_file_mb", Double(bytes) / 1e6, "MB")
    do {
      let start = processSeconds()
      let cluster = try ClusterReader.read(nodes: [], pods: [path])
      report("\(name)_s", processSeconds() - start, "s")
      report("\(name)_peak_mb", ChildProcess.peakMegabytes, "MB")
      precondition(cluster.bound.count == count, "\(cluster.bound.count) pods were read")
    } catch {
      print("error: the dump cannot be read: \(error)")
    }
  }

  /// Writes the dump of `count` pods.
  /// - Returns: its length; nil when it could not be written.
  private static func write(_ count: Int, to path: String) -> Int? {
    guard let file = fopen(path, "w") else { return nil }
    defer { fclose(file) }
    var written = 0
    func put(_ text: String) -> Bool {
      let length = text.utf8.count
      written += length
      return fwrite(text, 1, length, file) == length
    }
    guard put("{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n") else { return nil }
    for index in 0..<count {
      guard put(pod(index) + (index + 1 < count ? ",\n" : "\n")) else { return nil }
    }
    let end = "    ],\n    \"kind\": \"List\",\n    \"metadata\": {\"resourceVersion\": \"\"}\n}\n"
    return put(end) ? written : nil
  }

  private static func pod(_ index: Int) -> String {
    let app = "app-\(index % 500)"
    let name = "\(app)-7d9c5b6f4-\(String(index + 60_466_176, radix: 36).suffix(5))"
    let uid = "0b6f2a1c-7c1e-4d55-9d3e-" + String(100_000_000_000 + index)
    let time = "2025-03-0\(index % 9 + 1)T1\(index % 10):20:3\(index % 10)Z"
    return """
      {
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
          "annotations": {
            "cni.example.com/pod-ip": "10.\(index / 65_025).\(index / 255 % 255).\(index % 255)",
            "kubernetes.io/config.seen": "\(time)"
          },
          "creationTimestamp": "\(time)",
          "generateName": "\(app)-7d9c5b6f4-",
          "labels": {
            "app": "\(app)", "pod-template-hash": "7d9c5b6f4",
            "team": "team-\(index % 20)", "tier": "\(index % 3 == 0 ? "web" : "back")"
          },
          "name": "\(name)-\(index)", "namespace": "team-\(index % 20)",
          "ownerReferences": [
            {
              "apiVersion": "apps/v1", "blockOwnerDeletion": true, "controller": true,
              "kind": "ReplicaSet", "name": "\(app)-7d9c5b6f4",
              "uid": "1c7d3b2e-8d2f-4e66-8e4f-\(100_000_000_000 + index % 500)"
            }
          ],
          "resourceVersion": "\(5_000_000 + index)", "uid": "\(uid)"
        },
        "spec": {
          "containers": [\(containers(app, index))],
          "dnsPolicy": "ClusterFirst", "enableServiceLinks": true,
          "nodeName": "node-\(index % 5_000)",
          "preemptionPolicy": "PreemptLowerPriority", "priority": 0, "restartPolicy": "Always",
          "schedulerName": "default-scheduler", "securityContext": {},
          "serviceAccount": "default", "serviceAccountName": "default",
          "terminationGracePeriodSeconds": 30,
          "tolerations": [
            {"effect": "NoExecute", "key": "node.kubernetes.io/not-ready", "operator": "Exists",
             "tolerationSeconds": 300},
            {"effect": "NoExecute", "key": "node.kubernetes.io/unreachable", "operator": "Exists",
             "tolerationSeconds": 300}
          ],
          "volumes": [
            {
              "name": "kube-api-access-\(index)",
              "projected": {"defaultMode": 420, "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}]}
            }
          ]
        },
        "status": {
          "conditions": [\(conditions(time))
          ],
          "hostIP": "10.1.\(index % 5_000 / 250).\(index % 250)", "phase": "Running",
          "podIP": "10.\(index / 65_025).\(index / 255 % 255).\(index % 255)",
          "qosClass": "Burstable", "startTime": "\(time)"
        }
      }
      """
  }

  private static func containers(_ app: String, _ index: Int) -> String {
    container("main", app, index, "250m") + "," + container("log", "log", index, "50m")
  }

  private static func container(
    _ name: String, _ image: String, _ index: Int, _ cpu: String
  ) -> String {
    """

            {
              "image": "registry.example.com/\(image):1.4.\(index % 500 % 7)",
              "imagePullPolicy": "IfNotPresent", "name": "\(name)",
              "resources": {
                "limits": {"memory": "512Mi"}, "requests": {"cpu": "\(cpu)", "memory": "256Mi"}
              },
              "terminationMessagePath": "/dev/termination-log",
              "terminationMessagePolicy": "File",
              "volumeMounts": [
                {"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                 "name": "kube-api-access-\(index)", "readOnly": true}
              ]
            }
    """
  }

  private static func conditions(_ time: String) -> String {
    ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map { type in
      """

                  {"lastProbeTime": null, "lastTransitionTime": "\(time)", "status": "True",
                   "type": "\(type)"}
      """
    }.joined(separator: ",")
  }
}
