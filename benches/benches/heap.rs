//! The heap beside what Rust programs use otherwise: `Rc<RefCell<_>>`, slotmap, generational-arena.
//!
//! The same four works on each: make and free nodes, read a field of nodes in order, follow links in random order, free many at
//! once. `cargo bench -p rpython-benches --bench heap`.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use generational_arena::{Arena, Index};
use rpython_heap::{Obj, Payload, Ref, Shape, SlotId, Token, kind};
use slotmap::{DefaultKey, SlotMap};
use std::{cell::RefCell, hint::black_box, rc::Rc};

/// Nodes of a work.
const NODES: usize = 100_000;
/// Nodes alive at once while making and freeing.
const WINDOW: usize = 1000;

struct Node {
    value: u64,
    next: Option<Ref<Node>>,
}
impl Payload for Node {
    const KIND: u8 = 1;
    const NAME: &'static str = "node";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(next) = &self.next {
            visit(next);
        }
    }
}

struct Counted {
    value: u64,
    next: Option<Rc<RefCell<Counted>>>,
}
struct Keyed<K> {
    value: u64,
    next: Option<K>,
}

const SHAPE: Shape = Shape { class: SlotId(0), subclass: false, extra: 0 };

fn node(token: &Token, value: u64) -> Ref<Node> {
    Ref::new(token, SHAPE, Node { value, next: None })
}
fn counted(value: u64) -> Rc<RefCell<Counted>> {
    Rc::new(RefCell::new(Counted { value, next: None }))
}

/// A random order of the nodes, the same each time.
fn order() -> Vec<usize> {
    let mut order: Vec<usize> = (0..NODES).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    for i in (1..NODES).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(i, (state % (i as u64 + 1)) as usize);
    }
    order
}

/// Each node is linked to the one that follows it in a random order; returns the first.
fn linked_nodes(token: &mut Token) -> (Vec<Ref<Node>>, usize) {
    let nodes: Vec<Ref<Node>> = (0..NODES).map(|i| node(token, i as u64)).collect();
    let order = order();
    for pair in order.windows(2) {
        let next = nodes[pair[1]].clone();
        nodes[pair[0]].get_mut(token).next = Some(next);
    }
    (nodes, order[0])
}
fn linked_counted() -> (Vec<Rc<RefCell<Counted>>>, usize) {
    let nodes: Vec<_> = (0..NODES).map(|i| counted(i as u64)).collect();
    let order = order();
    for pair in order.windows(2) {
        nodes[pair[0]].borrow_mut().next = Some(nodes[pair[1]].clone());
    }
    (nodes, order[0])
}
fn linked_slotmap() -> (SlotMap<DefaultKey, Keyed<DefaultKey>>, Vec<DefaultKey>, usize) {
    let mut map = SlotMap::new();
    let keys: Vec<DefaultKey> = (0..NODES).map(|i| map.insert(Keyed { value: i as u64, next: None })).collect();
    let order = order();
    for pair in order.windows(2) {
        map[keys[pair[0]]].next = Some(keys[pair[1]]);
    }
    (map, keys, order[0])
}
fn linked_arena() -> (Arena<Keyed<Index>>, Vec<Index>, usize) {
    let mut arena = Arena::new();
    let keys: Vec<Index> = (0..NODES).map(|i| arena.insert(Keyed { value: i as u64, next: None })).collect();
    let order = order();
    for pair in order.windows(2) {
        arena[keys[pair[0]]].next = Some(keys[pair[1]]);
    }
    (arena, keys, order[0])
}

fn allocate_free(c: &mut Criterion, token: &Token) {
    let mut group = c.benchmark_group("allocate_free");
    group.bench_function("heap", |b| {
        let mut window: Vec<Ref<Node>> = (0..WINDOW as u64).map(|i| node(token, i)).collect();
        b.iter(|| (0..NODES).for_each(|i| window[i % WINDOW] = node(token, i as u64)));
    });
    group.bench_function("rc", |b| {
        let mut window: Vec<_> = (0..WINDOW as u64).map(counted).collect();
        b.iter(|| (0..NODES).for_each(|i| window[i % WINDOW] = counted(i as u64)));
    });
    group.bench_function("slotmap", |b| {
        let mut map = SlotMap::new();
        let mut window: Vec<DefaultKey> = (0..WINDOW as u64).map(|value| map.insert((value, None::<u64>))).collect();
        b.iter(|| {
            for i in 0..NODES {
                map.remove(window[i % WINDOW]);
                window[i % WINDOW] = map.insert((i as u64, None));
            }
        });
    });
    group.bench_function("generational-arena", |b| {
        let mut arena = Arena::new();
        let mut window: Vec<Index> = (0..WINDOW as u64).map(|value| arena.insert((value, None::<u64>))).collect();
        b.iter(|| {
            for i in 0..NODES {
                arena.remove(window[i % WINDOW]);
                window[i % WINDOW] = arena.insert((i as u64, None));
            }
        });
    });
}

