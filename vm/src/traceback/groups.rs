//! The order and the frames of what an exception, its causes, contexts and members print
//! (`traceback.TracebackException.format`).

use super::{exception_only, stack};
use rpython_objects::{Exception, Obj, TypeExt, Vm, exception, types};
use rustc_hash::FxHashSet;

const MOST_WIDTH: usize = 15;
const MOST_DEPTH: usize = 10;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// An exception with what is printed before and inside it, by index.
struct Node {
    exception: Obj,
    cause: Option<usize>,
    context: Option<usize>,
    members: Option<Vec<usize>>,
}

/// Lays the chain out; an exception that was seen is not chained to again.
fn nodes(vm: &Vm, e: &Obj) -> Vec<Node> {
    let mut seen = FxHashSet::default();
    let mut all: Vec<Node> = Vec::new();
    let add = |all: &mut Vec<Node>, seen: &mut FxHashSet<u32>, e: Obj| {
        if e.header().is_some() {
            seen.insert(e.value().slot().0);
        }
        all.push(Node { exception: e, cause: None, context: None, members: None });
        all.len() - 1
    };
    let mut pending = vec![add(&mut all, &mut seen, e.clone())];
    while let Some(at) = pending.pop() {
        let Some(x) = all[at].exception.downcast_ref::<Exception>() else { continue };
        let state = x.get(vm);
        let (cause, context, suppressed) = (state.cause.cloned(), state.context.cloned(), state.suppress_context);
        let is_group = vm.class_of(x).is_subtype(vm, types::BASE_EXCEPTION_GROUP);
        let members = is_group.then(|| exception::exceptions(vm, x));
        let fresh = |seen: &FxHashSet<u32>, e: &Obj| !seen.contains(&e.value().slot().0);
        let cause = cause.filter(|c| fresh(&seen, c)).map(|c| add(&mut all, &mut seen, c));
        let wanted = cause.is_none() && !suppressed;
        let context = context.filter(|c| wanted && fresh(&seen, c)).map(|c| add(&mut all, &mut seen, c));
        let members = members.map(|m| m.into_iter().map(|e| add(&mut all, &mut seen, e)).collect::<Vec<usize>>());
        pending.extend(cause);
        pending.extend(context);
        pending.extend(members.iter().flatten());
        all[at].cause = cause;
        all[at].context = context;
        all[at].members = members;
    }
    all
}

/// What is being written, and how deep in groups.
struct Writer {
    nodes: Vec<Node>,
    out: String,
    depth: usize,
    must_close: bool,
}

impl Writer {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    fn emit(&mut self, text: &str, margin: char) {
        let mut indent = self.indent();
        if self.depth > 0 {
            indent.push(margin);
            indent.push(' ');
        }
        for line in text.split_inclusive('\n') {
            self.out.push_str(&indent);
            self.out.push_str(line);
        }
    }

    fn chain(&mut self, vm: &mut Vm, from: usize) {
        let mut order = Vec::new();
        let mut at = Some(from);
        while let Some(i) = at {
            let node = &self.nodes[i];
            let (message, next) = match (node.cause, node.context) {
                (Some(c), _) => (Some(CAUSE), Some(c)),
                (None, Some(c)) => (Some(CONTEXT), Some(c)),
                (None, None) => (None, None),
            };
            order.push((message, i));
            at = next;
        }
        for (message, i) in order.into_iter().rev() {
            if let Some(message) = message {
                self.emit(message, '|');
            }
            self.one(vm, i);
        }
    }

    fn one(&mut self, vm: &mut Vm, at: usize) {
        let e = self.nodes[at].exception.clone();
        let Some(members) = self.nodes[at].members.clone() else {
            let frames = stack(vm, &e);
            if !frames.is_empty() {
                self.emit("Traceback (most recent call last):\n", '|');
                self.emit(&frames, '|');
            }
            let text = exception_only(vm, &e);
            self.emit(&text, '|');
            return;
        };
        if self.depth > MOST_DEPTH {
            self.emit(&format!("... (max_group_depth is {MOST_DEPTH})\n"), '|');
            return;
        }
        let is_top = self.depth == 0;
        if is_top {
            self.depth = 1;
        }
        let frames = stack(vm, &e);
        if !frames.is_empty() {
            self.emit("Exception Group Traceback (most recent call last):\n", if is_top { '+' } else { '|' });
            self.emit(&frames, '|');
        }
        let text = exception_only(vm, &e);
        self.emit(&text, '|');
        let shown = if members.len() <= MOST_WIDTH { members.len() } else { MOST_WIDTH + 1 };
        self.must_close = false;
        for (i, &member) in members.iter().take(shown).enumerate() {
            let is_last = i + 1 == shown;
            if is_last {
                // The line may be drawn by an inner group that ends here too.
                self.must_close = true;
            }
            let truncated = i >= MOST_WIDTH;
            let title = if truncated { "...".to_string() } else { (i + 1).to_string() };
            let lead = if i == 0 { "+-" } else { "  " };
            self.out.push_str(&format!("{}{lead}+---------------- {title} ----------------\n", self.indent()));
            self.depth += 1;
            if truncated {
                let rest = members.len() - MOST_WIDTH;
                let plural = if rest > 1 { "s" } else { "" };
                self.emit(&format!("and {rest} more exception{plural}\n"), '|');
            } else {
                self.chain(vm, member);
            }
            if is_last && self.must_close {
                self.out.push_str(&format!("{}+------------------------------------\n", self.indent()));
                self.must_close = false;
            }
            self.depth -= 1;
        }
        if is_top {
            self.depth = 0;
        }
    }
}

/// Everything that is printed of an exception.
pub(super) fn format(vm: &mut Vm, e: &Obj) -> String {
    let mut writer = Writer { nodes: nodes(vm, e), out: String::new(), depth: 0, must_close: false };
    writer.chain(vm, 0);
    writer.out
}
