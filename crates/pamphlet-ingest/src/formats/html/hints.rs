//! What the name of an element, its role, class or id say about its part in the page.

use pamphlet_document::{Chrome, Role};

/// A part of a page, as its markup hints at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// Nothing.
    None,
    /// `nav`, `role=navigation`.
    Navigation,
    /// A class or id like `menu` or `breadcrumbs`: true only of small parts, or of parts full of links.
    NavigationName,
    /// `header`, `role=banner`.
    Header,
    /// A class or id like `masthead`.
    HeaderName,
    /// `footer`, `role=contentinfo`.
    Footer,
    /// A class or id like `footer`.
    FooterName,
    /// `aside`, `role=complementary`.
    Aside,
    /// A class or id like `cookie-notice` or `share-buttons`.
    AsideName,
    /// `main`, `article`: a header or footer within it is its own.
    Main,
}

const LETTERS: [(Hint, char); 9] = [
    (Hint::Navigation, 'n'),
    (Hint::NavigationName, 'm'),
    (Hint::Header, 'h'),
    (Hint::HeaderName, 'i'),
    (Hint::Footer, 'f'),
    (Hint::FooterName, 'g'),
    (Hint::Aside, 'a'),
    (Hint::AsideName, 'b'),
    (Hint::Main, 'x'),
];

impl Hint {
    /// As the skeleton writes it.
    pub fn letter(self) -> char {
        LETTERS.iter().find(|(hint, _)| *hint == self).map_or('-', |&(_, letter)| letter)
    }

    /// Back from the skeleton.
    pub fn from_letter(text: &str) -> Self {
        LETTERS.iter().find(|(_, letter)| text.starts_with(*letter)).map_or(Self::None, |&(hint, _)| hint)
    }

    /// The role of the text in such an element.
    pub fn role(self) -> Role {
        match self {
            Self::None | Self::Main => Role::Content,
            Self::Navigation | Self::NavigationName => Role::Chrome(Chrome::Navigation),
            Self::Header | Self::HeaderName => Role::Chrome(Chrome::Header),
            Self::Footer | Self::FooterName => Role::Chrome(Chrome::Footer),
            Self::Aside | Self::AsideName => Role::Chrome(Chrome::Boilerplate),
        }
    }

    /// Whether only a name says so, which may be wrong.
    pub fn is_name(self) -> bool {
        matches!(self, Self::NavigationName | Self::HeaderName | Self::FooterName | Self::AsideName)
    }
}

/// What an element is by its name, its `role`, and its class and id.
pub(super) fn of_element(name: &str, role: Option<&str>, named: [Option<&str>; 2]) -> Hint {
    match role.map(str::trim) {
        Some("navigation" | "menu" | "menubar" | "search") => return Hint::Navigation,
        Some("banner") => return Hint::Header,
        Some("contentinfo") => return Hint::Footer,
        Some("complementary") => return Hint::Aside,
        Some("main" | "article") => return Hint::Main,
        _ => {}
    }
    match name {
        "nav" | "search" | "select" | "button" => return Hint::Navigation,
        "header" => return Hint::Header,
        "footer" => return Hint::Footer,
        "aside" => return Hint::Aside,
        "main" | "article" => return Hint::Main,
        _ => {}
    }
    for words in named.into_iter().flatten() {
        for word in words.split_ascii_whitespace().take(20) {
            let lower = word.to_ascii_lowercase();
            for (list, hint) in NAMES {
                if list.contains(&lower.as_str()) {
                    return *hint;
                }
            }
        }
    }
    Hint::None
}

/// Classes and ids as sites in fact call these parts. Whole names only: `content-header` is none of them.
const NAMES: &[(&[&str], Hint)] = &[
    (
        &[
            "nav",
            "navbar",
            "navigation",
            "menu",
            "main-menu",
            "mainmenu",
            "main-nav",
            "mainnav",
            "topnav",
            "top-nav",
            "sidenav",
            "side-nav",
            "sidebar",
            "side-bar",
            "site-nav",
            "subnav",
            "sub-nav",
            "breadcrumb",
            "breadcrumbs",
            "crumbs",
            "pagination",
            "pager",
            "toolbar",
            "skip-link",
            "skip-nav",
            "skiplink",
            "skip",
            "leftnav",
            "left-nav",
            "rightnav",
            "leftmenu",
            "left-menu",
            "topmenu",
            "tabs",
            "quicklinks",
            "quick-links",
            "sitemap",
            "language-switcher",
            "lang-switch",
            "search-form",
            "searchform",
            "searchbox",
            "primary-nav",
            "secondary-nav",
            "nav-menu",
            "navlinks",
            "bottomnav",
            "footernav",
            "global-nav",
            "globalnav",
            "prevnext",
            "prev-next",
        ],
        Hint::NavigationName,
    ),
    (
        &[
            "masthead",
            "banner",
            "site-header",
            "siteheader",
            "page-header-top",
            "topbar",
            "top-bar",
            "logo",
            "branding",
        ],
        Hint::HeaderName,
    ),
    (
        &[
            "footer",
            "site-footer",
            "page-footer",
            "pagefooter",
            "copyright",
            "colophon",
            "bottom-bar",
            "footer-links",
            "footer-wrapper",
            "foot",
            "disclaimer",
            "legal",
            "copy",
        ],
        Hint::FooterName,
    ),
    (
        &[
            "cookie",
            "cookies",
            "cookie-notice",
            "cookie-banner",
            "cookiebanner",
            "share",
            "sharing",
            "share-buttons",
            "social",
            "social-links",
            "social-media",
            "addthis",
            "related",
            "related-links",
            "related-posts",
            "advert",
            "advertisement",
            "ads",
            "ad",
            "newsletter",
            "newsletter-signup",
            "subscribe",
            "promo",
            "widget",
            "popup",
            "modal",
        ],
        Hint::AsideName,
    ),
];
