import { useStore as useFlowStore, useReactFlow } from '@xyflow/react';
import { ChevronDown, Plus } from 'lucide-react';
import { useStore } from 'zustand';
import type { Box, CanvasEdge, CanvasGroup, Point } from '../../../canvas/document.ts';
import { rounded } from '../../../canvas/markup.ts';
import { useStudio, useWords } from '../context.tsx';
import { act } from './act.ts';
import { useScene } from './CanvasContext.tsx';
import { titleHeight } from './drag.ts';
import { drawnAt, grown, type Seen } from './spatial.ts';
import { ask, canvasUi, type Drag, viewOf } from './store.ts';
import { middleOf } from './targets.ts';
import { words } from './words.ts';

interface HandlesProps {
  readonly seen: Seen;
  readonly selected: ReadonlySet<string>;
  readonly hovered: CanvasEdge | undefined;
}

/** What can be taken hold of, over cards and lines: frames' titles, gaps, merges; and where a drag would end. */
export function Handles({ seen, selected, hovered }: HandlesProps) {
  const drag = useStore(canvasUi, (ui) => ui.drag);
  const { index } = useScene();
  const merges = seen.groups.filter(({ kind }) => kind === 'merge');
  return (
    <>
      {seen.groups.map((group) =>
        group.framed ? <FrameHandle key={group.id} group={group} isSelected={selected.has(group.id)} /> : null,
      )}
      {merges.map((merge) => (
        <MergeHandle key={merge.id} merge={merge} isSelected={isChosenMerge(merge, seen, selected)} />
      ))}
      {hovered?.gap && !drag && <GapHandle edge={hovered} />}
      {drag?.target && <Target drag={drag} />}
      {drag?.what.kind === 'edge' && (
        <>
          {drag.what.targets.map(({ id }) => {
            const box = drawnAt(index, id);
            return box ? <Outline key={id} box={box} look="candidate" /> : null;
          })}
          <Rope from={drag.what.from} x={drag.x} y={drag.y} />
        </>
      )}
    </>
  );
}

/** Its layer stands for the whole merge: so one sees what would be edited. */
function isChosenMerge({ id, span }: CanvasGroup, { nodes }: Seen, selected: ReadonlySet<string>): boolean {
  return nodes.some((node) => node.parent === id && node.span.start === span.start && selected.has(node.id));
}

function FrameHandle({ group, isSelected }: { readonly group: CanvasGroup; readonly isSelected: boolean }) {
  const studio = useStudio();
  const { path, diagnostics } = useScene();
  const said = useWords(words);
  const { id, x, y, width, height, title } = group;
  const messages = group.diagnostics.flatMap((at) => diagnostics[at]?.message ?? []);
  return (
    <>
      {isSelected && <Outline box={group} look="chosen" />}
      <div
        className="canvas-frame-title nopan"
        data-frame={id}
        title={messages.length > 0 ? messages.join('\n') : undefined}
        style={{ transform: `translate(${x}px, ${y}px)`, width, height: Math.min(titleHeight, height) }}
      >
        <button
          type="button"
          tabIndex={-1}
          className="canvas-toggle"
          aria-label={said.fold(title)}
          title={said.fold(title)}
          onClick={() => {
            viewOf(path)?.hold(id);
            studio.fold(path, id, true);
          }}
        >
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      </div>
    </>
  );
}

function MergeHandle({ merge, isSelected }: { readonly merge: CanvasGroup; readonly isSelected: boolean }) {
  const studio = useStudio();
  const { path } = useScene();
  const said = useWords(words);
  const { x, y, width, branches } = merge;
  return (
    <>
      {isSelected && <Outline box={grown(merge, 5)} look="merge" />}
      {branches && (
        <button
          type="button"
          tabIndex={-1}
          className="canvas-plus canvas-branch"
          aria-label={said.addBranch}
          title={said.addBranch}
          style={{ transform: `translate(${x + width - 2}px, ${y - 2}px)` }}
          onClick={() => void act(studio, path, { kind: 'add-branch', at: branches.gap })}
        >
          <Plus size={11} aria-hidden="true" />
        </button>
      )}
    </>
  );
}

function GapHandle({ edge }: { readonly edge: CanvasEdge }) {
  const said = useWords(words);
  const { x, y } = middleOf(edge.points);
  const { gap, shape } = edge;
  if (!gap) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="canvas-plus"
      aria-label={said.insertHere}
      title={said.insertHere}
      style={{ transform: `translate(${x - 9}px, ${y - 9}px)` }}
      onClick={() => ask({ kind: 'insert', at: gap, shape, near: { x: x + 12, y } })}
    >
      <Plus size={12} aria-hidden="true" />
    </button>
  );
}

function Outline({ box, look }: { readonly box: Box; readonly look: 'chosen' | 'merge' | 'candidate' | 'target' }) {
  const { x, y, width, height } = box;
  return (
    <div
      className={`canvas-outline canvas-outline-${look}`}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    />
  );
}

function Target({ drag: { target } }: { readonly drag: Drag }) {
  const { index } = useScene();
  if (target?.kind === 'gap') {
    return (
      <svg className="canvas-lines canvas-target" aria-hidden="true">
        <path d={rounded(target.edge.points, 7)} />
        <Bar at={middleOf(target.edge.points)} />
      </svg>
    );
  }
  const box = target && drawnAt(index, target.kind === 'wrap' ? target.id : target.connection.id);
  return box ? <Outline box={grown(box, 4)} look="target" /> : null;
}

/** Where the step will be, across the line. */
function Bar({ at: { x, y } }: { readonly at: Point }) {
  return <path d={`M${x - 36} ${y}H${x + 36}`} />;
}

/** From a card to the pointer. */
function Rope({ from, x, y }: { readonly from: string; readonly x: number; readonly y: number }) {
  const { index } = useScene();
  const flow = useReactFlow();
  // Drawn anew when the view moves beneath the pointer.
  useFlowStore(({ transform }) => transform);
  const node = index.nodeById.get(from);
  if (!node) return null;
  const end = flow.screenToFlowPosition({ x, y });
  return (
    <svg className="canvas-lines canvas-target" aria-hidden="true">
      <path d={`M${node.x + node.width / 2} ${node.y + node.height}L${end.x} ${end.y}`} strokeDasharray="4 3" />
    </svg>
  );
}
