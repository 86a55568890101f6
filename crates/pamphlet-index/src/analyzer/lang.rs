//! The languages that the analyzer treats in their own way.

/// A language, as far as analysis cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each variant is the language of its name")]
pub enum Lang {
    #[default]
    English,
    Arabic,
    Danish,
    Dutch,
    Finnish,
    French,
    German,
    Greek,
    Hungarian,
    Italian,
    Norwegian,
    Portuguese,
    Romanian,
    Russian,
    Spanish,
    Swedish,
    Tamil,
    Turkish,
    /// Any other: tokens, but no stems, no light forms, and nothing that is done for English alone.
    Other,
}

impl Lang {
    /// Its code in ISO 639-1; empty for [`Lang::Other`].
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
            Self::Danish => "da",
            Self::Dutch => "nl",
            Self::Finnish => "fi",
            Self::French => "fr",
            Self::German => "de",
            Self::Greek => "el",
            Self::Hungarian => "hu",
            Self::Italian => "it",
            Self::Norwegian => "no",
            Self::Portuguese => "pt",
            Self::Romanian => "ro",
            Self::Russian => "ru",
            Self::Spanish => "es",
            Self::Swedish => "sv",
            Self::Tamil => "ta",
            Self::Turkish => "tr",
            Self::Other => "",
        }
    }

    /// From an ISO 639-1 code, with or without a region (`en`, `en-GB`); no code counts as English.
    ///
    /// ```
    /// use pamphlet_index::analyzer::Lang;
    /// assert_eq!(Lang::of(Some("fr-CA")), Lang::French);
    /// assert_eq!(Lang::of(None), Lang::English);
    /// assert_eq!(Lang::of(Some("cs")), Lang::Other);
    /// ```
    pub fn of(code: Option<&str>) -> Self {
        let Some(code) = code else { return Self::English };
        let base = code.split(['-', '_']).next().unwrap_or(code);
        match base.to_ascii_lowercase().as_str() {
            "" | "en" | "eng" => Self::English,
            "ar" => Self::Arabic,
            "da" => Self::Danish,
            "nl" => Self::Dutch,
            "fi" => Self::Finnish,
            "fr" => Self::French,
            "de" => Self::German,
            "el" => Self::Greek,
            "hu" => Self::Hungarian,
            "it" => Self::Italian,
            "no" | "nb" | "nn" => Self::Norwegian,
            "pt" => Self::Portuguese,
            "ro" => Self::Romanian,
            "ru" => Self::Russian,
            "es" => Self::Spanish,
            "sv" => Self::Swedish,
            "ta" => Self::Tamil,
            "tr" => Self::Turkish,
            _ => Self::Other,
        }
    }
}
