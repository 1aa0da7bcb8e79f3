/// The program's name and version.
public enum Product {
  /// The version of the program, which every output names.
  public static let version = "0.1.0"
}
