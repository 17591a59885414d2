//! How deep the value stack gets.
//!
//! flowgraph.c: calculate_stackdepth. Cycles are assumed to leave the depth as they find it; that two ways into a
//! block agree on its depth is checked.

use super::{Block, BlockId, Graph, Instr};
use crate::bytecode::{self, flow, wide};

pub(super) const UNDERFLOW: &str = "Invalid CFG, stack underflow";

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
            let Block { start, len, next, ending, pushes, start_depth, .. } = blocks[b.0 as usize];
            let mut depth = start_depth;
            let mut least = depth;
            let code = &pool[start as usize..(start + len) as usize];
            for instr in code {
                let Some((effect, bits)) = bytecode::net_effect(instr.op, instr.arg as i32) else {
                    return Err("Invalid stack effect");
                };
                max = max.max(depth);
                let after = depth.wrapping_add(effect);
                if pushes && bits & flow::BLOCK_PUSH != 0 {
                    enter_at_depth(blocks, stack, instr.target, after)?;
                    continue;
                }
                depth = after;
                least = least.min(depth);
            }
            if least < 0 {
                return Err(UNDERFLOW);
            }
            if let Some(target) = ending.jump_target()
                && code.last().is_some_and(|jump| jump.op != wide::END_ASYNC_FOR)
            {
                enter_at_depth(blocks, stack, target, depth)?;
            }
            if next.is_some() && ending.falls_through() {
                enter_at_depth(blocks, stack, next, depth)?;
            }
        }
        Ok(max)
    }
}

/// The deepest that code without handlers gets, and the depth at its end.
pub(super) fn depths_of(code: &[Instr], start: i32) -> Result<(i32, i32), &'static str> {
    let (mut depth, mut least, mut most) = (start, start, 0);
    for instr in code {
        let Some((effect, _)) = bytecode::net_effect(instr.op, instr.arg as i32) else {
            return Err("Invalid stack effect");
        };
        most = most.max(depth);
        depth = depth.wrapping_add(effect);
        least = least.min(depth);
    }
    if least < 0 { Err(UNDERFLOW) } else { Ok((most, depth)) }
}

pub(super) fn enter_at_depth(
    blocks: &mut [Block],
    stack: &mut Vec<BlockId>,
    b: BlockId,
    depth: i32,
) -> Result<(), &'static str> {
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
