//! Objects on the heap, seen from outside: counts, tails, extra words, weak handles, deep structures.

use rpython_heap::{BufVec, Obj, OptObj, Payload, Pending, Ref, Shape, SlotId, Token, Weak, flag, kind, take_pending};
use std::sync::{Mutex, MutexGuard};

struct Cell {
    items: BufVec<Obj>,
    next: OptObj,
}
impl Payload for Cell {
    const KIND: u8 = 1;
    const NAME: &'static str = "cell";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.items.iter().chain(self.next.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.items.clear();
        self.next.take();
    }
}

struct Row;
impl Payload for Row {
    const KIND: u8 = 2;
    const NAME: &'static str = "row";
    const TRACKED: bool = true;
    type Tail = Obj;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

struct Text(u32);
impl Payload for Text {
    const KIND: u8 = 3;
    const NAME: &'static str = "text";
    const TRACKED: bool = false;
    type Tail = u8;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

fn token() -> (MutexGuard<'static, ()>, Token) {
    static ONE: Mutex<()> = Mutex::new(());
    let guard = ONE.lock().unwrap_or_else(|e| e.into_inner());
    kind::register::<Cell>();
    kind::register::<Row>();
    kind::register::<Text>();
    (guard, Token::acquire().expect("address space for a heap"))
}

const PLAIN: Shape = Shape { class: SlotId(0), subclass: false, extra: 0 };

fn cell(t: &Token, next: Option<Obj>) -> Ref<Cell> {
    Ref::new(t, PLAIN, Cell { items: BufVec::new(), next: next.into() })
}

#[test]
fn counts_follow_clones() {
    let (_g, t) = token();
    let a = cell(&t, None);
    let b = a.clone();
    assert_eq!(a.header().rc(), 2);
    drop(b);
    assert!(a.is_unique());
    let weak = Weak::of_ref(&a);
    assert!(weak.upgrade(&t).is_some_and(|o| o.is(&a)));
    drop(a);
    assert!(weak.upgrade(&t).is_none());
    let reused = cell(&t, None);
    assert!(weak.upgrade(&t).is_none(), "the slot's new object has a new generation");
    drop(reused);
}

#[test]
fn a_million_deep_chain_is_freed_without_recursion() {
    let (_g, t) = token();
    let before = t.bytes_in_use();
    let mut head = cell(&t, None);
    for _ in 0..1_000_000 {
        head = cell(&t, Some(head.into_obj()));
    }
    drop(head);
    assert!(t.bytes_in_use() <= before + (2 << 20), "its pages are given back");
}

#[test]
fn tails_and_extra_words() {
    let (_g, mut t) = token();
    let a = cell(&t, None);
    for n in [0usize, 1, 5, 100, 5000, 100_000] {
        let row = Ref::with_tail(&t, PLAIN, Row, (0..n).map(|_| a.clone().into_obj())).unwrap();
        assert_eq!(row.tail(&t).len(), n);
        assert_eq!(a.header().rc() as usize, n + 1);
    }
    assert!(a.is_unique());
    let text = Ref::with_tail(&t, PLAIN, Text(7), b"hello".iter().copied()).unwrap();
    assert_eq!((text.tail(&t), text.get(&t).0), (&b"hello"[..], 7));
    let wide = Ref::new(&t, Shape { extra: 3, ..PLAIN }, Cell { items: BufVec::new(), next: OptObj::NONE });
    assert!(wide.extra(&t).len() >= 3);
    wide.extra_mut(&mut t)[2] = OptObj::some(a.clone().into_obj());
    assert_eq!(a.header().rc(), 2);
    drop(wide);
    assert!(a.is_unique());
}

#[test]
fn finalisers_and_referrers_wait_on_the_pending_list() {
    let (_g, mut t) = token();
    let (target, referrer) = (cell(&t, None), cell(&t, None));
    t.watch(&target, &referrer);
    target.header().set(flag::FINALISES);
    drop(target);
    let pending = take_pending(&mut t);
    assert!(matches!(&pending[..], [Pending::Finalise(_)]));
    drop(pending);
    assert!(matches!(&take_pending(&mut t)[..], [Pending::Died(r)] if r.is(&referrer)));
}

#[test]
fn buffers_grow_shrink_and_splice() {
    let (_g, t) = token();
    let before = t.bytes_in_use();
    let mut v = BufVec::new();
    for i in 0..1_000_000u64 {
        v.push(i).unwrap();
    }
    assert!(v.iter().copied().eq(0..1_000_000));
    let out = v.splice(10..20, BufVec::from_exact([1, 2, 3].into_iter()).unwrap()).unwrap();
    assert!(out.iter().copied().eq(10..20));
    assert_eq!(v[10..14], [1, 2, 3, 20]);
    assert_eq!(v.remove(0), 0);
    v.insert(0, 99).unwrap();
    assert_eq!((v[0], v.len()), (99, 999_993));
    v.truncate(3);
    v.shrink_to_fit();
    assert_eq!(v[..], [99, 1, 2]);
    drop(v);
    assert!(t.bytes_in_use() <= before + (4 << 20), "but for a page of each size class");
}
