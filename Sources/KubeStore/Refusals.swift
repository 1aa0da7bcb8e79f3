import ControllerRuntime
import KubeAPI

/// The messages of the API server's refusals.
///
/// Source: `staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go`, v1.36.
extension APIError {
  static func notFound(_ kind: Kind, _ name: String) -> APIError {
    APIError(.notFound, "\(kind.qualifiedResource) \"\(name)\" not found")
  }

  static func alreadyExists(_ kind: Kind, _ name: String) -> APIError {
    APIError(.alreadyExists, "\(kind.qualifiedResource) \"\(name)\" already exists")
  }

  static func conflict(_ resource: String, _ name: String, _ why: String) -> APIError {
    APIError(.conflict, "Operation cannot be fulfilled on \(resource) \"\(name)\": \(why)")
  }

  static func modified(_ kind: Kind, _ name: String) -> APIError {
    conflict(
      kind.qualifiedResource, name,
      "the object has been modified; please apply your changes to the latest version and try again")
  }

  static func wrongUID(
    _ resource: String, _ name: String, wanted: String, stored: String
  ) -> APIError {
    conflict(
      resource, name,
      "Precondition failed: UID in precondition: \(wanted), UID in object meta: \(stored)")
  }

  static func invalid(_ kind: Kind, _ name: String, _ why: String) -> APIError {
    APIError(.invalid, "\(kind.rawValue) \"\(name)\" is invalid: \(why)")
  }

  static func forbidden(_ kind: Kind, _ name: String, _ why: String) -> APIError {
    APIError(.forbidden, "\(kind.qualifiedResource) \"\(name)\" is forbidden: \(why)")
  }
}
