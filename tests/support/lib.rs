//! Whole-system tests of Sprinters. This library is empty: each file beside it is a test of its own.
