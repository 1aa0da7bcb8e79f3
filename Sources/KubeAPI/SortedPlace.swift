extension Array where Element: Comparable {
  /// Where `element` stands in this sorted array, or would have to be put.
  ///
  /// - Complexity: O(log *n*).
  @inlinable
  package func sortedPlace(of element: Element) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
