import Documents
import KubeAPI

/// Reads the profiles of a configuration.
struct ProfilesReader {
  let registry: PluginRegistry
  let log: ProblemLog

  /// The profiles of the file; one with all defaults when it has none.
  func profiles(_ reader: MappingReader, extenders: [ExtenderSettings]) -> [Profile] {
    let before = log.errorsSoFar
    let items = reader.value("profiles")?.items ?? []
    var queueSort: PluginSet?
    var found: [(profile: Profile, place: ProfilePlace)] = []
    for (index, item) in items.enumerated() {
      let read = item.object { fields -> (Profile, ProfilePlace)? in
        self.profile(fields, isSole: items.count == 1)
      }
      guard let (given, place) = read else { continue }
      var profile = given
      checkName(profile, place, among: found.map(\.profile))
      leave(extenders, out: &profile)
      let sort = profile.points[.queueSort] ?? PluginSet()
      if let queueSort, !sort.means(queueSort) {
        place.fields.fail(
          "plugins", "sorts the queue otherwise than profiles[0]",
          hint: "queueSort must be the same in all profiles")
      } else if index == 0 {
        queueSort = sort
      }
      found.append((profile, place))
    }
    if items.isEmpty {
      var profile = Profile.standard
      leave(extenders, out: &profile)
      return [profile]
    }
    if log.errorsSoFar == before { tryOut(found) }
    return found.map(\.profile)
  }

  /// Where the parts of a profile stand, for what is found out when all is read.
  struct ProfilePlace {
    let fields: MappingReader
    /// Whether it says its name.
    var isNamed = false
    /// Where the arguments of each plugin stand.
    var arguments: [String: Mark] = [:]
  }

  private func profile(
    _ fields: MappingReader, isSole: Bool
  ) -> (Profile, ProfilePlace)? {
    var place = ProfilePlace(fields: fields)
    let name = fields.optional("schedulerName", .someText)
    if name == nil, !isSole, !fields.has("schedulerName") {
      fields.fail(
        "has no schedulerName", hint: "add one: there are several profiles", code: .missingField)
    }
    var profile = Profile.standard
    profile.schedulerName = name ?? Profile.standard.schedulerName
    place.isNamed = name != nil
    profile.nodeSampling = fields.nodeSampling()
    let arguments = ArgumentsReader(registry: registry, log: log).arguments(
      fields, places: &place.arguments)
    let sets = PluginSetsReader(registry: registry, log: log)
    fields.object("plugins") { sets.read($0, into: &profile) }
    profile.hand(arguments)
    return (profile, place)
  }

  private func checkName(_ profile: Profile, _ place: ProfilePlace, among others: [Profile]) {
    guard place.isNamed,
      others.contains(where: { $0.schedulerName == profile.schedulerName })
    else { return }
    place.fields.fail(
      "schedulerName", "is \(quoted(profile.schedulerName)), which another profile has",
      hint: "every profile needs a name of its own")
  }

  /// Has `NodeResourcesFit` ignore what extenders count themselves; this takes the place of what
  /// the profile ignores, as upstream does it.
  ///
  /// Source: `pkg/scheduler/scheduler.go` (buildExtenders), v1.34.
  private func leave(_ extenders: [ExtenderSettings], out profile: inout Profile) {
    let ignored = extenders.flatMap(\.managedResources).filter(\.isIgnoredByScheduler).map(\.name)
    if ignored.isEmpty { return }
    let use = profile.named.first { $0.name == NodeResourcesFit.name }
    var arguments =
      use?.arguments as? NodeResourcesFitArguments ?? NodeResourcesFitArguments()
    arguments.ignoredResources = ignored
    profile.hand([NodeResourcesFit.name: arguments])
  }

  /// Sets every profile up in an empty cluster, so that what plugins themselves find wrong is told
  /// with the rest.
  private func tryOut(_ found: [(profile: Profile, place: ProfilePlace)]) {
    let context = PluginContext(cluster: SchedulerCache())
    var frameworks: [Framework] = []
    for (profile, place) in found {
      do {
        frameworks.append(try Framework(profile, registry: registry, context: context))
      } catch let problems as Problems {
        log.add(problems)
      } catch let error as PluginError {
        let mark = place.arguments[error.plugin] ?? place.fields.mark
        log.error(at: mark, .wrongValue, "\(place.fields.path): \(error)")
      } catch {
        log.error(at: place.fields.mark, .wrongValue, "\(place.fields.path): \(error)")
      }
    }
    guard frameworks.count == found.count, let last = found.last else { return }
    do throws(PluginError) {
      try Framework.checkTogether(frameworks)
    } catch {
      log.error(at: last.place.fields.mark, .wrongValue, "profiles: \(error)")
    }
  }
}

extension Profile {
  /// Gives each plugin of a name in `arguments` what stands there.
  fileprivate mutating func hand(_ arguments: [String: any PluginArguments]) {
    func equip(_ use: inout Use) {
      if let own = arguments[use.name] { use.arguments = own }
    }
    for place in plugins.indices { equip(&plugins[place]) }
    for point in ExtensionPoint.allCases {
      guard var set = points[point] else { continue }
      for place in set.enabled.indices { equip(&set.enabled[place]) }
      points[point] = set
    }
  }
}

extension PluginSet {
  /// Whether `other` enables and disables the same.
  fileprivate func means(_ other: PluginSet) -> Bool {
    disabled == other.disabled
      && enabled.map(\.name) == other.enabled.map(\.name)
      && enabled.map(\.weight) == other.enabled.map(\.weight)
  }
}
