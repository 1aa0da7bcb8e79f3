/// Aligns text in columns as Go's `text/tabwriter` does, which kubectl prints through.
///
/// A cell is text that ends in a tab. Cells of one column in consecutive lines share a width; a
/// line without a cell there ends the column. Text after the last tab of a line is not aligned.
public struct TabWriter: Sendable {
  /// The least width of a column, padding included.
  public let minimumWidth: Int
  /// Spaces between a column's longest cell and the next column.
  public let padding: Int

  /// What `kubectl get` prints its tables through.
  ///
  /// Source: `k8s.io/cli-runtime/pkg/printers/tabwriter.go`, v1.36.
  public static let table = TabWriter(minimumWidth: 6, padding: 3)
  /// What `kubectl describe` prints through.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (tabbedString), v1.36.
  public static let description = TabWriter(minimumWidth: 0, padding: 2)

  /// A writer whose columns are at least `minimumWidth` wide.
  public init(minimumWidth: Int, padding: Int) {
    self.minimumWidth = minimumWidth
    self.padding = padding
  }

  /// `text` with its tabs turned into spaces.
  ///
  /// - Complexity: O(length of the text).
  public func align(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    let widths = columnWidths(of: lines)
    var output = ""
    for (index, cells) in lines.enumerated() {
      for (column, cell) in cells.enumerated() {
        output += cell
        if column < cells.count - 1 {
          output += String(repeating: " ", count: widths[index][column] - cell.count)
        }
      }
      if index < lines.count - 1 { output += "\n" }
    }
    return output
  }

  /// The width of each cell of each line: that of its column, the run of lines around it that have
  /// such a cell.
  private func columnWidths(of lines: [[Substring]]) -> [[Int]] {
    var widths = lines.map { [Int](repeating: 0, count: max(0, $0.count - 1)) }
    let columns = widths.map(\.count).max() ?? 0
    for column in 0..<columns {
      var first = 0
      while first < lines.count {
        guard widths[first].count > column else {
          first += 1
          continue
        }
        var end = first
        var width = minimumWidth
        while end < lines.count, widths[end].count > column {
          width = max(width, lines[end][column].count + padding)
          end += 1
        }
        for line in first..<end { widths[line][column] = width }
        first = end
      }
    }
    return widths
  }
}
