//! What a process or a thread used: CPU time and memory.
//!
//! Shared by the programs that are measured, each of which tells of itself; 0 where the system does not say.

// each program that has this file uses its own part of it
#![allow(dead_code)]

/// CPU time of this thread in nanoseconds.
pub fn thread_nanos() -> u64 {
    #[cfg(unix)]
    return nanos(rustix::time::ClockId::ThreadCPUTime);
    #[cfg(not(unix))]
    0
}

/// CPU time of this process, all threads, in nanoseconds.
pub fn process_nanos() -> u64 {
    #[cfg(unix)]
    return nanos(rustix::time::ClockId::ProcessCPUTime);
    #[cfg(not(unix))]
    0
}

#[cfg(unix)]
fn nanos(clock: rustix::time::ClockId) -> u64 {
    let time = rustix::time::clock_gettime(clock);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// The most memory that this process had, in kilobytes.
pub fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
