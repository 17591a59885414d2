//! The words in which instructions are written: the loop (`eval`) and the instructions out of it (`rare`) share them.

/// Makes the macros that work on the running frame, the instruction pointer and the operand stack pointer, which lie in the variables
/// named; `$d` is a dollar sign.
macro_rules! vocabulary {
    ($d:tt $vm:ident $frame:ident $ip:ident $sp:ident) => {
        // Writes the instruction, and where the operand stack ends, to the frame.
        macro_rules! save {
            () => {
                (*$frame).instruction = $ip.sub(1);
                (*$frame).top = $sp;
            };
        }
        macro_rules! push {
            ($d value:expr) => {{
                let value: Value = $d value;
                *$sp = value;
                $sp = $sp.add(1);
            }};
        }
        macro_rules! push_obj {
            ($d o:expr) => {
                push!(Obj::into_value($d o))
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
            ($d n:expr) => {
                peek($sp.sub($d n))
            };
        }
        // Passes over an instruction's caches.
        macro_rules! skip {
            ($d op:expr) => {
                $ip = $ip.add(const { CACHES[$d op as usize] as usize });
            };
        }
        macro_rules! name {
            ($d i:expr) => {
                &*FrameHeader::code($frame).get($vm).names.tail($vm).as_ptr().add($d i as usize).cast::<Ref<Str>>()
            };
        }
    };
}
pub(crate) use vocabulary;
