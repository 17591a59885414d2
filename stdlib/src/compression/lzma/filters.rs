//! Filter chains: what a specifier (a dict) says, the bytes that hold a filter's properties, and the chain handed to the library.
//!
//! Properties are written and read here, as the .xz format lays them out (liblzma: `lzma_properties_encode`, `_decode`).

use liblzma::stream::{Error, Filters, LzmaOptions, MatchFinder, Mode};
use rpython_objects::{Dict, Obj, PyResult, Ref, Str, Vm, int, protocol, raise, type_error, types, value_error};

use super::{Failure, Fault, failure, unsigned};

/// Identifiers of filters.
pub(super) mod id {
    pub(in super::super) const LZMA1: u64 = 0x4000_0000_0000_0001;
    /// LZMA1 with a known end; readable, not offered.
    pub(super) const LZMA1EXT: u64 = 0x4000_0000_0000_0002;
    pub(in super::super) const LZMA2: u64 = 0x21;
    pub(in super::super) const DELTA: u64 = 3;
    pub(in super::super) const X86: u64 = 4;
    pub(in super::super) const POWERPC: u64 = 5;
    pub(in super::super) const IA64: u64 = 6;
    pub(in super::super) const ARM: u64 = 7;
    pub(in super::super) const ARMTHUMB: u64 = 8;
    pub(in super::super) const SPARC: u64 = 9;
    pub(super) const ARM64: u64 = 10;
    pub(super) const RISCV: u64 = 11;
}

/// The preset where none is given.
pub(super) const PRESET_DEFAULT: u32 = 6;
/// Most filters of a chain.
const MOST: usize = 4;
/// Base-two logarithms of the dictionary sizes of presets 0 to 9.
const PRESET_DICT_BITS: [u32; 10] = [18, 20, 21, 22, 22, 23, 23, 24, 25, 26];
const SMALLEST_DICT: u32 = 4096;
/// The byte that stands for the largest dictionary of LZMA2.
const LARGEST_DICT_CODE: u8 = 40;

/// Settings of LZMA1 and LZMA2; what is `None` is as the preset has it.
pub(super) struct Lzma {
    preset: u32,
    dict_size: u32,
    lc: u32,
    lp: u32,
    pb: u32,
    mode: Option<u32>,
    nice_len: Option<u32>,
    mf: Option<u32>,
    depth: Option<u32>,
}

/// A filter with its settings.
pub(super) enum Filter {
    Lzma1(Lzma),
    Lzma2(Lzma),
    Delta {
        dist: u32,
    },
    /// A filter that turns the jumps of machine code into absolute ones.
    Branch {
        id: u64,
        start_offset: u32,
    },
}

impl Lzma {
    /// The settings that the encoder takes.
    pub(super) fn options(&self) -> Result<LzmaOptions, Error> {
        let mut options = LzmaOptions::new_preset(self.preset)?;
        options
            .dict_size(self.dict_size)
            .literal_context_bits(self.lc)
            .literal_position_bits(self.lp)
            .position_bits(self.pb);
        match self.mode {
            None => {}
            Some(1) => _ = options.mode(Mode::Fast),
            Some(2) => _ = options.mode(Mode::Normal),
            Some(_) => return Err(Error::Options),
        }
        let finder = match self.mf {
            None => None,
            Some(3) => Some(MatchFinder::HashChain3),
            Some(4) => Some(MatchFinder::HashChain4),
            Some(18) => Some(MatchFinder::BinaryTree2),
            Some(19) => Some(MatchFinder::BinaryTree3),
            Some(20) => Some(MatchFinder::BinaryTree4),
            Some(_) => return Err(Error::Options),
        };
        if let Some(finder) = finder {
            options.match_finder(finder);
        }
        if let Some(len) = self.nice_len {
            options.nice_len(len);
        }
        if let Some(depth) = self.depth {
            options.depth(depth);
        }
        Ok(options)
    }

    /// `lc`, `lp` and `pb` in a byte, then the size of the dictionary.
    fn properties(&self) -> Result<Vec<u8>, Error> {
        let &Lzma { lc, lp, pb, .. } = self;
        if lc > 4 || lp > 4 || lc + lp > 4 || pb > 4 {
            return Err(Error::Program);
        }
        let mut out = vec![((pb * 5 + lp) * 9 + lc) as u8];
        out.extend_from_slice(&self.dict_size.to_le_bytes());
        Ok(out)
    }
}

/// The byte for a dictionary of LZMA2: sizes are 2ⁿ and 3·2ⁿ, the next that is large enough.
fn dict_code(size: u32) -> u8 {
    let size = u64::from(size.max(SMALLEST_DICT));
    (0..LARGEST_DICT_CODE).find(|&code| dict_size(code) >= size).unwrap_or(LARGEST_DICT_CODE)
}

fn dict_size(code: u8) -> u64 {
    if code >= LARGEST_DICT_CODE { u32::MAX.into() } else { u64::from(2 | (code & 1)) << (code / 2 + 11) }
}

