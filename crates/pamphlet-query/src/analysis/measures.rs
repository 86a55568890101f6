//! The formulas: from counts to what is said of them. Every one names who gave it; `docs/analysis.md` has them written
//! out, with what the numbers mean.

/// How often something stands where it is looked for and elsewhere, as a table of two by two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Table {
    /// Occurrences of the word where it is looked for (in windows, in the target).
    pub observed: f64,
    /// All words there.
    pub part: f64,
    /// Occurrences of the word in all, there and elsewhere.
    pub count: f64,
    /// All words, there and elsewhere.
    pub all: f64,
}

impl Table {
    pub fn new(observed: u64, part: u64, count: u64, all: u64) -> Self {
        Self { observed: observed as f64, part: part as f64, count: count as f64, all: all as f64 }
    }

    /// Occurrences that chance alone would give.
    pub fn expected(&self) -> f64 {
        if self.all > 0.0 { self.part * self.count / self.all } else { 0.0 }
    }

    /// The four cells with their expected values.
    fn cells(&self) -> [(f64, f64); 4] {
        let Self { observed, part, count, all } = *self;
        let of = |row: f64, column: f64| row * column / all;
        [
            (observed, of(part, count)),
            (part - observed, of(part, all - count)),
            (count - observed, of(all - part, count)),
            (all - part - count + observed, of(all - part, all - count)),
        ]
    }

    /// The log-likelihood ratio G² over all four cells (Dunning 1993). Never negative.
    pub fn log_likelihood(&self) -> f64 {
        if self.all <= 0.0 {
            return 0.0;
        }
        let of = |(observed, expected): (f64, f64)| match observed > 0.0 && expected > 0.0 {
            true => observed * (observed / expected).ln(),
            false => 0.0,
        };
        (2.0 * self.cells().map(of).iter().sum::<f64>()).max(0.0)
    }

    /// Pointwise mutual information, in bits (Church & Hanks 1990); called MI too.
    pub fn pmi(&self) -> f64 {
        (self.observed / self.expected()).log2()
    }

    /// MI³: the observed count cubed, which rare pairs profit less from (Daille 1994).
    pub fn mi3(&self) -> f64 {
        (self.observed.powi(3) / self.expected()).log2()
    }

    /// The t-score (Church, Gale, Hanks & Hindle 1991).
    pub fn t_score(&self) -> f64 {
        (self.observed - self.expected()) / self.observed.sqrt()
    }

    /// Approximate Bayes factor of the log-likelihood, in natural logarithms (Wilson 2013): G² less the logarithm of all
    /// words.
    pub fn bic(&self) -> f64 {
        self.log_likelihood() - self.all.ln()
    }

    fn rates(&self) -> (f64, f64) {
        (self.observed / self.part, (self.count - self.observed) / (self.all - self.part))
    }

    /// The binary logarithm of the ratio of the two relative frequencies (Hardie 2014). A count of none is taken for half
    /// an occurrence.
    pub fn log_ratio(&self) -> f64 {
        let here = self.observed.max(0.5) / self.part;
        let there = (self.count - self.observed).max(0.5) / (self.all - self.part);
        (here / there).log2()
    }

    /// By how many per cent the word is more frequent here than elsewhere, %DIFF (Gabrielatos & Marchi 2011). `None` where
    /// it stands nowhere else.
    pub fn percent_diff(&self) -> Option<f64> {
        let (here, there) = self.rates();
        (there > 0.0).then(|| (here - there) * 100.0 / there)
    }

    /// The ratio of the odds of the word here and elsewhere (Pojanapunya & Watson Todd 2018). `None` where it stands
    /// nowhere else.
    pub fn odds_ratio(&self) -> Option<f64> {
        let [(a, _), (b, _), (c, _), (d, _)] = self.cells();
        (b > 0.0 && c > 0.0).then(|| a * d / (b * c))
    }
}

/// logDice (Rychlý 2008): 14 and the binary logarithm of the Dice coefficient of `node` and `count` occurrences that stand
/// together `observed` times. At most 14 where each stands beside the other always.
pub(crate) fn log_dice(observed: u64, node: u64, count: u64) -> f64 {
    14.0 + (2.0 * observed as f64 / (node + count) as f64).log2()
}

/// How evenly a word is spread: occurrences and words of each document that has it, out of `parts` documents with `all`
/// words.
pub(crate) struct Spread<'a> {
    /// Of each document that has the word: its occurrences, and the document's words.
    pub held: &'a [(u64, u64)],
    /// Documents that have words at all.
    pub parts: u64,
    /// Their words.
    pub all: u64,
}

