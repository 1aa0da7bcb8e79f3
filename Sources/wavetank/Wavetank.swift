import ArgumentParser
@main struct Wavetank: ParsableCommand { func run() {} }
