//! Sets of languages: in documents of which language a form of a word matches.

use pamphlet_index::analyzer::Lang;

/// Some languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Langs(u32);

impl Langs {
    /// Every language, also those that the analyzer does not know.
    pub const ALL: Langs = Langs(u32::MAX);

    pub fn of(list: &[Lang]) -> Langs {
        let mut set = Langs::default();
        for &lang in list {
            set.add(lang);
        }
        set
    }

    pub fn add(&mut self, lang: Lang) {
        self.0 |= 1 << (lang as u32);
    }

    pub fn contains(self, lang: Lang) -> bool {
        self.0 & (1 << (lang as u32)) != 0
    }

    /// Those that the analyzer knows, and [`Lang::Other`] for the rest.
    pub fn list(self) -> impl Iterator<Item = Lang> {
        EVERY.into_iter().filter(move |&lang| self.contains(lang))
    }

    /// Whether all of `other` are in this set.
    pub fn covers(self, other: Langs) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Every language that the analyzer tells apart.
const EVERY: [Lang; 19] = [
    Lang::English,
    Lang::Arabic,
    Lang::Danish,
    Lang::Dutch,
    Lang::Finnish,
    Lang::French,
    Lang::German,
    Lang::Greek,
    Lang::Hungarian,
    Lang::Italian,
    Lang::Norwegian,
    Lang::Portuguese,
    Lang::Romanian,
    Lang::Russian,
    Lang::Spanish,
    Lang::Swedish,
    Lang::Tamil,
    Lang::Turkish,
    Lang::Other,
];

/// The language of a value of the field `lang`, folded (`en gb`) or not (`en-GB`).
pub(crate) fn lang_of_value(value: &str) -> Lang {
    Lang::of(value.split(' ').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_in_the_list() {
        assert!(EVERY.iter().enumerate().all(|(at, &lang)| lang as usize == at));
        assert_eq!(Langs::ALL.list().count(), Lang::Other as usize + 1);
    }

    #[test]
    fn a_set_covers_its_parts() {
        let both = Langs::of(&[Lang::English, Lang::Other]);
        assert!(both.covers(Langs::of(&[Lang::Other])) && Langs::ALL.covers(both));
        assert!(!Langs::of(&[Lang::French]).covers(both));
        assert!(both.contains(Lang::English) && !both.contains(Lang::French));
        assert_eq!(lang_of_value("pt br"), Lang::Portuguese);
    }
}
