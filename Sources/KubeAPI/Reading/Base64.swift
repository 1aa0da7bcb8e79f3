import Documents
import Foundation

extension ScalarFormat where Value == String {
  /// Text in base64, as the data of a secret. Bytes that are no UTF-8 are kept as replacement
  /// characters: nothing simulated looks into binary secrets.
  static var base64: ScalarFormat {
    ScalarFormat(expected: "text in base64") { scalar in
      let packed = scalar.text.filter { !$0.isWhitespace }
      guard let data = Data(base64Encoded: packed) else {
        throw ValueProblem(
          "is \(quoted(scalar.text, limit: 20)), which is not base64",
          hint: "encode it, or put it under stringData as it is")
      }
      return String(decoding: data, as: UTF8.self)
    }
  }
}