impl Filter {
    /// The bytes that hold the settings (`lzma_properties_encode`).
    pub(super) fn properties(&self) -> Result<Vec<u8>, Error> {
        match self {
            Filter::Lzma1(lzma) => lzma.properties(),
            Filter::Lzma2(lzma) => Ok(vec![dict_code(lzma.dict_size)]),
            Filter::Delta { dist: dist @ 1..=256 } => Ok(vec![(dist - 1) as u8]),
            Filter::Delta { .. } => Err(Error::Program),
            Filter::Branch { start_offset: 0, .. } => Ok(Vec::new()),
            Filter::Branch { start_offset, .. } => Ok(start_offset.to_le_bytes().to_vec()),
        }
    }

    /// Adds the filter to a chain by its properties: all that a decoder looks at, and all that filters other than LZMA have.
    fn add(&self, chain: &mut Filters) -> Result<(), Error> {
        let add = match self {
            Filter::Delta { dist: 0 | 257.. } => return Err(Error::Options),
            Filter::Lzma1(_) => Filters::lzma1_properties,
            Filter::Lzma2(_) => Filters::lzma2_properties,
            Filter::Delta { .. } => Filters::delta_properties,
            Filter::Branch { id: id::X86, .. } => Filters::x86_properties,
            Filter::Branch { id: id::POWERPC, .. } => Filters::powerpc_properties,
            Filter::Branch { id: id::IA64, .. } => Filters::ia64_properties,
            Filter::Branch { id: id::ARM, .. } => Filters::arm_properties,
            Filter::Branch { id: id::ARMTHUMB, .. } => Filters::arm_thumb_properties,
            Filter::Branch { .. } => Filters::sparc_properties,
        };
        add(chain, &self.properties()?).map(|_| ())
    }
}

/// The chain for a decoder.
pub(super) fn decoder_chain(filters: &[Filter]) -> Result<Filters, Error> {
    let mut chain = Filters::new();
    for filter in filters {
        filter.add(&mut chain)?;
    }
    Ok(chain)
}

/// The chain for an encoder.
pub(super) fn encoder_chain(filters: &[Filter]) -> Result<Filters, Error> {
    let mut chain = Filters::new();
    for filter in filters {
        match filter {
            Filter::Lzma1(lzma) => _ = chain.lzma1(&lzma.options()?),
            Filter::Lzma2(lzma) => _ = chain.lzma2(&lzma.options()?),
            _ => filter.add(&mut chain)?,
        }
    }
    Ok(chain)
}

/// `spec[name]`, `None` if there is no such key.
fn look_up(vm: &mut Vm, spec: &Obj, name: &str) -> PyResult<Option<Obj>> {
    let key = Str::intern(vm, name).into_obj();
    match protocol::get_item(vm, spec, &key) {
        Ok(found) => Ok(Some(found)),
        Err(raised) => {
            vm.swallow(raised, types::KEY_ERROR)?;
            Ok(None)
        }
    }
}

/// The settings in a specifier, by name; `id` and `preset` may be there too. Anything else in it, or a value that does not fit, is the same
/// `ValueError`.
fn settings<const N: usize>(
    vm: &mut Vm,
    spec: &Obj,
    names: [&str; N],
    preset: bool,
    filter: &str,
) -> PyResult<[Option<u32>; N]> {
    let mut found = [None; N];
    let mut fits = false;
    if let Some(dict) = spec.downcast_ref::<Dict>() {
        let get = |vm: &mut Vm, name: &str| {
            let name = Str::intern(vm, name);
            Dict::get_str(vm, dict, &name).cloned()
        };
        let mut known = usize::from(get(vm, "id").is_some());
        known += usize::from(preset && get(vm, "preset").is_some());
        fits = true;
        for (name, place) in names.into_iter().zip(&mut found) {
            let Some(value) = get(vm, name) else { continue };
            known += 1;
            match unsigned(vm, &value, "uint32_t", u32::MAX.into()) {
                Ok(n) => *place = Some(n as u32),
                Err(raised) => {
                    vm.swallow(raised, types::BASE_EXCEPTION)?;
                    fits = false;
                    break;
                }
            }
        }
        fits = fits && known == dict.get(vm).len();
    }
    if fits { Ok(found) } else { Err(value_error!(vm, "Invalid filter specifier for {filter} filter")) }
}

/// The settings of an LZMA filter (`parse_filter_spec_lzma`).
fn lzma(vm: &mut Vm, spec: &Obj) -> PyResult<Lzma> {
    let preset = match look_up(vm, spec, "preset")? {
        Some(o) => unsigned(vm, &o, "uint32_t", u32::MAX.into())? as u32,
        None => PRESET_DEFAULT,
    };
    check_preset(vm, preset)?;
    let names = ["dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth"];
    let [size, lc, lp, pb, mode, nice_len, mf, depth] = settings(vm, spec, names, true, "LZMA")?;
    let bits = PRESET_DICT_BITS.get((preset & 0x1F) as usize).copied().unwrap_or(PRESET_DICT_BITS[6]);
    let (dict_size, lc, lp, pb) = (size.unwrap_or(1 << bits), lc.unwrap_or(3), lp.unwrap_or(0), pb.unwrap_or(2));
    Ok(Lzma { preset, dict_size, lc, lp, pb, mode, nice_len, mf, depth })
}

