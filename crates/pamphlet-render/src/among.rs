//! A row among those of other queries or categories, as JSON: with the name of its own before it.

use serde::Serialize;

/// `{"query": …}` and the row's own keys.
///
/// ```
/// # #[derive(serde::Serialize)] struct Row { matches: u64 }
/// let row = pamphlet_render::OfQuery { query: "strike*", row: &Row { matches: 2 } };
/// assert_eq!(pamphlet_render::json(&row)?, r#"{"query":"strike*","matches":2}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Serialize)]
pub struct OfQuery<'r, T> {
    /// The query, as typed.
    pub query: &'r str,
    /// What was found for it.
    #[serde(flatten)]
    pub row: &'r T,
}

/// `{"category": …}` and the row's own keys.
#[derive(Serialize)]
pub struct OfCategory<'r, T> {
    /// The name of the category.
    pub category: &'r str,
    /// What was found for it.
    #[serde(flatten)]
    pub row: &'r T,
}
