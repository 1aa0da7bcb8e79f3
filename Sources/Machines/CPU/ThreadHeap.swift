/// The threads of one group, first the one that ends first.
///
/// A binary heap over memory of its own, kept in a row of plain data; `destroy()` gives it back.
/// Threads of equal marks leave in an order that depends on the sequence of calls only.
struct ThreadHeap {
  struct Entry {
    var mark: Double
    var token: UInt64
  }

  private var entries: UnsafeMutablePointer<Entry>?
  private var capacity: Int32 = 0
  private var used: Int32 = 0

  var count: Int { Int(used) }

  /// The mark of the thread that ends first; infinite without threads.
  var firstMark: Double {
    guard used > 0, let entries else { return .infinity }
    return entries[0].mark
  }

  mutating func insert(mark: Double, token: UInt64) {
    if used == capacity { grow() }
    guard let entries else { return }
    var child = Int(used)
    used += 1
    while child > 0 {
      let parent = (child - 1) / 2
      if entries[parent].mark <= mark { break }
      entries[child] = entries[parent]
      child = parent
    }
    (entries + child).initialize(to: Entry(mark: mark, token: token))
  }

  /// Takes the first thread out; there must be one.
  mutating func removeFirst() -> UInt64 {
    guard used > 0, let entries else { preconditionFailure("no thread to remove") }
    let token = entries[0].token
    used -= 1
    if used > 0 { sink(entries[Int(used)], from: 0) }
    return token
  }

  mutating func remove(token: UInt64) -> Bool {
    guard let entries else { return false }
    for index in 0..<Int(used) where entries[index].token == token {
      var rest = (0..<Int(used)).map { entries[$0] }
      rest.remove(at: index)
      used = 0
      for entry in rest { insert(mark: entry.mark, token: entry.token) }
      return true
    }
    return false
  }

  mutating func removeAll() { used = 0 }

  mutating func destroy() {
    entries?.deallocate()
    entries = nil
    capacity = 0
    used = 0
  }

  var isHeap: Bool {
    guard let entries else { return used == 0 }
    return (0..<Int(used)).allSatisfy { entries[($0 - 1) / 2].mark <= entries[$0].mark }
  }

  private func sink(_ entry: Entry, from start: Int) {
    guard let entries else { return }
    let end = Int(used)
    var parent = start
    while true {
      var child = 2 * parent + 1
      if child >= end { break }
      if child + 1 < end, entries[child + 1].mark < entries[child].mark { child += 1 }
      if entry.mark <= entries[child].mark { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = entry
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: max(4, 2 * Int(capacity)))
    if let entries {
      larger.moveInitialize(from: entries, count: Int(used))
      entries.deallocate()
    }
    entries = larger
    capacity = max(4, 2 * capacity)
  }
}
