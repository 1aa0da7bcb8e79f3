import Documents
import KubeAPI

/// Files that hold pods to be made again and again.
enum PodFiles {
  /// The pods of the files at `paths`, in order.
  ///
  /// - Throws: `Problems`, everything that is wrong with the files.
  static func read(_ paths: [String]) throws(Problems) -> [Pod] {
    var pods: [Pod] = []
    var problems: [Problem] = []
    var omitted = 0
    for path in paths {
      let log = ProblemLog(file: path)
      do throws(Problems) {
        let before = pods.count
        for object in ManifestReader.objects(in: try SourceFile(path: path), log: log) {
          guard let pod = object.object as? Pod else {
            log.error(
              at: object.mark, .wrongValue, "this is a \(object.object.kind.rawValue)",
              hint: "write a Pod, such as the template of a workload")
            continue
          }
          pods.append(pod)
        }
        if pods.count == before, !log.hasErrors {
          log.error(at: .start, .missingField, "there is no pod in this file", hint: "write one")
        }
        try log.throwIfErrors()
      } catch {
        problems += error.errors
        omitted += error.omitted
      }
    }
    if !problems.isEmpty { throw Problems(problems, omitted: omitted) }
    return pods
  }
}
