//! Specialisation and optimised traces, registered with the interpreter through hooks.
