//! How handlers are written: [`instructions!`] makes a function of each arm of a `match`, in which the macros of `handler!` work on
//! the registers of the loop.

/// Makes handlers out of the arms of `match opcode`, and the function that enters them in the table. Each name of an arm gets a handler
/// of its own, in which `OPCODE` is its number; behind the arm, the next instruction runs.
macro_rules! instructions {
    (|$vm:ident, $frame:ident, $ip:ident, $sp:ident, $slots:ident, $arg:ident| match opcode {
        $($($name:ident)|+ => $body:block $(,)?)*
    }) => {
        /// Enters the handlers of this file in the table.
        pub(super) const fn enter(table: &mut $crate::eval::Table) {
            $($(table[op::$name as usize] = $name;)+)*
        }
        $($(
            // A handler uses some of the words, and some leave before its end.
            #[allow(non_snake_case, unused_mut, unused_macros, unused_variables, unused_assignments, unreachable_code)]
            #[inline(never)]
            unsafe extern "rust-preserve-none" fn $name(
                $vm: &mut Vm,
                mut $frame: *mut FrameHeader,
                mut $ip: *const u16,
                mut $sp: *mut Value,
                mut $slots: *mut Value,
                $arg: u32,
            ) -> PyResult {
                #[allow(dead_code)]
                const OPCODE: u8 = op::$name;
                // SAFETY: see `crate::eval::Handler`.
                unsafe {
                    $crate::eval::words::handler!($vm $frame $ip $sp $slots $arg);
                    $body
                    next!()
                }
            }
        )+)*
    };
}
pub(super) use instructions;

