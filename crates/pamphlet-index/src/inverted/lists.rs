//! Many byte lists that grow side by side: blocks of doubling size in large pages, so that neither a list
//! of three bytes nor one of three million wastes much, and growing copies nothing.

/// Bytes of a page; no block is larger.
const PAGE: usize = 1 << 20;
/// Payload of a list's first block; most terms stand in one document.
const FIRST: usize = 12;
/// Payload beyond which blocks do not double any more.
const LARGEST: usize = 1 << 14;
/// Each block ends with the address of the next one.
const LINK: usize = size_of::<u32>();

/// One list in [`Lists`].
#[derive(Clone, Copy, Default)]
pub(super) struct List {
    head: u32,
    /// Where the next byte goes.
    tail: u32,
    /// Bytes that the last block still takes.
    left: u16,
    /// Payload of the last block; 0 in a list without blocks.
    size: u16,
}

/// The pages.
#[derive(Default)]
pub(super) struct Lists {
    pages: Vec<Box<[u8]>>,
    /// Bytes used of the last page.
    used: usize,
}

impl Lists {
    /// Appends bytes to a list.
    pub(super) fn append(&mut self, list: &mut List, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if list.left == 0 {
                self.grow(list);
            }
            let (now, later) = bytes.split_at(bytes.len().min(usize::from(list.left)));
            let at = list.tail as usize;
            self.pages[at / PAGE][at % PAGE..][..now.len()].copy_from_slice(now);
            list.tail += now.len() as u32;
            list.left -= now.len() as u16;
            bytes = later;
        }
    }

    /// What stands where a list's next byte goes: nothing of it, but the memory is at hand afterwards.
    pub(super) fn end(&self, list: &List) -> u8 {
        let at = list.tail as usize;
        self.pages.get(at / PAGE).map_or(0, |page| page[at % PAGE])
    }

    /// The first byte of a list, so that the memory is at hand afterwards.
    pub(super) fn start(&self, list: &List) -> u8 {
        let at = list.head as usize;
        self.pages.get(at / PAGE).map_or(0, |page| page[at % PAGE])
    }

    /// Gives a list another block.
    fn grow(&mut self, list: &mut List) {
        let size = match usize::from(list.size) {
            0 => FIRST,
            size => LARGEST.min(size * 2),
        };
        if self.pages.is_empty() || self.used + size + LINK > PAGE {
            self.pages.push(vec![0; PAGE].into_boxed_slice());
            self.used = 0;
        }
        let block = ((self.pages.len() - 1) * PAGE + self.used) as u32;
        self.used += size + LINK;
        if list.size == 0 {
            list.head = block;
        } else {
            let at = list.tail as usize;
            self.pages[at / PAGE][at % PAGE..][..LINK].copy_from_slice(&block.to_le_bytes());
        }
        (list.tail, list.left, list.size) = (block, size as u16, size as u16);
    }

    /// Replaces `out` by the bytes of a list.
    pub(super) fn read(&self, list: &List, out: &mut Vec<u8>) {
        out.clear();
        if list.size == 0 {
            return;
        }
        let (mut at, mut size) = (list.head as usize, FIRST);
        loop {
            let block = &self.pages[at / PAGE][at % PAGE..];
            let last = list.tail as usize;
            if (at..=at + size).contains(&last) && size == usize::from(list.size) {
                out.extend_from_slice(&block[..last - at]);
                return;
            }
            out.extend_from_slice(&block[..size]);
            let mut link = [0; LINK];
            link.copy_from_slice(&block[size..size + LINK]);
            at = u32::from_le_bytes(link) as usize;
            size = LARGEST.min(size * 2);
        }
    }

    /// Bytes in memory.
    pub(super) fn memory(&self) -> usize {
        self.pages.len() * PAGE
    }

    /// Whether the addresses of more pages than there could be made soon still fit their numbers.
    pub(super) fn is_full(&self) -> bool {
        self.pages.len() >= (u32::MAX as usize / PAGE) - 256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_all_lengths_come_back() {
        let mut lists = Lists::default();
        let mut some: Vec<(List, Vec<u8>)> = vec![Default::default(); 40];
        for round in 0..400usize {
            for (i, (list, want)) in some.iter_mut().enumerate() {
                let bytes: Vec<u8> = (0..(i * i + round) % (i * 7 + 3)).map(|n| (n + round) as u8).collect();
                lists.append(list, &bytes);
                want.extend(bytes);
            }
        }
        let mut found = Vec::new();
        for (list, want) in &some {
            lists.read(list, &mut found);
            assert_eq!(&found, want);
        }
        assert!(some.iter().any(|(_, want)| want.len() > LARGEST * 2));
        lists.read(&List::default(), &mut found);
        assert!(found.is_empty());
    }
}
