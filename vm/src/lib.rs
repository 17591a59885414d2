//! The Tier-1 interpreter: frames, the loop, generators, builtins, sys, import, marshal.