/// Makes the macros of a handler, whose parameters lie in the variables named.
macro_rules! handler {
    ($vm:ident $frame:ident $ip:ident $sp:ident $slots:ident $arg:ident) => {
        $crate::vocabulary::vocabulary!($vm $frame $ip $sp);

        // ---- where to go on

        // The next instruction: its opcode in the unit's low byte, its argument above.
        macro_rules! next {
            () => {{
                let unit = *$ip;
                become $crate::eval::HANDLERS[(unit & 0xFF) as usize](
                    $vm,
                    $frame,
                    $ip.add(1),
                    $sp,
                    $slots,
                    u32::from(unit >> 8),
                )
            }};
        }
        // This instruction, as another.
        macro_rules! again {
            ($opcode:expr) => {
                again!($opcode, $arg)
            };
            ($opcode:expr, $operand:expr) => {
                become $crate::eval::HANDLERS[$opcode as usize]($vm, $frame, $ip, $sp, $slots, $operand)
            };
        }
        // A guard of a specialised instruction does not hold: it goes on as its base.
        macro_rules! deopt {
            ($base:expr) => {
                again!($base)
            };
        }
        // The instruction has failed, behind `save!`: the exception lies in the token.
        macro_rules! fail {
            () => {
                become $crate::eval::unwind::unwind($vm, $frame, $ip, $sp, $slots, $arg)
            };
        }
        macro_rules! check {
            ($result:expr) => {
                match $result {
                    Ok(value) => value,
                    Err(_raised) => fail!(),
                }
            };
        }
        // As `check!`, after a call, which has released its operands.
        macro_rules! check_call {
            ($result:expr) => {
                match $result {
                    Ok(value) => value,
                    Err(_raised) => {
                        $sp = (*$frame).top;
                        fail!()
                    }
                }
            };
        }

        // ---- frames

        // The interpreter's state, asked for where it is used: one register less for the loop to keep.
        macro_rules! state {
            () => {
                $crate::interp::running($vm)
            };
        }
        macro_rules! code {
            () => {
                FrameHeader::code($frame).get($vm)
            };
        }
        // Makes a frame the one whose words the loop works on.
        macro_rules! take_up {
            ($other:expr) => {
                $frame = $other;
                $slots = FrameHeader::slot_base($frame);
            };
        }
        // Takes up the frame on top, or another, which runs from its `instruction` on.
        macro_rules! start {
            () => {
                start!((*state!()).frame);
                $sp = (*$frame).top;
            };
            ($other:expr) => {
                take_up!($other);
                $ip = (*$frame).instruction;
            };
        }
        // Takes up a frame that was just pushed. Its `RESUME` needs no dispatch where there is nothing to poll for.
        macro_rules! start_pushed {
            () => {{
                let top = (*state!()).frame;
                start_pushed!(call::Pushed {
                    frame: top,
                    slots: FrameHeader::slot_base(top),
                    ip: (*top).instruction
                });
            }};
            ($entered:expr) => {
                let pushed: call::Pushed = $entered;
                $frame = pushed.frame;
                $slots = pushed.slots;
                $ip = pushed.ip;
                $sp = FrameHeader::stack_base($frame);
                if *$ip as u8 == op::RESUME_CHECK && !EVAL_BREAKER.load(Ordering::Relaxed) {
                    $ip = $ip.add(1);
                }
            };
        }
        // Goes on in the frame on top, `skip` units from its instruction.
        macro_rules! resume {
            ($units:expr) => {
                start!();
                $ip = $ip.add($units as usize);
            };
        }
        // A special method written in Python runs on this loop, where `may` holds and there is one.
        macro_rules! enter_special {
            (@ $entered:expr) => {
                if let Some(pushed) = check!($entered) {
                    start_pushed!(pushed);
                    next!();
                }
            };
            ($may:expr, $method:ident, $units:expr) => {
                if $may {
                    enter_special!(@ special_methods::$method($vm, state!(), $frame, $sp, $units));
                }
            };
            ($may:expr, $method:ident, $units:expr, $extra:expr) => {
                if $may {
                    enter_special!(@ special_methods::$method($vm, state!(), $frame, $sp, $units, $extra));
                }
            };
        }
        // The frame of a special method has ended with a result.
        macro_rules! finish_special {
            ($caller:expr, $units:expr, $outcome:expr) => {{
                start!();
                $sp = check_call!(special_methods::finish($vm, $frame, $sp, $caller, $outcome));
                let skip = if $caller == Caller::Item { const { call::units(op::FOR_ITER) } } else { $units };
                $ip = $ip.add(skip as usize);
            }};
        }

        // ---- what is let go of

        // Pending finalisers run before the next instruction.
        macro_rules! settle {
            () => {
                if has_pending() {
                    (*$frame).top = $sp;
                    special::run_pending($vm);
                }
            };
        }
        // Polls signals, other threads and the collector.
        macro_rules! poll {
            () => {
                if EVAL_BREAKER.load(Ordering::Relaxed) {
                    save!();
                    check!(($vm.hooks.poll)($vm));
                }
            };
        }
        // As `settle!`, after a call of what is native: nothing may run between its end and a signal's handler, so that what
        // it has taken is given back by the `finally` that is to do so.
        macro_rules! settle_call {
            () => {
                settle!();
                poll!();
            };
        }
        // Releases the reference in a word that is not used again.
        macro_rules! discard {
            ($word:expr) => {{
                let value: Value = $word;
                if value.is_counted() && give_up(value) {
                    save!();
                    special::free_word($vm, value);
                }
            }};
        }
        // As `discard!`, where `ip` has left the instruction.
        macro_rules! discard_behind {
            ($word:expr) => {{
                let value: Value = $word;
                if value.is_counted() && give_up(value) {
                    (*$frame).top = $sp;
                    special::free_word($vm, value);
                }
            }};
        }
        // Releases a word of a frame that is being left: finalisers wait until the caller goes on.
        macro_rules! discard_local {
            ($word:expr) => {{
                let value: Value = $word;
                if value.is_counted() && give_up(value) {
                    rpython_heap::release(value);
                }
            }};
        }
        // Releases the top `n` words.
        macro_rules! drop_top {
            ($n:expr) => {
                $sp = special::drop_words($vm, $frame, $sp, $n as usize);
                settle!();
            };
        }
        // Releases the top `n` words, where `ip` has left the instruction.
        macro_rules! drop_operands {
            ($n:expr) => {
                for _ in 0..$n {
                    let word = pop!();
                    discard_behind!(word);
                }
            };
        }
        macro_rules! set_slot {
            ($i:expr, $word:expr) => {{
                let place = $slots.add($i as usize);
                let old = *place;
                *place = Obj::from_value($word).into_counted().into_value();
                discard!(old);
            }};
        }

        // ---- inline caches

        // Entries, counted in units from the first.
        macro_rules! cached {
            (u16, $at:expr) => {
                *$ip.add($at)
            };
            (u32, $at:expr) => {
                $ip.add($at).cast::<u32>().read_unaligned()
            };
            (u64, $at:expr) => {
                $ip.add($at).cast::<u64>().read_unaligned()
            };
        }
        // The object in a cache of `LOAD_ATTR`, which the class keeps alive as long as its version.
        macro_rules! cached_object {
            () => {
                ManuallyDrop::new(Obj::from_value(Value(cached!(u64, 5))))
            };
        }
        // The function whose slot's number is in a cache, which a class keeps alive as long as its version: without a count.
        macro_rules! cached_method {
            ($at:expr) => {
                Obj::in_live_slot(SlotId(cached!(u32, $at)))
            };
        }
        // A base instruction counts; at 0, it is specialised, and what it has become runs.
        macro_rules! adapt {
            ($how:expr) => {
                let counter = *$ip;
                if specialize::is_due(counter) {
                    save!();
                    $how;
                    again!(*$ip.sub(1) as u8);
                }
                specialize::count($ip);
            };
        }

        // ---- results

        // A unary operation on the top of the stack.
        macro_rules! unary {
            ($f:expr) => {{
                save!();
                let result = check!($f($vm, top!(1)));
                let old = *$sp.sub(1);
                *$sp.sub(1) = result.into_value();
                discard!(old);
                settle!();
            }};
        }
        // Replaces the top two words by a result; `ip` may have left the instruction.
        macro_rules! binary_result {
            ($made:expr) => {{
                let result: Obj = $made;
                let (a, b) = (*$sp.sub(2), *$sp.sub(1));
                $sp = $sp.sub(1);
                *$sp.sub(1) = result.into_value();
                discard_behind!(b);
                discard_behind!(a);
                settle!();
            }};
        }
        // Replaces the top two words, neither of which is counted, by a value, behind the caches of `$base`.
        macro_rules! binary_value {
            ($base:expr, $word:expr) => {{
                $sp = $sp.sub(1);
                *$sp.sub(1) = $word;
                skip!($base);
                next!()
            }};
        }
        // `LOAD_ATTR` has found a value, not a method to be called on the owner.
        macro_rules! attribute_loaded {
            ($object:expr) => {{
                let owner = *$sp.sub(1);
                *$sp.sub(1) = Obj::into_value($object);
                if $arg & 1 != 0 {
                    push!(Value::UNBOUND);
                }
                discard!(owner);
                skip!(op::LOAD_ATTR);
            }};
        }
        // `LOAD_ATTR` has found a method: the owner becomes its first argument, or is bound to it where there is no call.
        macro_rules! method_loaded {
            () => {{
                let owner = *$sp.sub(1);
                if $arg & 1 == 0 {
                    save!();
                    let bound = check!(special::bind_method($vm, &*cached_object!(), top!(1)));
                    *$sp.sub(1) = bound.into_value();
                    discard!(owner);
                    skip!(op::LOAD_ATTR);
                    next!();
                }
                *$sp.sub(1) = (*cached_object!()).clone().into_value();
                push!(owner);
                skip!(op::LOAD_ATTR);
            }};
        }

        // An iterator has handed out a counted or immediate value, and the caches are behind. Where a local variable is what gets it, it is set
        // at once.
        macro_rules! handed_out {
            ($item:expr) => {{
                let item: Value = $item;
                if *$ip as u8 == op::STORE_FAST {
                    let place = $slots.add((*$ip >> 8) as usize);
                    let old = *place;
                    *place = item;
                    $ip = $ip.add(1);
                    discard!(old);
                } else {
                    push!(item);
                }
            }};
        }

        // ---- branches

        // Passes over the mark of a branch that was not taken.
        macro_rules! not_taken {
            () => {
                $ip = $ip.add((*$ip as u8 == op::NOT_TAKEN) as usize)
            };
        }
        macro_rules! jump_if {
            ($wanted:expr) => {{
                let value = pop!();
                skip!(op::POP_JUMP_IF_TRUE);
                // The compiler puts TO_BOOL before, so the value is a bool.
                if value == Value::bool($wanted) {
                    $ip = $ip.add($arg as usize);
                } else {
                    not_taken!();
                }
            }};
        }
        // The instruction, whose operands are gone and whose caches are behind, answers a bool. A conditional jump behind is taken at once.
        macro_rules! answer {
            ($outcome:expr) => {{
                let holds: bool = $outcome;
                let next = *$ip;
                let wanted = match next as u8 {
                    op::POP_JUMP_IF_FALSE => false,
                    op::POP_JUMP_IF_TRUE => true,
                    _ => {
                        push!(Value::bool(holds));
                        next!()
                    }
                };
                $ip = $ip.add(const { call::units(op::POP_JUMP_IF_FALSE) as usize });
                if holds == wanted {
                    $ip = $ip.add((next >> 8) as usize);
                } else {
                    not_taken!();
                }
                next!()
            }};
        }
        // As `answer!`, in place of the top two words; `ip` may have left the instruction.
        macro_rules! answer_binary {
            ($outcome:expr) => {{
                let holds: bool = $outcome;
                let (a, b) = (*$sp.sub(2), *$sp.sub(1));
                $sp = $sp.sub(2);
                discard_behind!(b);
                discard_behind!(a);
                settle!();
                answer!(holds)
            }};
        }
        // The outcome of a comparison of two words that are not counted.
        macro_rules! compared {
            ($outcome:expr) => {{
                let holds: bool = $outcome;
                $sp = $sp.sub(2);
                skip!(op::COMPARE_OP);
                answer!(holds)
            }};
        }
        // The truth of the top word.
        macro_rules! truth {
            ($outcome:expr) => {{
                let holds: bool = $outcome;
                let old = pop!();
                discard!(old);
                skip!(op::TO_BOOL);
                answer!(holds)
            }};
        }
    };
}
pub(super) use handler;
