//! What stands in brackets beside `NEAR`: `(b c)` asks that both are near, `(b -c)` that c is not, and what is a
//! condition on the document asks the document.

use crate::ast::Step;
use crate::spans::Node;

/// The most combinations that bracketed conjunctions beside NEAR are multiplied out to.
const MOST_CHAINS: usize = 64;

/// Nodes by which a query may grow because chains are multiplied out. Chains in brackets beside a chain in brackets
/// would double with each; what people write grows by some hundred.
pub(super) const MOST_GROWTH: usize = 16_384;

/// An item of a chain, apart.
#[derive(Default)]
struct Item {
    /// What must be near, each.
    near: Vec<Node>,
    /// What must not be near.
    far: Vec<Node>,
    /// What takes part where it is near, and need not be.
    maybe: Vec<Node>,
}

/// A chain of items, with one step between each two. It takes from `growth` what it needs; where that is not left,
/// what is in brackets is near as a whole, what is negated there must not be in the document, and the second value is
/// false.
pub(super) fn chain(items: Vec<Node>, steps: &[Step], growth: &mut usize) -> (Node, bool) {
    let mut all = Vec::new();
    let mut apart: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        let parts = match item {
            Node::And(parts) => parts,
            other => vec![other],
        };
        let mut of = Item::default();
        for part in parts {
            match part {
                Node::Not(inner) if has_place(&inner) => of.far.push(*inner),
                Node::Or(parts) if parts.iter().any(Node::is_always) => {
                    of.maybe.extend(parts.into_iter().filter(has_place));
                }
                part if has_place(&part) => of.near.push(part),
                part => all.push(part),
            }
        }
        apart.push(of);
    }
    let near: Vec<&[Node]> = apart.iter().map(|item| &item.near[..]).collect();
    let grows = grows_by(&near, &apart);
    let fits = grows <= *growth;
    *growth -= if fits { grows } else { 0 };
    let most = if fits { MOST_CHAINS } else { 1 };
    all.extend(chains(&near, steps, most));
    for (at, item) in apart.iter().enumerate() {
        let with = |part| {
            let mut with = near.clone();
            with[at] = std::slice::from_ref(part);
            chains(&with, steps, most)
        };
        for far in &item.far {
            let of = if fits { with(far) } else { vec![far.clone()] };
            all.extend(of.into_iter().map(|chain| Node::Not(Box::new(chain))));
        }
        if fits {
            let of = item.maybe.iter().flat_map(with);
            all.extend(of.map(|chain| Node::Or(vec![Node::All, chain])));
        }
    }
    let node = if all.len() == 1 { all.swap_remove(0) } else { Node::And(all) };
    (node, fits)
}

/// By how many nodes a chain is larger than its items, at most.
fn grows_by(near: &[&[Node]], apart: &[Item]) -> usize {
    let size = |parts: &[Node]| parts.iter().map(Node::size).sum::<usize>();
    let sizes: Vec<usize> = near.iter().map(|parts| size(parts)).collect();
    let (mut chains, once) = (1, sizes.iter().sum::<usize>());
    for parts in near.iter().map(|parts| parts.len().max(1)) {
        chains *= if parts * chains <= MOST_CHAINS { parts } else { 1 };
    }
    let mut grows = (chains - 1).saturating_mul(once);
    for part in apart.iter().flat_map(|item| item.far.iter().chain(&item.maybe)) {
        grows = grows.saturating_add(chains.saturating_mul(once + part.size()));
    }
    grows
}

/// One chain of each combination of parts. An item without parts has no place in the chains; of a single item its
/// parts are left. No more than `most` are made: further conjunctions are near as a whole.
fn chains(items: &[&[Node]], steps: &[Step], most: usize) -> Vec<Node> {
    let mut chains: Vec<Vec<Node>> = vec![Vec::new()];
    let mut between = Vec::new();
    for (at, parts) in items.iter().enumerate().filter(|(_, parts)| !parts.is_empty()) {
        if let Some(step) =
            at.checked_sub(1).and_then(|before| steps.get(before)).filter(|_| !chains[0].is_empty())
        {
            between.push(*step);
        }
        let together;
        let parts = if parts.len() * chains.len() <= most {
            *parts
        } else {
            together = [Node::And(parts.to_vec())];
            &together
        };
        let longer = chains.iter().flat_map(|chain| {
            parts.iter().map(|part| chain.iter().chain([part]).cloned().collect::<Vec<Node>>())
        });
        chains = longer.collect();
    }
    chains.retain(|chain| !chain.is_empty());
    let of = |mut chain: Vec<Node>| match chain.len() {
        1 => chain.swap_remove(0),
        _ => Node::Near(chain, between.clone()),
    };
    chains.into_iter().map(of).collect()
}

