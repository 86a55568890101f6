//! What is for an index on a cluster alone.

use clap::Args;
use pamphlet::{Shape, Share};

#[derive(Args, Clone, Copy, Debug, Default)]
#[command(next_help_heading = "On a cluster")]
pub struct ClusterArgs {
    /// Parts that a new index is cut into [default: one for each node that holds data]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub shards: Option<u32>,
    /// Further copies of each part of a new index [default: 1, or 0 on a single node]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=16))]
    pub replicas: Option<u32>,
    /// Read this part of the files only, such as 1/4: four processes, here or elsewhere, then load together
    #[arg(long, value_name = "PART/OF")]
    pub share: Option<Share>,
}

impl ClusterArgs {
    /// How a new index is made.
    pub fn shape(&self) -> Shape {
        Shape { shards: self.shards, replicas: self.replicas }
    }
}

#[derive(Args, Clone, Copy, Debug)]
pub struct PlanArgs {
    /// How many documents
    #[arg(long, value_name = "N")]
    pub documents: u64,
    /// How much text in all, in UTF-8 without markup, such as 200GB or 10TB
    #[arg(long, value_name = "SIZE")]
    pub bytes: Bytes,
    /// Copies of each part; 2 survive the loss of a node
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=16))]
    pub copies: u32,
    /// Cores of a node
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub cores: u32,
    /// Disk of a node
    #[arg(long, value_name = "SIZE", default_value = "2TB")]
    pub disk: Bytes,
}

/// A number of bytes, with a unit of thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl std::str::FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("'{text}' is no size: write bytes, or such as 500MB, 20GB or 10TB");
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let number: f64 = text[..end].parse().map_err(|_| unknown())?;
        let scale = match text[end..].trim().to_ascii_uppercase().as_str() {
            "" | "B" => 1.0,
            "KB" | "K" => 1e3,
            "MB" | "M" => 1e6,
            "GB" | "G" => 1e9,
            "TB" | "T" => 1e12,
            "PB" | "P" => 1e15,
            _ => return Err(unknown()),
        };
        let bytes = number * scale;
        // beyond that nothing here would be exact
        if bytes > 1e18 { Err(unknown()) } else { Ok(Bytes(bytes as u64)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let of = |text: &str| text.parse::<Bytes>().ok().map(|bytes| bytes.0);
        assert_eq!(of("10TB"), Some(10_000_000_000_000));
        assert_eq!(of("1.5 gb"), Some(1_500_000_000));
        assert_eq!(of("12"), Some(12));
        assert_eq!((of("x"), of("-1"), of("1 mile"), of("9999PB")), (None, None, None, None));
    }
}
