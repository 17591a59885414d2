//! The words in which instructions are written: the loop's handlers (`eval`) and the instructions out of it (`rare`) share them.

/// Makes the macros that work on the running frame, the instruction pointer and the operand stack pointer, which lie in the variables
/// named.
macro_rules! vocabulary {
    ($vm:ident $frame:ident $ip:ident $sp:ident) => {
        // Writes the instruction, and where the operand stack ends, to the frame.
        macro_rules! save {
            () => {
                (*$frame).instruction = $ip.sub(1);
                (*$frame).top = $sp;
            };
        }
        macro_rules! push {
            ($word:expr) => {{
                let word: Value = $word;
                *$sp = word;
                $sp = $sp.add(1);
            }};
        }
        macro_rules! push_obj {
            ($object:expr) => {
                push!(Obj::into_value($object))
            };
        }
        macro_rules! pop {
            () => {{
                $sp = $sp.sub(1);
                *$sp
            }};
        }
        // The reference `n` words below the top, 1 being the top.
        macro_rules! top {
            ($n:expr) => {
                peek($sp.sub($n))
            };
        }
        // Passes over an instruction's caches.
        macro_rules! skip {
            ($base:expr) => {
                $ip = $ip.add(const { CACHES[$base as usize] as usize });
            };
        }
        macro_rules! name {
            ($i:expr) => {
                &*FrameHeader::code($frame).get($vm).names.tail($vm).as_ptr().add($i as usize).cast::<Ref<Str>>()
            };
        }
    };
}
pub(crate) use vocabulary;
