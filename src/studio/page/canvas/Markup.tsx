import { memo, useLayoutEffect, useRef } from 'react';

interface MarkupProps {
  /** Of `src/canvas/markup.ts`, which escapes every text in it. */
  readonly markup: string;
  readonly name?: string;
}

/** A piece of the drawing as the exported picture has it; `name` is what a moved piece is found by. */
export const Markup = memo(function Markup({ markup, name }: MarkupProps) {
  const group = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    if (group.current) group.current.innerHTML = markup;
  }, [markup]);
  return <g ref={group} data-piece={name} />;
});