/// Refuses a preset that is none.
pub(super) fn check_preset(vm: &mut Vm, preset: u32) -> PyResult<()> {
    match LzmaOptions::new_preset(preset) {
        Ok(_) => Ok(()),
        Err(_) => Err(failure(vm, &format!("Invalid compression preset: {preset}"))),
    }
}

/// The filter that a specifier describes (`lzma_filter_converter`).
pub(super) fn filter(vm: &mut Vm, spec: &Obj) -> PyResult<Filter> {
    if vm.slots_of(spec).subscript().is_none() {
        return Err(type_error!(vm, "Filter specifier must be a dict or dict-like object"));
    }
    let Some(id) = look_up(vm, spec, "id")? else {
        return Err(value_error!(vm, "Filter specifier must have an \"id\" entry"));
    };
    match unsigned(vm, &id, "lzma_vli", u64::MAX)? {
        id::LZMA1 => Ok(Filter::Lzma1(lzma(vm, spec)?)),
        id::LZMA2 => Ok(Filter::Lzma2(lzma(vm, spec)?)),
        id::DELTA => {
            let [dist] = settings(vm, spec, ["dist"], false, "delta")?;
            Ok(Filter::Delta { dist: dist.unwrap_or(1) })
        }
        id @ id::X86..=id::SPARC => {
            let [start] = settings(vm, spec, ["start_offset"], false, "BCJ")?;
            Ok(Filter::Branch { id, start_offset: start.unwrap_or(0) })
        }
        id => Err(value_error!(vm, "Invalid filter ID: {id}")),
    }
}

/// The filters of a chain's specifier (`parse_filter_chain_spec`).
pub(super) fn filters(vm: &mut Vm, specs: &Obj) -> PyResult<Vec<Filter>> {
    if specs.downcast_ref::<Dict>().is_some() {
        let class = rpython_objects::argument::class_name(vm, specs);
        return Err(type_error!(vm, "{class} is not a sequence"));
    }
    let count = protocol::len(vm, specs)?;
    if count > MOST {
        return Err(value_error!(vm, "Too many filters - liblzma supports a maximum of {MOST}"));
    }
    let mut made = Vec::with_capacity(count);
    for at in 0..count {
        let at = int::from_i64(vm, at as i64);
        let spec = protocol::get_item(vm, specs, &at)?;
        made.push(filter(vm, &spec)?);
    }
    Ok(made)
}

/// The specifier for properties (`lzma_properties_decode`, `build_filter_spec`).
pub(super) fn describe(vm: &mut Vm, id: u64, properties: &[u8]) -> PyResult<Ref<Dict>> {
    let fields: Vec<(&str, u32)> = match (id, properties) {
        (id::LZMA1 | id::LZMA1EXT, &[byte, a, b, c, d]) => {
            let byte = u32::from(byte);
            let (lc, lp, pb) = (byte % 9, byte / 9 % 5, byte / 45);
            if pb > 4 || lc + lp > 4 {
                return Err(Fault::Stream(Error::Options).raise(vm));
            }
            vec![("lc", lc), ("lp", lp), ("pb", pb), ("dict_size", u32::from_le_bytes([a, b, c, d]))]
        }
        (id::LZMA2, &[code @ ..=LARGEST_DICT_CODE]) => vec![("dict_size", dict_size(code) as u32)],
        (id::DELTA, &[byte]) => vec![("dist", u32::from(byte) + 1)],
        (id::X86..=id::RISCV, [] | [0, 0, 0, 0]) => Vec::new(),
        (id::X86..=id::RISCV, &[a, b, c, d]) => vec![("start_offset", u32::from_le_bytes([a, b, c, d]))],
        _ => return Err(Fault::Stream(Error::Options).raise(vm)),
    };
    if matches!(id, id::LZMA1EXT | id::ARM64 | id::RISCV) {
        return Err(value_error!(vm, "Invalid filter ID: {id}"));
    }
    let spec = Dict::new(vm);
    let id = int::from_u64(vm, id);
    Dict::set_name(vm, &spec, "id", id)?;
    for (name, value) in fields {
        let value = int::from_i64(vm, value.into());
        Dict::set_name(vm, &spec, name, value)?;
    }
    Ok(spec)
}

/// The `OverflowError` of a number that a C type does not hold.
#[cold]
pub(super) fn too_large(vm: &mut Vm, c_type: &str) -> rpython_objects::Raised {
    raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C {c_type}")
}
