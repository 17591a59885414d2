//! A random mutator against a model: after every run the heap verifies, and holds what the model says.

use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref, Shape, SlotId, Token, Weak, kind, verify};

struct Node {
    label: u64,
    links: BufVec<Obj>,
}
impl Payload for Node {
    const KIND: u8 = 1;
    const NAME: &'static str = "node";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.links.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.links.clear();
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

/// Xorshift: the runs are the same each time.
struct Random(u64);
impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// What the model knows of a root: the node's label, and the labels of its links.
struct Root {
    node: Ref<Node>,
    label: u64,
    links: Vec<u64>,
}

fn label(token: &Token, o: &Obj) -> u64 {
    match o.downcast_ref::<Node>() {
        Some(node) => node.get(token).label,
        None => o.downcast_ref::<Row>().map_or(0, |row| 1_000_000 + row.tail(token).len() as u64),
    }
}

fn check(token: &Token, roots: &[Root]) {
    for root in roots {
        let node = root.node.get(token);
        assert_eq!(node.label, root.label);
        let links: Vec<u64> = node.links.iter().map(|l| label(token, l)).collect();
        assert_eq!(links, root.links);
    }
    let seen = verify(token);
    assert!(seen.is_sound(), "{:#?}", seen.findings);
    assert!(seen.objects >= roots.len() as u64);
}

#[test]
fn a_random_mutator_agrees_with_its_model() {
    kind::register::<Node>();
    kind::register::<Row>();
    let mut token = Token::acquire().expect("memory enough");
    for seed in 1..=20u64 {
        run(&mut token, seed);
        let seen = verify(&token);
        assert!(seen.is_sound(), "seed {seed}: {:#?}", seen.findings);
    }
}

fn run(token: &mut Token, seed: u64) {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut roots: Vec<Root> = Vec::new();
    let mut dead: Vec<Weak<Node>> = Vec::new();
    let mut next = 0;
    for step in 0..4000 {
        match random.below(8) {
            0 | 1 => {
                next += 1;
                // Extra words of several numbers make slots of several sizes.
                let shape = Shape { class: SlotId(0), subclass: false, extra: random.below(40) as u32 };
                let node = Ref::new(token, shape, Node { label: next, links: BufVec::new() });
                if shape.extra > 0 && !roots.is_empty() {
                    let at = random.below(roots.len());
                    let other = roots[at].node.clone().into_obj();
                    node.extra_mut(token)[shape.extra as usize - 1] = OptObj::some(other);
                }
                roots.push(Root { node, label: next, links: Vec::new() });
            }
            2 if !roots.is_empty() => {
                let root = roots.swap_remove(random.below(roots.len()));
                let weak = Weak::of_ref(&root.node);
                let last = root.node.is_unique();
                drop(root);
                assert_eq!(weak.upgrade(token).is_none(), last);
                if last {
                    dead.push(weak);
                }
            }
            3..=5 if !roots.is_empty() => {
                // An older node is linked to a newer one only, so that the model has no cycles to think of.
                let (a, b) = (random.below(roots.len()), random.below(roots.len()));
                let (from, to) = if roots[a].label < roots[b].label { (a, b) } else { (b, a) };
                if from != to {
                    let target = roots[to].node.clone().into_obj();
                    let label = roots[to].label;
                    roots[from].node.get_mut(token).links.push(target).expect("memory enough");
                    roots[from].links.push(label);
                }
            }
            6 if !roots.is_empty() => {
                let root = random.below(roots.len());
                let length = roots[root].links.len();
                if length > 0 {
                    let at = random.below(length);
                    let removed = roots[root].node.get_mut(token).links.remove(at);
                    roots[root].links.remove(at);
                    drop(removed);
                }
            }
            7 if !roots.is_empty() => {
                let root = random.below(roots.len());
                let most = if random.below(50) == 0 { 20_000 } else { 60 };
                let n = random.below(most);
                let shape = Shape { class: SlotId(0), subclass: false, extra: 0 };
                let item = roots[root].node.clone().into_obj();
                // A row is held by the newest node only for a while: it holds a node that may be newer.
                let row = Ref::with_tail(token, shape, Row, (0..n).map(|_| item.clone())).expect("memory enough");
                assert_eq!(row.tail(token).len(), n);
                if n == 0 {
                    roots[root].node.get_mut(token).links.push(row.into_obj()).expect("memory enough");
                    roots[root].links.push(1_000_000);
                }
            }
            _ => {}
        }
        if step % 1000 == 999 {
            check(token, &roots);
            assert!(dead.iter().all(|w| w.upgrade(token).is_none()), "a weak handle of a dead object stays dead");
        }
    }
}
