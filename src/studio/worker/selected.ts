/** Which step is meant by what is selected, and which of its expansions. */
import type { LoadedModule } from '../../compiler/modules.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../graph/graph.ts';
import { nodePaths } from '../../graph/path.ts';
import type { Document } from '../../language/document.ts';
import { relatedModules } from '../../language/occurrences.ts';
import { stepsAround } from '../../language/steps.ts';
import type { BlockDefinition, NetworkDefinition, Step } from '../../syntax/ast.ts';

/** A step and the file that it stands in: the main one, or one that it uses. */
export interface Selected {
  readonly module: LoadedModule;
  readonly step: Step;
}

export function moduleAt(document: Document, path: string): LoadedModule | undefined {
  if (document.module.file.path === path) return document.module;
  return relatedModules(document).find(({ file }) => file.path === path);
}

/** The innermost step that holds the whole span. */
export function stepAt(document: Document, { file, start, end }: Span): Selected | undefined {
  const module = moduleAt(document, file);
  const step = module && stepsAround({ ...document, module }, start).findLast(({ span }) => end <= span.end);
  return step && { module, step };
}

/** The block or network that holds a span; the network where none does. */
export function definitionAt(document: Document, { file, start, end }: Span): DefinitionIn | undefined {
  const module = moduleAt(document, file);
  if (!module) return undefined;
  const { blocks, network } = module.syntax;
  const around = [...blocks, ...(network ? [network] : [])].find(({ span }) => span.start <= start && end <= span.end);
  const definition = around ?? network;
  return definition && { module, definition };
}

export interface DefinitionIn {
  readonly module: LoadedModule;
  readonly definition: BlockDefinition | NetworkDefinition;
}

export interface LayerRange {
  readonly first: number;
  readonly last: number;
}

/** The layers of a card or frame by its id on the canvas; with a merge's branches their merge. */
export function rangeOf(graph: Graph, id: string): LayerRange | undefined {
  const paths = nodePaths(graph);
  const isGroup = id.endsWith('/');
  const own = isGroup ? id.slice(0, -1) : id;
  const isIn = (path: string): boolean => path === own || (isGroup && path.startsWith(id));
  const first = paths.findIndex(isIn);
  return first < 0 ? undefined : { first, last: paths.findLastIndex(isIn) };
}
