//! `-X starttime`: what each step from the program's start to its end took, on standard error, in the form of `-X importtime`, whose
//! lines for the imports within a step come before the step's own.

use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// The steps so far.
pub(crate) struct StartTimes {
    on: bool,
    began: Instant,
    last: Instant,
}

impl StartTimes {
    /// Starts to measure, if that is wanted. What the process has used so far went into loading the program.
    pub(crate) fn begin(options: &[String]) -> StartTimes {
        let on = options.iter().any(|o| o == "starttime");
        if on {
            let used = clock_gettime(ClockId::ProcessCPUTime);
            let loading = Duration::new(used.tv_sec.unsigned_abs(), used.tv_nsec as u32);
            eprintln!("start time: step [us] | cumulative | step");
            eprintln!("start time: {:9} | {:>10} | loading the program (processor time)", loading.as_micros(), "");
        }
        let now = Instant::now();
        StartTimes { on, began: now, last: now }
    }

    /// A step has ended.
    pub(crate) fn step(&mut self, name: &str) {
        if self.on {
            let now = Instant::now();
            let (own, whole) = (now - self.last, now - self.began);
            eprintln!("start time: {:9} | {:10} | {name}", own.as_micros(), whole.as_micros());
            self.last = Instant::now();
        }
    }
}
