//! Full stems, for the ranking view.

use super::{Lang, Token, Tokens, chars};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// The stemmers of the languages that were met. One a thread.
#[derive(Default)]
pub struct Stems {
    by_lang: FxHashMap<Lang, TextAnalyzer>,
    lower: String,
    stem: String,
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
        if Self::of_exact(token, lang) {
            return self.of(tokens.term(token), lang);
        }
        let mut lower = std::mem::take(&mut self.lower);
        lower_case(token, text, &mut lower);
        self.of(&lower, lang);
        self.lower = lower;
        &self.stem
    }

    /// The stem of an exact form, or of a token's letters in lower case where it is not [`of_exact`](Self::of_exact).
    pub(crate) fn of(&mut self, form: &str, lang: Lang) -> &str {
        self.stem.clear();
        let Some(language) = language(lang) else {
            self.stem.push_str(form);
            return &self.stem;
        };
        let stemmer = self.by_lang.entry(lang).or_insert_with(|| {
            TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build()
        });
        let mut stream = stemmer.token_stream(form);
        while stream.advance() {
            for c in stream.token().text.chars() {
                match chars::kind(c) {
                    chars::Kind::Letter(c) | chars::Kind::Alone(c) => self.stem.push(c),
                    chars::Kind::Many => chars::fold_many(c, &mut self.stem),
                    chars::Kind::Break if matches!(c, '\'' | '.' | '\u{FFFD}') => self.stem.push(c),
                    chars::Kind::Break | chars::Kind::Skip => {}
                }
            }
        }
        if self.stem.is_empty() {
            self.stem.push_str(form);
        }
        &self.stem
    }

    /// Whether a token's stem depends on its exact form alone: other stemmers than the English one need the
    /// letters' accents.
    pub(crate) fn of_exact(token: &Token, lang: Lang) -> bool {
        lang == Lang::English || !token.wide || token.extra || language(lang).is_none()
    }
}

/// Replaces `out` by a token's letters in lower case, with their accents.
pub(crate) fn lower_case(token: &Token, text: &str, out: &mut String) {
    out.clear();
    let source = text.get(token.start as usize..token.end as usize).unwrap_or_default();
    out.extend(source.chars().flat_map(char::to_lowercase));
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