/// Whether an item is nothing but a condition on the document.
pub(super) fn is_condition(node: &Node) -> bool {
    match node {
        Node::All | Node::Condition(_) => true,
        Node::And(parts) | Node::Or(parts) => parts.iter().all(is_condition),
        _ => false,
    }
}

/// Whether a part can have a place in a text, by its kind.
fn has_place(node: &Node) -> bool {
    match node {
        Node::Leaf(_) | Node::Near(..) | Node::None => true,
        Node::All | Node::Condition(_) | Node::Not(_) => false,
        Node::Unit(_, part) => has_place(part),
        Node::And(parts) | Node::Or(parts) => parts.iter().any(has_place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A node as a query writes it: leaves are letters, conditions are digits.
    fn shown(node: &Node) -> String {
        let list = |parts: &[Node], by: &str| parts.iter().map(shown).collect::<Vec<_>>().join(by);
        match node {
            Node::Leaf(leaf) => char::from(b'a' + *leaf as u8).to_string(),
            Node::Condition(condition) => condition.to_string(),
            Node::Not(part) => format!("-{}", shown(part)),
            Node::And(parts) => format!("({})", list(parts, " ")),
            Node::Or(parts) => format!("({})", list(parts, "|")),
            Node::Near(parts, steps) => {
                let words: Vec<String> = steps.iter().map(|step| step.words.to_string()).collect();
                format!("[{}]/{}", list(parts, " "), words.join("/"))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_is_beside_near() {
        let leaf = Node::Leaf;
        let not = |node: Node| Node::Not(Box::new(node));
        let and = |parts: &[Node]| Node::And(parts.to_vec());
        let step = |words| Step { ordered: false, words };
        let check = |items: &[Node], expected: &str| {
            let steps: Vec<Step> = (1..items.len() as u32).map(step).collect();
            let (made, fits) = chain(items.to_vec(), &steps, &mut MOST_GROWTH.clone());
            assert_eq!((shown(&made).as_str(), fits), (expected, true));
        };
        check(&[leaf(0), leaf(1)], "[a b]/1");
        check(&[leaf(0), and(&[leaf(1), leaf(2)])], "([a b]/1 [a c]/1)");
        // what is negated is not near
        check(&[leaf(0), and(&[leaf(1), not(leaf(2))])], "([a b]/1 -[a c]/1)");
        check(&[leaf(0), not(leaf(1))], "(a -[a b]/1)");
        check(&[not(leaf(0)), not(leaf(1))], "(-a -b)");
        // a condition is one on the document
        check(&[leaf(0), and(&[leaf(1), Node::Condition(7)])], "(7 [a b]/1)");
        check(&[leaf(0), Node::Condition(7), leaf(2)], "(7 [a c]/2)");
        check(&[leaf(0), and(&[leaf(1), not(Node::Condition(7))])], "(-7 [a b]/1)");
        check(&[Node::Or(vec![leaf(0), Node::Condition(7)]), leaf(1)], "[(a|7) b]/1");
        // what need not be there takes part where it is near
        let maybe = Node::Or(vec![Node::All, leaf(1)]);
        check(&[and(&[leaf(0), maybe.clone()]), leaf(2)], "([a c]/1 (All|[b c]/1))");
        check(&[maybe, leaf(2)], "(c (All|[b c]/1))");
    }

    #[test]
    fn many_parts_are_not_multiplied_out() {
        let many = Node::And((0..20).map(Node::Leaf).collect());
        let step = [Step { ordered: true, words: 3 }];
        let (Node::And(parts), true) = chain(vec![many.clone(), many], &step, &mut MOST_GROWTH.clone())
        else {
            panic!("no conjunction")
        };
        assert_eq!(parts.len(), 20);
    }

    #[test]
    fn chains_in_chains_do_not_double() {
        let and = |parts: &[Node]| Node::And(parts.to_vec());
        let step = [Step { ordered: false, words: 10 }];
        let mut growth = MOST_GROWTH;
        let mut node = Node::Leaf(2);
        let mut fitted = 0;
        for _ in 0..200 {
            let pair = and(&[Node::Leaf(0), Node::Leaf(1), Node::Not(Box::new(Node::Leaf(3)))]);
            let fits;
            (node, fits) = chain(vec![pair, node], &step, &mut growth);
            fitted += usize::from(fits);
        }
        assert!((4..200).contains(&fitted), "{fitted}");
        assert!(node.size() < 2 * MOST_GROWTH, "{}", node.size());
        // what does not fit is near as a whole
        let (made, fits) =
            chain(vec![and(&[Node::Leaf(0), Node::Not(Box::new(Node::Leaf(1)))]), node], &step, &mut 0);
        assert!(!fits);
        assert!(shown(&made).contains(" -b"), "{}", shown(&made));
    }
}