impl Spread<'_> {
    /// Gries' DP, the deviation of proportions (Gries 2008): 0 where the word is spread as the words are, near 1 where it
    /// stands in one small document.
    pub fn dp(&self) -> f64 {
        let count: u64 = self.held.iter().map(|(count, _)| count).sum();
        if count == 0 || self.all == 0 {
            return 0.0;
        }
        let (mut sum, mut expected) = (0.0, 0.0);
        for &(own, words) in self.held {
            let share = words as f64 / self.all as f64;
            sum += (own as f64 / count as f64 - share).abs();
            expected += share;
        }
        // documents without the word deviate by all of their share
        ((sum + (1.0 - expected).max(0.0)) / 2.0).clamp(0.0, 1.0)
    }

    /// Juilland's D (Juilland, Brodin & Davidovitch 1970), of the relative frequencies in each document, for documents are
    /// not of one length (Gries 2008): 1 where they are all the same. `None` for fewer than two documents.
    pub fn juilland(&self) -> Option<f64> {
        if self.parts < 2 {
            return None;
        }
        let rates = || {
            self.held.iter().filter(|(_, words)| *words > 0).map(|&(own, words)| own as f64 / words as f64)
        };
        let mean = rates().sum::<f64>() / self.parts as f64;
        if mean <= 0.0 {
            return None;
        }
        let present: f64 = rates().map(|rate| (rate - mean).powi(2)).sum();
        let absent = (self.parts as f64 - rates().count() as f64) * mean * mean;
        let deviation = ((present + absent) / self.parts as f64).sqrt();
        Some((1.0 - deviation / mean / ((self.parts - 1) as f64).sqrt()).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, want: f64) {
        assert!((found - want).abs() < 5e-4, "{found} is not {want}");
    }

    /// 10 of 100 words here are the word, 5 of 400 elsewhere.
    ///
    /// Expected here: 100 × 15 / 500 = 3; the four cells are 10 (3), 90 (97), 5 (12), 395 (388).
    /// G² = 2 × (10 ln 10/3 + 90 ln 90/97 + 5 ln 5/12 + 395 ln 395/388)
    ///    = 2 × (12.0397 − 6.7411 − 4.3773 + 7.0628) = 15.9681
    #[test]
    fn a_table_by_hand() {
        let table = Table::new(10, 100, 15, 500);
        near(table.expected(), 3.0);
        near(table.log_likelihood(), 15.9681);
        // log2(10/3), log2(1000/3), (10 − 3)/√10
        near(table.pmi(), 1.7370);
        near(table.mi3(), 8.3808);
        near(table.t_score(), 2.2136);
        // 0.1 against 0.0125: 8 times, 700 % more; odds 10 × 395 / (90 × 5)
        near(table.log_ratio(), 3.0);
        near(table.percent_diff().unwrap(), 700.0);
        near(table.odds_ratio().unwrap(), 8.7778);
        near(table.bic(), 15.9681 - 6.2146);
        // 14 + log2(2 × 10 / (20 + 15))
        near(log_dice(10, 20, 15), 13.1926);
    }

    #[test]
    fn what_stands_nowhere_else() {
        let table = Table::new(4, 100, 4, 200);
        assert_eq!((table.percent_diff(), table.odds_ratio()), (None, None));
        // 4 of 100 against half an occurrence of 100
        near(table.log_ratio(), 3.0);
        near(Table::new(0, 0, 0, 0).log_likelihood(), 0.0);
    }

    /// The example of Gries (2008): five parts of 9, 10, 10, 10 and 11 words have 1, 2, 3, 4 and 5 of 15 occurrences.
    ///
    /// DP = (|1/15 − .18| + |2/15 − .2| + |3/15 − .2| + |4/15 − .2| + |5/15 − .22|) / 2 = .18
    #[test]
    fn spread_by_hand() {
        let held = [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)];
        let spread = Spread { held: &held, parts: 5, all: 50 };
        near(spread.dp(), 0.18);
        // rates .1111 .2 .3 .4 .4545: mean .2931, deviation .1260; D = 1 − (.1260/.2931)/√4
        near(spread.juilland().unwrap(), 0.7852);
        // in one of four documents of the same length: DP 3/4, D 0
        let one = Spread { held: &[(3, 10)], parts: 4, all: 40 };
        near(one.dp(), 0.75);
        near(one.juilland().unwrap(), 0.0);
        assert_eq!(Spread { held: &[(3, 10)], parts: 1, all: 10 }.juilland(), None);
    }
}
