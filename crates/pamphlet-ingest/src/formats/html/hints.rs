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
    /// A class or id like `comments`: what readers wrote below a text, which may be longer than the text.
    CommentsName,
    /// A footnote or a part that holds them.
    Note,
    /// `main`, `article`: a header or footer within it is its own.
    Main,
}

const LETTERS: [(Hint, char); 11] = [
    (Hint::Navigation, 'n'),
    (Hint::NavigationName, 'm'),
    (Hint::Header, 'h'),
    (Hint::HeaderName, 'i'),
    (Hint::Footer, 'f'),
    (Hint::FooterName, 'g'),
    (Hint::Aside, 'a'),
    (Hint::AsideName, 'b'),
    (Hint::CommentsName, 'k'),
    (Hint::Note, 'o'),
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
            Self::None | Self::Main | Self::Note => Role::Content,
            Self::Navigation | Self::NavigationName => Role::Chrome(Chrome::Navigation),
            Self::Header | Self::HeaderName => Role::Chrome(Chrome::Header),
            Self::Footer | Self::FooterName => Role::Chrome(Chrome::Footer),
            Self::Aside | Self::AsideName | Self::CommentsName => Role::Chrome(Chrome::Boilerplate),
        }
    }

    /// Whether only a name says so, which may be wrong.
    pub fn is_name(self) -> bool {
        matches!(
            self,
            Self::NavigationName | Self::HeaderName | Self::FooterName | Self::AsideName | Self::CommentsName
        )
    }
}

/// What an element is by its name, by its `role` or `epub:type`, or by its class and id, which `named` reads.
pub(super) fn of_element(name: &str, role: Option<&str>, named: impl FnOnce() -> Hint) -> Hint {
    for word in role.unwrap_or_default().split_ascii_whitespace() {
        match word {
            "navigation" | "menu" | "menubar" | "search" | "toc" | "doc-toc" => return Hint::Navigation,
            "banner" => return Hint::Header,
            "contentinfo" => return Hint::Footer,
            "complementary" => return Hint::Aside,
            "main" | "article" => return Hint::Main,
            "footnote" | "footnotes" | "endnote" | "endnotes" | "rearnote" | "rearnotes" | "doc-footnote"
            | "doc-endnote" | "doc-endnotes" => return Hint::Note,
            _ => {}
        }
    }
    match name {
        "nav" | "search" | "select" | "button" => Hint::Navigation,
        "header" => Hint::Header,
        "footer" => Hint::Footer,
        "main" | "article" => Hint::Main,
        "aside" => match named() {
            Hint::Note => Hint::Note,
            _ => Hint::Aside,
        },
        _ => named(),
    }
}

/// What a class or id says of its element. Words within a name count in a class only: the id of a section is
/// often its heading, `social-justice`.
pub(super) fn of_names(names: &str, class: bool) -> Hint {
    for word in names.split_ascii_whitespace().take(20) {
        // `section--ads` is a section; what stands behind two hyphens says how, not what
        let lower = hyphened(word.split_once("--").map_or(word, |(what, _)| what));
        for (list, hint) in NAMES {
            if list.contains(&lower.as_str()) && !is_text(names) {
                return *hint;
            }
        }
        let mut parts = lower.split('-');
        if !class || parts.clone().any(|part| UNLESS.contains(&part)) {
            continue;
        }
        let found =
            parts.find_map(|part| PARTS.iter().find(|(list, _)| list.contains(&part)).map(|(_, hint)| *hint));
        match found {
            // `class="entry share"` is the entry, with what makes it look or behave so
            Some(hint) if hint == Hint::Note || !is_text(names) => return hint,
            _ => {}
        }
    }
    Hint::None
}

/// Whether one of the classes says that the part is the text itself: `entry`, `post-content`, `l-article-body`.
fn is_text(names: &str) -> bool {
    names.split_ascii_whitespace().any(|word| {
        let word = hyphened(word);
        let has = |list: &[&str]| word.split('-').any(|part| list.contains(&part));
        ["entry", "article", "story", "post", "blog"].contains(&word.as_str())
            || has(&["entry", "article", "story", "post"]) && has(&["body", "content", "text", "wrap"])
    })
}

/// A name in lower case, its words parted by hyphens: `siteNav` and `site_nav` are `site-nav`.
fn hyphened(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && small {
            out.push('-');
        }
        small = c.is_ascii_lowercase();
        out.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    out
}

/// Words that tell a part's place when they stand anywhere in its name, as in `article__share-bar`.
const PARTS: &[(&[&str], Hint)] = &[
    (
        &[
            "nav",
            "navbar",
            "navigation",
            "subnav",
            "sitenav",
            "topnav",
            "menu",
            "submenu",
            "breadcrumb",
            "breadcrumbs",
            "pagination",
            "sidebar",
            "masthead",
        ],
        Hint::NavigationName,
    ),
    (&["footer", "copyright", "colophon"], Hint::FooterName),
    (
        &[
            "cookie",
            "cookies",
            "gdpr",
            "consent",
            "share",
            "sharing",
            "sharedaddy",
            "social",
            "related",
            "recommended",
            "recommendations",
            "recirc",
            "trending",
            "popular",
            "promo",
            "advert",
            "advertisement",
            "ads",
            "sponsored",
            "outbrain",
            "taboola",
            "newsletter",
            "subscribe",
            "signup",
            "login",
            "signin",
            "popup",
            "modal",
        ],
        Hint::AsideName,
    ),
    (&["comments", "commentlist", "respond", "disqus"], Hint::CommentsName),
    (&["footnote", "footnotes", "endnote", "endnotes"], Hint::Note),
];

/// Words in a name that make it another thing: `has-sidebar`, `content-sidebar-wrap`, `social-embed`.
const UNLESS: [&str; 14] = [
    "no", "has", "with", "without", "content", "wrap", "layout", "js", "enabled", "disabled", "main",
    // what somebody else said, shown as a part of the text
    "embed", "embedded", "tweet",
];

/// Classes and ids as sites in fact call these parts. Whole names only: `content-header` is none of them.
const NAMES: &[(&[&str], Hint)] = &[
    (
        &[
            "main-menu",
            "mainmenu",
            "main-nav",
            "mainnav",
            "sidenav",
            "sidebar",
            "side-bar",
            "crumbs",
            "pager",
            "toolbar",
            "skip-link",
            "skiplink",
            "skip",
            "leftnav",
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
            "navlinks",
            "bottomnav",
            "footernav",
            "globalnav",
            "prevnext",
            "prev-next",
        ],
        Hint::NavigationName,
    ),
    (
        &["banner", "site-header", "siteheader", "page-header-top", "topbar", "top-bar", "logo", "branding"],
        Hint::HeaderName,
    ),
    (&["pagefooter", "bottom-bar"], Hint::FooterName),
    (
        &[
            "cookiebanner",
            "addthis",
            "ad",
            "widget",
            "author-bio",
            "most-read",
            "read-next",
            "right-rail",
            "screen-reader-text",
            "sr-only",
            "visually-hidden",
        ],
        Hint::AsideName,
    ),
    (
        &["comment-list", "comment-form", "comment-body", "comment-respond", "comments-area"],
        Hint::CommentsName,
    ),
];
