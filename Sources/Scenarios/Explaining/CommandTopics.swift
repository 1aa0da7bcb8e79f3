/// The commands that a timeline understands.
///
/// Source of their behaviour: `k8s.io/kubectl/pkg/cmd`, v1.36.
package enum CommandTopics {
  private static let kubectl: [(verb: String, form: String, meaning: String)] = [
    (
      "create", "kubectl create -f FILE|FOLDER",
      "makes the objects of manifests; one that is there already is an error"
    ),
    ("apply", "kubectl apply -f FILE|FOLDER", "makes the objects of manifests, or changes them"),
    (
      "get", "kubectl get KINDS|all|KIND NAME… [-l LABELS] [-o wide|name] [-A] [--show-labels]",
      "prints a table of objects into the transcript"
    ),
    (
      "describe", "kubectl describe pods|rc|svc|nodes [NAME…] [-l LABELS]",
      "prints objects in full, with their events"
    ),
    (
      "scale", "kubectl scale --replicas=N rc/NAME [--current-replicas=N]",
      "changes how many pods a controller keeps"
    ),
    (
      "delete",
      "kubectl delete KIND NAME… | -f FILE | KIND -l LABELS | KIND --all [--cascade=…] [--now]",
      "deletes objects, and waits until they are gone unless --wait=false"
    ),
    (
      "set", "kubectl set image KIND/NAME CONTAINER=IMAGE…",
      "changes images in a pod template, which begins a roll-out of a deployment"
    ),
    (
      "rollout",
      "kubectl rollout status|undo|restart|pause|resume|history deployment/NAME [--to-revision=N]",
      "waits for a roll-out, takes it back, or holds it up"
    ),
    (
      "label", "kubectl label KIND NAME KEY=VALUE… | KEY- [--overwrite]",
      "puts labels on an object, or takes them off"
    ),
    (
      "annotate", "kubectl annotate KIND NAME KEY=VALUE… | KEY- [--overwrite]",
      "puts annotations on an object, or takes them off"
    ),
    (
      "patch", "kubectl patch KIND NAME [--type=strategic|merge|json] -p PATCH",
      "changes fields of an object; the patch is checked when the scenario is read"
    ),
    (
      "cordon", "kubectl cordon NODE…", "keeps new pods off nodes; those that run stay"
    ),
    ("uncordon", "kubectl uncordon NODE…", "lets new pods onto nodes again"),
    (
      "drain",
      "kubectl drain NODE… [--ignore-daemonsets] [--delete-emptydir-data] [--force]",
      "cordons nodes and evicts their pods as disruption budgets allow, until none is left"
    ),
    (
      "taint", "kubectl taint nodes NODE… KEY=VALUE:EFFECT | KEY:EFFECT- [--overwrite]",
      "puts taints on nodes, or takes them off"
    ),
    (
      "exec", "kubectl exec POD [-c CONTAINER] -- python manage.py migrate|createsuperuser|…",
      "runs a command in a container; migrate makes the site's tables"
    ),
    (
      "logs", "kubectl logs POD [-c CONTAINER] [--tail=N] [-p]", "prints what a container wrote"
    ),
  ]

  private static let gcloud: [(verb: String, form: String, meaning: String)] = [
    (
      "create", "gcloud container clusters create NAME [--num-nodes=N] [--machine-type=TYPE]",
      "rents a control plane and machines; 3 of type e2-medium unless told"
    ),
    ("delete", "gcloud container clusters delete NAME", "gives everything back"),
    (
      "get-credentials", "gcloud container clusters get-credentials NAME",
      "tells kubectl where the cluster is; changes nothing here"
    ),
  ]

  /// All of them, such as `kubectl scale`.
  static let all =
    kubectl.map { command in
      Topic(
        "kubectl " + command.verb, .command, command.meaning, form: command.form,
        source: "k8s.io/kubectl/pkg/cmd, v1.36")
    }
    + gcloud.map { command in
      Topic(
        "gcloud container clusters " + command.verb, .command, command.meaning,
        form: command.form, source: "the provider's command line")
    }

  /// The commands that the parser knows, for a test that holds the topics to them.
  package static var known: [String] {
    KubectlParser.verbs.map { "kubectl " + $0 }
      + GcloudParser.verbs.map { "gcloud container clusters " + $0 }
  }
}
