/** A network as a tree of comparable parts: what each is, and two numbers that say whether two parts are alike. */

import { formatShape } from '../../operators/operator.ts';
import type { Candidate } from '../compare/candidate.ts';
import { describeGroup, describeLayer, type Hierarchy, hierarchyOf, isMergeOf, type Part } from '../hierarchy.ts';

export interface TreePart {
  /** Last segment of the path. */
  readonly name: string;
  /** As the source has it; labels are the anchors of an alignment. */
  readonly label: string | undefined;
  /** `conv`, `block`, `repeat`, `merge add`: parts of different kinds are never the same part, changed. */
  readonly kind: string;
  /** Of the definition, for a block. */
  readonly block: string | undefined;
  /** As one would write it: `conv(64, 3)`, `3 x Bottleneck(64)`. */
  readonly what: string;
  readonly output: string;
  readonly parameters: number;
  readonly macs: number;
  /** Number of layers in it, 1 for a layer. */
  readonly layers: number;
  /** No output of the deployed network depends on it: outside the totals. */
  readonly trainingOnly: boolean;
  /** Id in the graph; undefined for a group. */
  readonly node: number | undefined;
  readonly children: readonly TreePart[];
  /** Equal for parts that are equal in all that is said above, names apart. */
  readonly digest: number;
  /** Equal for parts with the same kinds of layers in the same places, whatever their arguments. */
  readonly outline: number;
  /** A bit for each operator in it; two operators may share one. */
  readonly operators: number;
}

/** Numbers for texts, shared by the trees that are compared. */
export type Interner = (text: string) => number;

export function interner(): Interner {
  const known = new Map<string, number>();
  return (text) => {
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  };
}

/** Time proportional to the number of layers. The root is the network itself. */
export function treeOf({ graph, analysis }: Pick<Candidate, 'graph' | 'analysis'>, intern: Interner): TreePart {
  const hierarchy = hierarchyOf(graph, analysis, undefined);
  const groups: TreePart[] = [];
  // Scopes come after the scope around them: from the last to the first, children are ready.
  for (let id = graph.scopes.length - 1; id >= 0; id--) {
    const children: TreePart[] = [];
    let previous: Part | undefined;
    for (const part of hierarchy.parts[id] ?? []) {
      const made = part.kind === 'layer' ? layerPart(hierarchy, analysis, part.node.id, intern) : groups[part.scope.id];
      const merge = isMergeOf(previous, part) ? children.pop() : undefined;
      if (made !== undefined) children.push(merge === undefined ? made : joined(merge, made, intern));
      previous = part;
    }
    const made = groupPart(hierarchy, id, children, intern);
    if (made !== undefined) groups[id] = made;
  }
  return (
    groups[0] ??
    group({ name: graph.name, label: undefined, kind: 'network', block: undefined, what: graph.name }, [], '', intern)
  );
}

function layerPart(
  { graph }: Hierarchy,
  analysis: Candidate['analysis'],
  id: number,
  intern: Interner,
): TreePart | undefined {
  const node = graph.nodes[id];
  const cost = analysis.layers[id];
  if (node === undefined || cost === undefined) return undefined;
  const what = describeLayer(node);
  const output = formatShape(node.shape);
  const { parameters, macs, trainingOnly } = cost;
  return {
    name: node.name,
    label: node.op === 'input' ? undefined : node.label,
    kind: node.op,
    block: undefined,
    what,
    output,
    parameters,
    macs,
    layers: 1,
    trainingOnly,
    node: id,
    children: [],
    digest: intern(`layer ${what} ${output} ${parameters} ${macs}`),
    outline: intern(`layer ${node.op}`),
    operators: 1 << (intern(`operator ${node.op}`) % 31),
  };
}

function groupPart(hierarchy: Hierarchy, id: number, children: TreePart[], intern: Interner): TreePart | undefined {
  const scope = hierarchy.graph.scopes[id];
  if (scope === undefined) return undefined;
  const last = hierarchy.sums[id]?.last ?? 0;
  const output = formatShape(hierarchy.graph.nodes[last]?.shape ?? hierarchy.graph.input.shape);
  const what = describeGroup(hierarchy, scope);
  const { name, label, kind, block } = scope;
  return group({ name, label, kind, block, what }, children, output, intern);
}

type Title = Pick<TreePart, 'name' | 'label' | 'kind' | 'block' | 'what'>;

function group(title: Title, children: readonly TreePart[], output: string, intern: Interner): TreePart {
  let [parameters, macs, layers] = [0, 0, 0];
  for (const child of children) {
    parameters += child.parameters;
    macs += child.macs;
    layers += child.layers;
  }
  const digests = children.map(({ digest }) => digest).join(' ');
  const outlines = children.map(({ outline }) => outline).join(' ');
  return {
    ...title,
    output,
    parameters,
    macs,
    layers,
    trainingOnly: children.length > 0 && children.every((child) => child.trainingOnly),
    node: undefined,
    children,
    digest: intern(`group ${title.kind} ${title.block}: ${digests}`),
    outline: intern(`group ${title.kind}: ${outlines}`),
    operators: children.reduce((bits, child) => bits | child.operators, 0),
  };
}

/** The branches of a merge and the layer that joins them are one part. */
function joined(merge: TreePart, join: TreePart, intern: Interner): TreePart {
  const { name, label, kind, block, what, output } = join;
  return group({ name, label, kind: `merge ${kind}`, block, what }, [...merge.children, join], output, intern);
}
