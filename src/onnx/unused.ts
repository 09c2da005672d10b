/** Dead code: what no output of a program depends on. */
import { bodiesOf, type Program, type ProgramNode } from './program.ts';

/**
 * The program without the nodes and constants on which no output depends. Inputs stay, used or not: they are what
 * the program's user hands in. Linear in the size of the program.
 */
export function prune(program: Program): Program {
  const used = new Set(program.outputs);
  const nodes: ProgramNode[] = [];
  for (const node of program.nodes.toReversed()) {
    if (!node.outputs.some((name) => used.has(name))) continue;
    nodes.push(node);
    for (const name of readBy(node)) used.add(name);
  }
  nodes.reverse();
  const constants = new Map([...program.constants].filter(([name]) => used.has(name)));
  const kept = new Set([...program.inputs, ...constants.keys(), ...nodes.flatMap(({ outputs }) => outputs)]);
  const types = new Map([...program.types].filter(([name]) => kept.has(name)));
  return { ...program, nodes, constants, types };
}

/** What a node reads, and what the programs inside it may take from around them. */
function readBy(node: ProgramNode): readonly string[] {
  const inside = bodiesOf(node.attributes).flatMap((body) => [...body.outputs, ...body.nodes.flatMap(readBy)]);
  return [...node.inputs, ...inside];
}
