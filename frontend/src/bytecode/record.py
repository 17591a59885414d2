#!/usr/bin/env python3
"""Records CPython 3.14's instruction set as `table.rs`.

Command: `$RPYTHON_ORACLE/bin/python3.14 record.py > table.rs && rustfmt table.rs`, where RPYTHON_ORACLE
defaults to ~/.cache/rpython-oracle. Facts come from `_opcode_metadata`, `_opcode` and the header
pycore_opcode_metadata.h that CPython installs.
"""
import _opcode
import _opcode_metadata
import os
import re
import sys
import sysconfig
from pathlib import Path

oracle = Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser()
include = oracle / "root/usr/include/python3.14"
if not include.exists():
    include = Path(sysconfig.get_path("include"))
ids = (include / "opcode_ids.h").read_text()
meta = (include / "internal/pycore_opcode_metadata.h").read_text()
limits = {m[1]: int(m[2]) for m in re.finditer(r"#define (HAVE_ARGUMENT|MIN_\w+)\s+(\d+)", ids)}
number = {m[1]: int(m[2]) for m in re.finditer(r"#define (\w+)\s+(\d+)", ids) if m[1] not in limits}
pseudo = {n: v for n, v in number.items() if v > 255}
real = {n: v for n, v in number.items() if v <= 255}


def arms(function):
    body = meta[meta.index(f"int {function}(int opcode, int oparg)  {{"):]
    body = body[:body.index("default:")]
    return re.findall(r"case (\w+):\s+return ([^;]+);", body)


def table(name):
    body = meta[meta.index(f"const uint8_t {name}[256] = {{"):]
    body = body[:body.index("};")]
    get = lambda x: int(x) if x.isdigit() else number[x]
    return {get(a): get(b) for a, b in re.findall(r"\[(\w+)\] = (\w+),", body)}


flag_bits = {m[1]: int(m[2]) for m in re.finditer(r"#define HAS_(\w+)_FLAG \((\d+)\)", meta)}
flags = {}
for m in re.finditer(r"\[(\w+)\] = \{ true, (?:INSTR_FMT_\w+|-1), ([^}]+) \}", meta):
    flags[m[1]] = m[2].strip()
caches = table("_PyOpcode_Caches")
deopt = table("_PyOpcode_Deopt")
out = ["//! The facts of CPython 3.14's instruction set, recorded by `record.py`; do not edit by hand.",
       "//!", "//! Source: `_opcode_metadata.py`, `_opcode`, `opcode_ids.h`, `pycore_opcode_metadata.h`.", ""]
w = out.append
w("/// The instructions' numbers, as they stand in `co_code`.")
w("pub mod op {")
for n, v in sorted(real.items(), key=lambda x: x[1]):
    kind = "" if v < limits["MIN_SPECIALIZED_OPCODE"] else (
        f" (specialised form of `{[k for k, q in real.items() if q == deopt[v]][0]}`)" if v < 234 else "")
    w(f"    /// `{n}`{kind}.")
    w(f"    pub const {n}: u8 = {v};")
w("}")
w("/// Numbers of the pseudo-instructions, which exist only between code generation and assembly.")
w("pub mod pseudo {")
for n, v in sorted(pseudo.items(), key=lambda x: x[1]):
    w(f"    /// `{n}`.")
    w(f"    pub const {n}: u16 = {v};")
w("}")
w("/// The base instructions and the pseudo-instructions in one namespace, as the compiler's passes match on them.")
w("pub mod wide {")
w("    pub use super::pseudo::*;")
for n, v in sorted(real.items(), key=lambda x: x[1]):
    if v < limits["MIN_SPECIALIZED_OPCODE"] and n != "CACHE" and n != "RESERVED" and deopt[v] == v:
        w(f"    /// `{n}`.")
        w(f"    pub const {n}: u16 = super::op::{n} as u16;")
w("}")
w("/// Instructions with a number below this take no argument.")
w(f"pub const HAVE_ARGUMENT: u8 = {limits['HAVE_ARGUMENT']};")
w("/// The first number of the specialised instructions.")
w(f"pub const MIN_SPECIALIZED_OPCODE: u8 = {limits['MIN_SPECIALIZED_OPCODE']};")
w("/// The first number of the instrumented instructions.")
w(f"pub const MIN_INSTRUMENTED_OPCODE: u8 = {limits['MIN_INSTRUMENTED_OPCODE']};")
w("/// Bits of [`FLAGS`].")
w("pub mod flag {")
for n, v in flag_bits.items():
    w(f"    /// `HAS_{n}_FLAG`.")
    w(f"    pub const {n}: u16 = {v};")
