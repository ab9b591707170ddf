# Sourced by the ersilia program before it starts a model whose packages are those of the system.
conda() {
  [ "$1" = activate ] || command conda "$@"
}
