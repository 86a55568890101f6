//! Words as numbers: what compares or counts words of texts looks at their letters once.

use rustc_hash::FxHashMap;

/// Exact forms, each with a number from 0, in the order in which they came. Numbers are comparable within one vocabulary.
#[derive(Clone, Default)]
pub(crate) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    forms: Vec<Box<str>>,
}

impl Vocabulary {
    /// The number of a form, which gets one if it has none.
    pub fn number(&mut self, form: &str) -> u32 {
        if let Some(number) = self.known(form) {
            return number;
        }
        let number = self.forms.len() as u32;
        self.numbers.insert(form.into(), number);
        self.forms.push(form.into());
        number
    }

    /// The number of a form that has one.
    pub fn known(&self, form: &str) -> Option<u32> {
        self.numbers.get(form).copied()
    }

    /// The form of a number.
    pub fn form(&self, number: u32) -> &str {
        self.forms.get(number as usize).map_or("", |form| form)
    }

    /// All forms, number 0 first.
    pub fn forms(&self) -> &[Box<str>] {
        &self.forms
    }

    /// How many forms there are.
    pub fn len(&self) -> usize {
        self.forms.len()
    }
}
