"""The rules: pure functions of named arrays, compiled by Numba, one mechanism a file."""
