//! Stop words: the function words of a language, which say little of what a text is about. Nothing leaves them out unless
//! that is asked for.

/// Articles, pronouns, prepositions, conjunctions and auxiliaries of English; contractions of them.
const ENGLISH: &str = "a about above across after against all almost along already also although always am among an and \
    another any anybody anyone anything are aren't around as at away be became because become becomes been before behind \
    being below beneath beside besides between beyond both but by can can't cannot could couldn't did didn't do does \
    doesn't doing don't done down during each either else enough ever every everybody everyone everything except few for \
    from further had hadn't has hasn't have haven't having he he'd he'll he's hence her here hers herself him himself his \
    how however i i'd i'll i'm i've if in indeed inside instead into is isn't it it's its itself just less lest let let's \
    like many may me might mine more moreover most much must mustn't my myself near neither never nevertheless no nobody \
    none nor not nothing now of off often on once one only onto or other others otherwise ought our ours ourselves out \
    outside over own per perhaps quite rather same shall shan't she she'd she'll she's should shouldn't since so some \
    somebody someone something sometimes still such than that that's the their theirs them themselves then there there's \
    thereby therefore these they they'd they'll they're they've this those though through throughout thus till to together \
    too toward towards under unless until up upon us very was wasn't we we'd we'll we're we've well were weren't what \
    what's whatever when whenever where whereas whereby wherever whether which whichever while who who's whoever whole whom \
    whose why will with within without won't would wouldn't yet you you'd you'll you're you've your yours yourself \
    yourselves";

/// The stop words of a language by its code (ISO 639-1), in lower case: of English our own list of function words, of other
/// languages NLTK's. `None` for a language without a list.
///
/// ```
/// use pamphlet_query::stop_words;
/// assert!(stop_words("en").is_some_and(|words| words.contains(&"without")));
/// assert!(stop_words("FR").is_some_and(|words| words.contains(&"les")));
/// assert!(stop_words("xx").is_none());
/// ```
pub fn stop_words(lang: &str) -> Option<Vec<&'static str>> {
    match &*lang.trim().to_lowercase() {
        // NLTK's has neither `without` nor `upon` nor `shall`
        "en" => Some(ENGLISH.split_whitespace().collect()),
        code if code.len() == 2 => stop_words::lookup(code).map(<[_]>::to_vec),
        _ => None,
    }
}

/// The codes of the languages that [`stop_words`](fn@stop_words) has a list for, in order.
///
/// ```
/// assert!(pamphlet_query::stop_word_languages().contains(&"de"));
/// ```
pub fn stop_word_languages() -> Vec<&'static str> {
    stop_words::available_languages().iter().copied().filter(|code| code.len() == 2).collect()
}
