//! `_statistics`: the inverse of the normal distribution (M. J. Wichura, Algorithm AS 241, Applied Statistics 37, 1988).

use crate::table;
use rpython_objects::{Args, Module, NativeDef, Obj, PyResult, Ref, Vm, float, native, value_error};

/// A polynomial's value, from the highest coefficient down.
fn horner(coefficients: &[f64], r: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * r + c)
}

/// Coefficients of a numerator and a denominator.
struct Ratio([f64; 8], [f64; 8]);

impl Ratio {
    fn at(&self, r: f64) -> (f64, f64) {
        (horner(&self.0, r), horner(&self.1, r))
    }
}

const CENTRE: Ratio = Ratio(
    [
        2.509_080_928_730_122_7e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ],
    [
        5.226_495_278_852_854e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ],
);

const MIDDLE: Ratio = Ratio(
    [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
);

const TAIL: Ratio = Ratio(
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_048_7e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_7e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ],
);

/// The value below which a normal variable lies with probability `p`; `None` where there is none.
fn inverse_cdf(p: f64, mu: f64, sigma: f64) -> Option<f64> {
    if p <= 0.0 || p >= 1.0 {
        return None;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let (num, den) = CENTRE.at(0.180_625 - q * q);
        return Some(mu + num * q / den * sigma);
    }
    let r = (-(if q <= 0.0 { p } else { 1.0 - p }).ln()).sqrt();
    let (num, den) = if r <= 5.0 { MIDDLE.at(r - 1.6) } else { TAIL.at(r - 5.0) };
    let x = num / den;
    Some(mu + if q < 0.0 { -x } else { x } * sigma)
}

fn normal_dist_inv_cdf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let p = float::to_f64(vm, args.at(1))?;
    let mu = float::to_f64(vm, args.at(2))?;
    let sigma = float::to_f64(vm, args.at(3))?;
    match inverse_cdf(p, mu, sigma) {
        Some(x) => Ok(Obj::float(x)),
        None => Err(value_error!(vm, "inv_cdf undefined for these parameters")),
    }
}

static FUNCTIONS: &[NativeDef] =
    &[native("_normal_dist_inv_cdf", "($module, p, mu, sigma, /)", normal_dist_inv_cdf, "")];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_statistics", "Accelerators for the statistics module.\n", FUNCTIONS)
}
