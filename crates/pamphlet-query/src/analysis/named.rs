//! Names of choices: every way in writes them alike.

/// Gives a choice its names: `NAMES` in the order that they are listed in, `name`, and `FromStr`, whose error is the
/// line for a person.
macro_rules! named {
    ($type:ident: $($name:literal => $variant:ident),+ $(,)?) => {
        impl $type {
            /// The names, as every way in writes them; the usual one is not always the first.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)+
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = String;

            /// By its name.
            fn from_str(name: &str) -> Result<Self, String> {
                match name {
                    $($name => Ok($type::$variant),)+
                    _ => Err(format!("there is no '{name}', there are {}", $type::NAMES.join(", "))),
                }
            }
        }
    };
}

pub(crate) use named;

#[cfg(test)]
mod tests {
    use super::super::{CollocateSort, KeynessSort, Within, WordSort};

    #[test]
    fn a_choice_is_read_as_it_is_named() {
        macro_rules! check {
            ($($type:ty),+) => {$(
                for name in <$type>::NAMES {
                    assert_eq!(name.parse::<$type>().map(<$type>::name).as_deref(), Ok(*name));
                }
            )+};
        }
        check!(WordSort, KeynessSort, CollocateSort, Within);
        assert_eq!(
            "Word".parse::<WordSort>(),
            Err("there is no 'Word', there are count, documents, dp, word".to_owned())
        );
    }
}
