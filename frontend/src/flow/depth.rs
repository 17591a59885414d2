//! How deep the value stack gets.
//!
//! flowgraph.c: calculate_stackdepth. Cycles are assumed to leave the depth as they find it; that two ways into a
//! block agree on its depth is checked.

use super::{BlockId, Graph};
use crate::bytecode::{self, flow, wide};

impl Graph {
    pub(super) fn stack_depth(&mut self) -> Result<i32, &'static str> {
        self.stack.clear();
        for block in &mut self.blocks {
            block.start_depth = i32::MIN;
        }
        let mut max = 0;
        self.enter_at_depth(BlockId::ENTRY, 0)?;
        while let Some(b) = self.stack.pop() {
            let (start, len, start_depth) = {
                let block = self.block(b);
                (block.start as usize, block.len as usize, block.start_depth)
            };
            let mut depth = start_depth;
            let mut next = self.next(b);
            for i in start..start + len {
                let instr = self.pool[i];
                let oparg = instr.arg as i32;
                let Some((popped, pushed)) = bytecode::stack_use(instr.op, oparg) else {
                    return Err("Invalid stack effect");
                };
                let effect = pushed - popped;
                let pushes_block = instr.is(flow::BLOCK_PUSH);
                let new_depth = if pushes_block { depth } else { depth + effect };
                if new_depth < 0 {
                    return Err("Invalid CFG, stack underflow");
                }
                max = max.max(depth);
                if (pushes_block || instr.is_jump()) && instr.op != wide::END_ASYNC_FOR {
                    self.enter_at_depth(instr.target, depth + effect)?;
                }
                depth = new_depth;
                if instr.is(flow::ALWAYS_JUMPS | flow::SCOPE_EXIT) {
                    next = BlockId::NONE;
                    break;
                }
            }
            if next.is_some() {
                self.enter_at_depth(next, depth)?;
            }
        }
        Ok(max)
    }

    fn enter_at_depth(&mut self, b: BlockId, depth: i32) -> Result<(), &'static str> {
        let block = self.block_mut(b);
        if block.start_depth >= 0 && block.start_depth != depth {
            return Err("Invalid CFG, inconsistent stackdepth");
        }
        if block.start_depth < depth {
            block.start_depth = depth;
            self.stack.push(b);
        }
        Ok(())
    }
}