fn walk_and_chase(c: &mut Criterion, token: &mut Token) {
    let (nodes, first) = linked_nodes(token);
    let token = &*token;
    let (rcs, _) = linked_counted();
    let (map, map_keys, _) = linked_slotmap();
    let (arena, arena_keys, _) = linked_arena();
    let mut group = c.benchmark_group("field_walk");
    group.bench_function("heap", |b| b.iter(|| nodes.iter().map(|n| n.get(token).value).sum::<u64>()));
    group.bench_function("rc", |b| b.iter(|| rcs.iter().map(|n| n.borrow().value).sum::<u64>()));
    group.bench_function("slotmap", |b| b.iter(|| map_keys.iter().map(|&k| map[k].value).sum::<u64>()));
    group.bench_function("generational-arena", |b| {
        b.iter(|| arena_keys.iter().map(|&k| arena[k].value).sum::<u64>());
    });
    group.finish();
    let mut group = c.benchmark_group("random_chase");
    group.bench_function("heap", |b| {
        b.iter(|| {
            let (mut at, mut sum) = (nodes[first].clone(), 0);
            loop {
                let here = at.get(token);
                sum += here.value;
                match here.next.clone() {
                    Some(next) => at = next,
                    None => break sum,
                }
            }
        });
    });
    group.bench_function("rc", |b| {
        b.iter(|| {
            let (mut at, mut sum) = (rcs[first].clone(), 0);
            loop {
                sum += at.borrow().value;
                let next = at.borrow().next.clone();
                match next {
                    Some(next) => at = next,
                    None => break sum,
                }
            }
        });
    });
    group.bench_function("slotmap", |b| {
        b.iter(|| {
            let (mut at, mut sum) = (&map[map_keys[first]], 0);
            loop {
                sum += at.value;
                match at.next {
                    Some(next) => at = &map[next],
                    None => break sum,
                }
            }
        });
    });
    group.bench_function("generational-arena", |b| {
        b.iter(|| {
            let (mut at, mut sum) = (&arena[arena_keys[first]], 0);
            loop {
                sum += at.value;
                match at.next {
                    Some(next) => at = &arena[next],
                    None => break sum,
                }
            }
        });
    });
    group.finish();
    // Unlinked one by one: a chain of `Rc`s this long would overflow the stack when it is dropped.
    rcs.iter().for_each(|n| n.borrow_mut().next = None);
}

fn mass_free(c: &mut Criterion, token: &Token) {
    let mut group = c.benchmark_group("mass_free");
    group.bench_function("heap", |b| {
        let make = || (0..NODES as u64).map(|i| node(token, i)).collect::<Vec<_>>();
        b.iter_batched(make, drop, BatchSize::LargeInput);
    });
    group.bench_function("rc", |b| {
        let make = || (0..NODES as u64).map(counted).collect::<Vec<_>>();
        b.iter_batched(make, drop, BatchSize::LargeInput);
    });
    group.bench_function("slotmap", |b| {
        b.iter_batched(
            linked_slotmap,
            |(mut map, keys, _)| {
                keys.into_iter().for_each(|k| {
                    black_box(map.remove(k));
                })
            },
            BatchSize::LargeInput,
        );
    });
    group.bench_function("generational-arena", |b| {
        b.iter_batched(
            linked_arena,
            |(mut arena, keys, _)| {
                keys.into_iter().for_each(|k| {
                    black_box(arena.remove(k));
                })
            },
            BatchSize::LargeInput,
        );
    });
}

fn all(c: &mut Criterion) {
    kind::register::<Node>();
    let Ok(mut token) = Token::acquire() else { panic!("the system grants no address space") };
    allocate_free(c, &token);
    walk_and_chase(c, &mut token);
    mass_free(c, &token);
}

criterion_group!(benches, all);
criterion_main!(benches);
