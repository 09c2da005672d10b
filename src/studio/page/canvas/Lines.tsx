import { edgeLabelMarkup, frameMarkup, frameTitleMarkup, lineMarkup } from '../../../canvas/markup.ts';
import { useScene } from './CanvasContext.tsx';
import { Markup } from './Markup.tsx';
import type { Seen } from './spatial.ts';

/** Frames and lines, beneath the cards, in the order of the exported picture. */
export function Lines({ groups, edges }: Seen) {
  const { pen } = useScene();
  const framed = groups.filter((group) => group.framed);
  return (
    <svg className="canvas-lines" aria-hidden="true">
      {framed.map((group) => (
        <Markup key={`frame ${group.id}`} name={group.id} markup={frameMarkup(group, pen)} />
      ))}
      {edges.map((edge) => (
        <Markup key={edge.id} name={edge.id} markup={lineMarkup(edge, pen)} />
      ))}
      {framed.map((group) => (
        <Markup key={`title ${group.id}`} name={group.id} markup={frameTitleMarkup(group, pen)} />
      ))}
      {edges.map((edge) => (
        <Markup key={`label ${edge.id}`} name={edge.id} markup={edgeLabelMarkup(edge, pen)} />
      ))}
    </svg>
  );
}
