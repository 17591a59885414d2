//! How deep the value stack gets.
//!
//! flowgraph.c: calculate_stackdepth. Cycles are assumed to leave the depth as they find it; that two ways into a
//! block agree on its depth is checked.

use super::{Block, BlockId, Graph};
use crate::bytecode::{self, flow, wide};

impl Graph {
    pub(super) fn stack_depth(&mut self) -> Result<i32, &'static str> {
        self.stack.clear();
        for block in &mut self.blocks {
            block.start_depth = i32::MIN;
        }
        let mut max = 0;
        enter_at_depth(&mut self.blocks, &mut self.stack, BlockId::ENTRY, 0)?;
        let Graph { pool, blocks, stack, .. } = self;
        while let Some(b) = stack.pop() {
            let block = &blocks[b.0 as usize];
            let mut depth = block.start_depth;
            let mut next = block.next;
            let mut least = depth;
            for instr in &pool[block.start as usize..(block.start + block.len) as usize] {
                let Some((effect, bits)) = bytecode::net_effect(instr.op, instr.arg as i32) else {
                    return Err("Invalid stack effect");
                };
                max = max.max(depth);
                let after = depth.wrapping_add(effect);
                if bits & (flow::JUMP | flow::BLOCK_PUSH | flow::SCOPE_EXIT) != 0 {
                    if bits & (flow::JUMP | flow::BLOCK_PUSH) != 0 && instr.op != wide::END_ASYNC_FOR {
                        enter_at_depth(blocks, stack, instr.target, after)?;
                    }
                    if bits & flow::BLOCK_PUSH != 0 {
                        continue;
                    }
                    if bits & (flow::ALWAYS_JUMPS | flow::SCOPE_EXIT) != 0 {
                        next = BlockId::NONE;
                        break;
                    }
                }
                depth = after;
                least = least.min(depth);
            }
            if least < 0 {
                return Err("Invalid CFG, stack underflow");
            }
            if next.is_some() {
                enter_at_depth(blocks, stack, next, depth)?;
            }
        }
        Ok(max)
    }
}

fn enter_at_depth(blocks: &mut [Block], stack: &mut Vec<BlockId>, b: BlockId, depth: i32) -> Result<(), &'static str> {
    let block = &mut blocks[b.0 as usize];
    if block.start_depth >= 0 && block.start_depth != depth {
        return Err("Invalid CFG, inconsistent stackdepth");
    }
    if block.start_depth < depth {
        block.start_depth = depth;
        stack.push(b);
    }
    Ok(())
}
