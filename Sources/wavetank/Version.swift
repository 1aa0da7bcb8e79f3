import Results

/// The version of the program, as `--version` and `summary.json` say it.
enum Version {
  static let text = Product.version
}
