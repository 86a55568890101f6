//! Full stems, for the ranking view: one call of the stemmer a distinct word.

use super::{Lang, Token, Tokens, chars};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// A language's cache is emptied when it holds this many words, so that junk cannot fill the memory.
const CACHED_WORDS: usize = 1 << 18;

/// Stemmers with what they found so far. One a thread.
#[derive(Default)]
pub struct Stems {
    by_lang: FxHashMap<Lang, Cache>,
    lower: String,
}

struct Cache {
    stemmer: TextAnalyzer,
    /// Words with the places of their stems.
    words: FxHashMap<Box<str>, u32>,
    stems: Vec<Box<str>>,
}

impl Stems {
    /// The stem of a token of `text`, folded as exact forms are. In a language without a stemmer it is the
    /// exact form.
    ///
    /// ```
    /// use pamphlet_index::analyzer::{Lang, Stems, Tokens, analyze};
    /// let (mut tokens, mut stems) = (Tokens::default(), Stems::default());
    /// let text = "parties' party";
    /// analyze(text, Lang::English, &mut tokens);
    /// for token in tokens.iter() {
    ///     assert_eq!(stems.stem(&tokens, token, text, Lang::English), "parti");
    /// }
    /// ```
    pub fn stem<'s>(&'s mut self, tokens: &'s Tokens, token: &Token, text: &str, lang: Lang) -> &'s str {
        let exact = tokens.term(token);
        let Some(language) = language(lang) else { return exact };
        let key = match text.get(token.start as usize..token.end as usize) {
            Some(source) if !Self::of_exact(token, lang) => {
                self.lower.clear();
                self.lower.extend(source.chars().flat_map(char::to_lowercase));
                self.lower.as_str()
            }
            _ => exact,
        };
        let cache = self.by_lang.entry(lang).or_insert_with(|| Cache {
            stemmer: TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build(),
            words: FxHashMap::default(),
            stems: Vec::new(),
        });
        let found = match cache.words.get(key) {
            Some(&found) => found,
            None => cache.add(key),
        };
        cache.stems.get(found as usize).map_or(exact, |stem| stem)
    }
}

impl Stems {
    /// Whether a token's stem depends on its exact form alone: other stemmers than the English one need the
    /// letters' accents.
    pub(crate) fn of_exact(token: &Token, lang: Lang) -> bool {
        lang == Lang::English || !token.wide || token.extra
    }
}

impl Cache {
    fn add(&mut self, word: &str) -> u32 {
        if self.stems.len() >= CACHED_WORDS {
            self.words.clear();
            self.stems.clear();
        }
        let stem = self.find(word);
        let place = self.stems.len() as u32;
        self.stems.push(stem);
        self.words.insert(word.into(), place);
        place
    }

    fn find(&mut self, word: &str) -> Box<str> {
        let mut folded = String::with_capacity(word.len());
        let mut stream = self.stemmer.token_stream(word);
        while stream.advance() {
            for c in stream.token().text.chars() {
                match chars::kind(c) {
                    chars::Kind::Letter(c) | chars::Kind::Alone(c) => folded.push(c),
                    chars::Kind::Many => chars::fold_many(c, &mut folded),
                    chars::Kind::Break if matches!(c, '\'' | '.' | '\u{FFFD}') => folded.push(c),
                    chars::Kind::Break | chars::Kind::Skip => {}
                }
            }
        }
        if folded.is_empty() { word.into() } else { folded.into_boxed_str() }
    }
}

fn language(lang: Lang) -> Option<Language> {
    Some(match lang {
        Lang::English => Language::English,
        Lang::Arabic => Language::Arabic,
        Lang::Danish => Language::Danish,
        Lang::Dutch => Language::Dutch,
        Lang::Finnish => Language::Finnish,
        Lang::French => Language::French,
        Lang::German => Language::German,
        Lang::Greek => Language::Greek,
        Lang::Hungarian => Language::Hungarian,
        Lang::Italian => Language::Italian,
        Lang::Norwegian => Language::Norwegian,
        Lang::Portuguese => Language::Portuguese,
        Lang::Romanian => Language::Romanian,
        Lang::Russian => Language::Russian,
        Lang::Spanish => Language::Spanish,
        Lang::Swedish => Language::Swedish,
        Lang::Tamil => Language::Tamil,
        Lang::Turkish => Language::Turkish,
        Lang::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::analyze;
    use super::*;

    fn check(text: &str, lang: Lang, want: &str) {
        let (mut tokens, mut stems) = (Tokens::default(), Stems::default());
        analyze(text, lang, &mut tokens);
        let found: Vec<_> =
            tokens.iter().map(|token| stems.stem(&tokens, token, text, lang).to_owned()).collect();
        assert_eq!(found.join(" "), want, "{text:?}");
    }

    #[test]
    fn the_manifest_names_the_stemmer_that_is_built_in() {
        let lock = include_str!("../../../../Cargo.lock");
        let (name, version) = super::super::STEMMER.split_once(' ').unwrap();
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")), "another version");
    }

    #[test]
    fn stems() {
        check("nationalism of nations' workers", Lang::English, "nation of nation worker");
        check("society's societies", Lang::English, "societi societi");
        check("les libertés", Lang::French, "le libert");
        check("Bürger Bürgern", Lang::German, "burg burg");
        check("рабочих", Lang::Russian, "рабоч");
        check("delnická", Lang::Other, "delnicka");
    }
}
