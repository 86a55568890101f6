//! The names of the months, as they are written out for people.

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English name of a month from 1 to 12; empty for any other number.
///
/// ```
/// assert_eq!([0, 1, 12, 13].map(pamphlet_render::month_name), ["", "January", "December", ""]);
/// ```
pub fn month_name(number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|number| NAMES.get(number.checked_sub(1)?)).copied().unwrap_or("")
}
