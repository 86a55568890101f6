//! What a process or a thread used: CPU time and memory.
//!
//! Shared by the programs that are measured, each of which tells of itself; 0 where the system does not say.

// each program that has this file uses its own part of it
#![allow(dead_code)]

/// CPU time of this thread in nanoseconds.
pub fn thread_nanos() -> u64 {
    #[cfg(unix)]
    return nanos(libc::CLOCK_THREAD_CPUTIME_ID);
    #[cfg(not(unix))]
    0
}

/// CPU time of this process, all threads, in nanoseconds.
pub fn process_nanos() -> u64 {
    #[cfg(unix)]
    return nanos(libc::CLOCK_PROCESS_CPUTIME_ID);
    #[cfg(not(unix))]
    0
}

#[cfg(unix)]
#[allow(unsafe_code, reason = "std has no such clock")]
fn nanos(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes to the value that the pointer leads to, and to nothing else
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// The most memory that this process had, in kilobytes.
pub fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
