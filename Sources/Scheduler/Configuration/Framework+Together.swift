extension Framework {
  /// Profiles that work side by side have names of their own and sort the one queue alike.
  ///
  /// - Throws: what is wrong with them.
  static func checkTogether(_ frameworks: [Framework]) throws(PluginError) {
    guard let first = frameworks.first else {
      throw PluginError(plugin: "profiles", "at least one profile is needed")
    }
    for (index, framework) in frameworks.enumerated().dropFirst() {
      let name = framework.profile.schedulerName
      if frameworks[..<index].contains(where: { $0.profile.schedulerName == name }) {
        throw PluginError(plugin: name, "two profiles have this scheduler name")
      }
      if framework.queueSort.name != first.queueSort.name {
        throw PluginError(
          plugin: name, "the queue is sorted by \(framework.queueSort.name) here and by "
            + "\(first.queueSort.name) elsewhere; all profiles must sort alike")
      }
    }
  }
}
