class Precalc < Formula
  desc "Predictions of the Ersilia Model Hub, made once and looked up in milliseconds"
  homepage "https://github.com/@REPOSITORY@"
  url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/precalc.jar"
  version "@VERSION@"
  sha256 "@SHA256@"
  license "MIT"

  depends_on "openjdk"

  def install
    libexec.install "precalc.jar"
    bin.write_jar_script libexec/"precalc.jar", "precalc"
    generate_completions_from_executable(bin/"precalc", "generate-completion", "--shell", shells: [:bash, :fish])
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/precalc --version")
  end
end
