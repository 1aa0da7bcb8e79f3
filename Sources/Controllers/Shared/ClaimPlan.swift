import ControllerRuntime
import KubeAPI

extension Claims {
  /// Adopts and releases what must be, one object after the other, and goes on with those that
  /// are the controller's then, sorted by key.
  func settled(for controller: any KubeObject, then next: @escaping ([Member]) -> Plan) -> Plan {
    let release: ([Member]) -> Plan = { members in
      Self.change(toRelease[...], by: { Self.released($0, by: controller) }) { _, failure in
        failure.map { .fail($0) } ?? next(members)
      }
    }
    guard !toAdopt.isEmpty else { return toRelease.isEmpty ? next(owned) : release(owned) }
    return .attempt(.get(controller.reference)) { response in
      guard case .object(let live) = response, !live.metadata.isTerminating else {
        return .fail(APIError(.conflict, "\(controller.key) has just been deleted"))
      }
      return Self.change(toAdopt[...], by: { Self.adopted($0, by: controller) }) {
        adopted, failure in
        if let failure { return .fail(failure) }
        return release((owned + adopted).sorted { $0.key < $1.key })
      }
    }
  }

  /// Patches `members` in turn; those that are gone are left out, the first other failure is kept.
  private static func change(
    _ members: ArraySlice<Member>, failure: APIError? = nil, changed: [Member] = [],
    by patch: @escaping (Member) -> APIRequest,
    then next: @escaping ([Member], APIError?) -> Plan
  ) -> Plan {
    guard let member = members.first else { return next(changed, failure) }
    return .call(patch(member)) { result in
      var changed = changed
      var failure = failure
      switch result {
      case .success: changed.append(member)
      case .failure(let error):
        if error.reason != .notFound, error.reason != .conflict { failure = failure ?? error }
      }
      return change(
        members.dropFirst(), failure: failure, changed: changed, by: patch, then: next)
    }
  }

  private static func adopted(_ member: Member, by controller: any KubeObject) -> APIRequest {
    let owner = controller.ownerReference
    return .patch(
      member.reference,
      Patch("adopt") { (object) throws(APIError) in
        guard object.metadata.controller == nil else {
          throw APIError(.invalid, "Only one reference can have Controller set to true.")
        }
        object.metadata.ownerReferences.append(owner)
      })
  }

  private static func released(_ member: Member, by controller: any KubeObject) -> APIRequest {
    let uid = controller.metadata.uid
    return .patch(
      member.reference,
      Patch("release") { (object) throws(APIError) in
        object.metadata.ownerReferences.removeAll { $0.uid == uid }
      })
  }
}

extension KubeObject {
  /// What objects that it controls say of their owner.
  var ownerReference: OwnerReference {
    OwnerReference(kind: Self.kind, name: metadata.name, uid: metadata.uid)
  }
}
