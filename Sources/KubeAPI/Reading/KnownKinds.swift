/// Kinds of object that Kubernetes has.
package enum KnownKinds {
  /// Whether Kubernetes itself has objects of kind `name`, read here or not.
  package static func isReal(_ name: String) -> Bool {
    Kind(rawValue: name) != nil || others.contains(name)
  }

  /// Kinds of the groups that ship with Kubernetes and are not read here.
  ///
  /// Source: `api/openapi-spec/swagger.json`, v1.36.
  private static let others: Set<String> = [
    "APIService", "CSIDriver", "CSIStorageCapacity", "CertificateSigningRequest",
    "ClusterRole", "ClusterRoleBinding", "ControllerRevision", "CronJob",
    "CustomResourceDefinition", "DaemonSet", "DeviceClass", "FlowSchema",
    "HorizontalPodAutoscaler", "IPAddress", "Ingress", "IngressClass", "Job", "LimitRange",
    "MutatingWebhookConfiguration", "NetworkPolicy", "PodTemplate",
    "PriorityLevelConfiguration", "ResourceClaim",
    "ResourceClaimTemplate", "ResourceQuota", "ResourceSlice", "Role", "RoleBinding",
    "RuntimeClass", "ServiceAccount", "ServiceCIDR",
    "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
  ]
}