w("}")
w("/// What each instruction (pseudo-instructions from 256 on) does, as bits of [`flag`]; zero where there is no instruction.")
vals = [0] * 267
for n, v in flags.items():
    vals[number[n]] = 0 if v == "0" else sum(flag_bits[f.strip()[4:-5]] for f in v.split("|"))
w(f"pub static FLAGS: [u16; 267] = {vals};")
w("/// The names, by number; `None` where there is no instruction.")
names = [None] * 267
for n, v in number.items():
    names[v] = n
w("pub static NAMES: [Option<&str>; 267] = [" + ", ".join("None" if n is None else f'Some("{n}")' for n in names) + "];")
w("/// How many 16-bit inline cache entries follow each instruction (specialised and instrumented forms included).")
plain = list(range(256))
for n, v in real.items():
    if n.startswith("INSTRUMENTED_"):
        plain[v] = real.get(n.removeprefix("INSTRUMENTED_"), v)
size = [0] * 256
for v in range(256):
    size[v] = caches.get(deopt.get(plain[v], plain[v]), 0)
w(f"pub static CACHES: [u8; 256] = {size};")
w("/// The instruction that each instrumented one stands for; itself for every other. `INSTRUMENTED_LINE` and")
w("/// `INSTRUMENTED_INSTRUCTION` stand for one that only the frame's code object knows, and map to themselves.")
w(f"pub static DE_INSTRUMENT: [u8; 256] = {plain};")
w("/// The instruction that each specialised one stands for; itself for every other (instrumented ones too).")
w(f"pub static DEOPT: [u8; 256] = {[deopt.get(v, v) for v in range(256)]};")
w("/// Every specialisation family: the base instruction and its specialised forms.")
w("pub static FAMILIES: &[(u8, &[u8])] = &[")
for base, forms in _opcode_metadata._specializations.items():
    w(f"    (op::{base}, &[{', '.join('op::' + f for f in forms)}]),")
w("];")
for which, doc in (("popped", "takes from"), ("pushed", "puts on")):
    w(f"/// How many values an instruction (pseudo-instructions included) {doc} the stack; `None` where there is no instruction.")
    w(f"pub const fn num_{which}(opcode: u16, oparg: i32) -> Option<i32> {{")
    w("    Some(match opcode {")
    by = {}
    for n, e in arms("_PyOpcode_num_" + which):
        e = re.sub(r"\s*([-+*&]|>>)\s*", r" \1 ", e)
        e = re.sub(r"(\d) \+ \((oparg [-+] \d)\)", r"\1 + \2", e)
        by.setdefault(e, []).append(number[n])
    for e, ns in by.items():
        w("        " + " | ".join(map(str, sorted(ns))) + f" => {e},")
    w("        _ => return None,")
    w("    })")
    w("}")
w("/// Arguments of `BINARY_OP`.")
w("pub mod nb {")
nb = _opcode.get_nb_ops()
for i, (n, s) in enumerate(nb):
    w(f"    /// `{s}`.")
    w(f"    pub const {n[3:]}: u8 = {i};")
w("}")
w("/// CPython's name and the symbol of each argument of `BINARY_OP`.")
w("pub static NB_OPS: [(&str, &str); %d] = [%s];" % (len(nb), ", ".join(f'("{a}", "{b}")' for a, b in nb)))
for i in (1, 2):
    d = getattr(_opcode, f"get_intrinsic{i}_descs")()
    w(f"/// Arguments of `CALL_INTRINSIC_{i}`.")
    w(f"pub mod intrinsic{i} {{")
    for k, n in enumerate(d):
        w(f"    /// `{n}`.")
        w(f"    pub const {n.removeprefix('INTRINSIC_').removeprefix(f'{i}_')}: u8 = {k};")
    w("}")
    w(f"/// CPython's names of the arguments of `CALL_INTRINSIC_{i}`.")
    w(f"pub static INTRINSIC_{i}_NAMES: [&str; {len(d)}] = [{', '.join(chr(34) + n + chr(34) for n in d)}];")
s = _opcode.get_special_method_names()
w("/// The methods that `LOAD_SPECIAL` looks up, by its argument.")
w(f"pub static SPECIAL_METHODS: [&str; {len(s)}] = [{', '.join(chr(34) + n + chr(34) for n in s)}];")
sys.stdout.write("\n".join(out) + "\n")
