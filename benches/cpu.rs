//! CPU time of the process as what is measured: what else the machine does is not counted.

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{Criterion, Throughput};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The clock.
pub struct Cpu;

/// Benches by that clock.
pub fn criterion() -> Criterion<Cpu> {
    Criterion::default().with_measurement(Cpu)
}

fn now() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

impl Measurement for Cpu {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        now()
    }

    fn end(&self, start: Duration) -> Duration {
        now().saturating_sub(start)
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        &Units
    }
}

/// Nanoseconds of CPU, in what is easily read.
struct Units;

/// Multiplies by what makes of nanoseconds a unit that suits `typical` of them.
fn scale(typical: f64, values: &mut [f64]) -> &'static str {
    let (unit, name) = match typical {
        ..1e3 => (1.0, "ns of CPU"),
        ..1e6 => (1e3, "µs of CPU"),
        ..1e9 => (1e6, "ms of CPU"),
        _ => (1e9, "s of CPU"),
    };
    values.iter_mut().for_each(|value| *value /= unit);
    name
}

impl ValueFormatter for Units {
    fn scale_values(&self, typical: f64, values: &mut [f64]) -> &'static str {
        scale(typical, values)
    }

    fn scale_throughputs(&self, _: f64, throughput: &Throughput, values: &mut [f64]) -> &'static str {
        let (amount, name) = match *throughput {
            Throughput::Bytes(bytes) | Throughput::BytesDecimal(bytes) => (bytes as f64 / 1e6, "MB/CPU s"),
            Throughput::Elements(count) => (count as f64, "documents/CPU s"),
            _ => (1.0, "times/CPU s"),
        };
        values.iter_mut().for_each(|value| *value = amount * 1e9 / *value);
        name
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "ns"
    }
}
