/// Rows of plain data that grow in number and never move, for the hot tier.
///
/// Rows lie in pages of 256, so a pointer to a row stays good while others are added. The struct is
/// a plain pointer: keep it in a `let`, copy it freely, and `destroy()` it once.
///
/// - Complexity: a row is found with two loads; adding one is O(1) amortised.
@frozen
public struct Table<Row> {
  @usableFromInline let header: UnsafeMutablePointer<Header>

  @frozen
  @usableFromInline
  struct Header {
    @usableFromInline var pages: UnsafeMutablePointer<UnsafeMutablePointer<Row>>
    @usableFromInline var pageCount: Int
    @usableFromInline var pageCapacity: Int
    @usableFromInline var count: Int

    @inlinable
    init(
      pages: UnsafeMutablePointer<UnsafeMutablePointer<Row>>, pageCount: Int, pageCapacity: Int,
      count: Int
    ) {
      self.pages = pages
      self.pageCount = pageCount
      self.pageCapacity = pageCapacity
      self.count = count
    }
  }

  /// A table without rows.
  @inlinable
  public init() {
    precondition(_isPOD(Row.self), "\(Row.self) is not plain data, so no row of a table")
    header = .allocate(capacity: 1)
    header.initialize(
      to: Header(pages: .allocate(capacity: 8), pageCount: 0, pageCapacity: 8, count: 0))
  }

  /// Gives the memory back; neither this value nor any copy of it may be used afterwards.
  @inlinable
  public func destroy() {
    for page in 0..<header.pointee.pageCount { header.pointee.pages[page].deallocate() }
    header.pointee.pages.deallocate()
    header.deallocate()
  }

  /// How many rows there are.
  @inlinable
  public var count: Int { header.pointee.count }

  /// The row at `index`; the pointer is good as long as the table.
  @inlinable
  public subscript(index: Int) -> UnsafeMutablePointer<Row> {
    assert(index >= 0 && index < header.pointee.count, "row \(index) of \(header.pointee.count)")
    return header.pointee.pages[index &>> 8] + (index & 255)
  }

  /// The row at `index`; the pointer is good as long as the table.
  @inlinable
  public subscript(index: UInt32) -> UnsafeMutablePointer<Row> { self[Int(index)] }

  /// Adds `row` behind the others and returns its index.
  @inlinable
  @discardableResult
  public func append(_ row: Row) -> Int {
    let index = header.pointee.count
    if index &>> 8 == header.pointee.pageCount { addPage() }
    (header.pointee.pages[index &>> 8] + (index & 255)).initialize(to: row)
    header.pointee.count = index &+ 1
    return index
  }

  /// Forgets all rows and keeps their memory for new ones.
  @inlinable
  public func removeAll() { header.pointee.count = 0 }

  @inlinable
  @inline(never)
  func addPage() {
    let count = header.pointee.pageCount
    if count == header.pointee.pageCapacity {
      let larger = UnsafeMutablePointer<UnsafeMutablePointer<Row>>.allocate(capacity: 2 * count)
      larger.moveInitialize(from: header.pointee.pages, count: count)
      header.pointee.pages.deallocate()
      header.pointee.pages = larger
      header.pointee.pageCapacity = 2 * count
    }
    header.pointee.pages[count] = .allocate(capacity: 256)
    header.pointee.pageCount = count + 1
  }
}
