import { useTab, useWords } from '../context.tsx';
import { Flow } from './Flow.tsx';
import { Ghost } from './Ghost.tsx';
import { words } from './words.ts';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import './palette.css';
import './popovers.css';

/** The network as it is drawn: a view of the text, which every edit here changes. */
export function CanvasView({ path }: { readonly path: string }) {
  const drawing = useTab(path, (tab) => tab.drawing);
  if (!drawing || drawing.nodes.length === 0) return <Nothing path={path} />;
  return (
    <>
      <Flow key={path} path={path} drawing={drawing} />
      <Ghost />
    </>
  );
}

function Nothing({ path }: { readonly path: string }) {
  const said = useWords(words);
  const isExamined = useTab(path, (tab) => tab.state !== undefined) ?? false;
  const hasNetwork = useTab(path, (tab) => tab.state?.network !== undefined) ?? false;
  const isEmpty = useTab(path, (tab) => !/\bblock\b/.test(tab.document.text)) ?? true;
  return (
    <div className="canvas-area canvas-nothing-drawn">
      {isExamined && (
        <div>
          <h2>{said.emptyTitle}</h2>
          <p>{hasNetwork || isEmpty ? said.empty : said.blocksOnly}</p>
        </div>
      )}
    </div>
  );
}
