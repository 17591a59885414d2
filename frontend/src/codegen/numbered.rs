//! Lists of different items with their numbers: names and constants of a unit.

/// What a [`NumberedList`] tells its items apart by.
pub(super) trait Numbered: Copy + Eq {
    /// Different for different items.
    fn key(self) -> u32;
}

/// Different items in the order in which they were added.
pub(super) struct NumberedList<T> {
    items: Vec<T>,
    /// Where the items of a long list are; empty for a short one. Open addressing: 0 is free, else one more than an
    /// item's number.
    table: Vec<u32>,
}

/// So many items are searched one by one.
const FEW: usize = 16;

impl<T> Default for NumberedList<T> {
    fn default() -> Self {
        NumberedList { items: Vec::new(), table: Vec::new() }
    }
}

impl<T: Numbered> NumberedList<T> {
    /// An empty list with room for what most units have.
    pub(super) fn roomy() -> Self {
        NumberedList { items: Vec::with_capacity(FEW), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// The number of an item.
    pub(super) fn position(&self, item: T) -> Option<u32> {
        if self.table.is_empty() {
            return self.items.iter().position(|&known| known == item).map(|at| at as u32);
        }
        self.find(item).ok()
    }

    /// The number of an item, which is added if it is new.
    pub(super) fn add(&mut self, item: T) -> u32 {
        let number = self.items.len() as u32;
        if self.table.is_empty() {
            if let Some(at) = self.items.iter().position(|&known| known == item) {
                return at as u32;
            }
            self.items.push(item);
            if self.items.len() > FEW {
                self.fill_table();
            }
            return number;
        }
        match self.find(item) {
            Ok(at) => at,
            Err(place) => {
                self.items.push(item);
                self.table[place] = number + 1;
                if self.items.len() * 2 > self.table.len() {
                    self.fill_table();
                }
                number
            }
        }
    }

    /// Forgets the items, keeps the room.
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.table.clear();
    }

    /// Drops the items from number `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.items.len() {
            self.items.truncate(len);
            self.fill_table();
        }
    }

    /// Drops the items that are not marked.
    pub(super) fn retain(&mut self, marks: &[bool]) {
        let mut marks = marks.iter();
        self.items.retain(|_| marks.next().copied().unwrap_or(true));
        self.fill_table();
    }

    /// The number of an item of a long list, or the free place of the table where it belongs.
    #[inline]
    fn find(&self, item: T) -> Result<u32, usize> {
        let mask = self.table.len() - 1;
        let mut place = first_place(item, mask);
        loop {
            match self.table[place].checked_sub(1) {
                None => return Err(place),
                Some(at) if self.items[at as usize] == item => return Ok(at),
                Some(_) => place = (place + 1) & mask,
            }
        }
    }

    /// Makes the table of a long list anew.
    #[inline(never)]
    fn fill_table(&mut self) {
        self.table.clear();
        if self.items.len() <= FEW {
            return;
        }
        let mask = (self.items.len() * 4).next_power_of_two() - 1;
        self.table.resize(mask + 1, 0);
        for (number, &item) in (1..).zip(&self.items) {
            let mut place = first_place(item, mask);
            while self.table[place] != 0 {
                place = (place + 1) & mask;
            }
            self.table[place] = number;
        }
    }
}

/// The place of a table where the search for an item begins.
#[inline]
fn first_place(item: impl Numbered, mask: usize) -> usize {
    (u64::from(item.key()).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Numbered for u32 {
        fn key(self) -> u32 {
            self
        }
    }

    #[test]
    fn items_keep_their_numbers() {
        let mut list = NumberedList::roomy();
        for round in 0..2 {
            for item in 0..1000u32 {
                assert_eq!(list.add(item * 7), item, "round {round}");
            }
        }
        assert_eq!(list.position(6993), Some(999));
        assert_eq!(list.position(5), None);
        list.truncate(20);
        assert_eq!((list.position(133), list.position(140)), (Some(19), None));
        list.retain(&[true, false]);
        assert_eq!((list.len(), list.position(14), list.add(7)), (19, Some(1), 19));
        list.clear();
        assert_eq!((list.len(), list.add(3)), (0, 0));
    }
}
