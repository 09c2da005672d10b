import { Search } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { PaletteItem } from '../../protocol.ts';
import { useStudio, useWords } from '../context.tsx';
import type { Studio } from '../studio.ts';
import { act, insertion } from './act.ts';
import { chosenIn } from './chosen.ts';
import { startDrag } from './drag.ts';
import { found, type Section, sectionsOf } from './items.ts';
import { usePaletteItems } from './palette-items.ts';
import { lastGap } from './targets.ts';
import { words } from './words.ts';
import './palette.css';

/** Everything that can be put on the canvas: dragged onto an edge or around a step, or put behind what is chosen. */
export function Palette({ path }: { readonly path: string }) {
  const studio = useStudio();
  const said = useWords(words);
  const items = usePaletteItems(path);
  const [sought, setSought] = useState('');
  const [current, setCurrent] = useState('');
  const shown = found(items, sought);
  // What is sought is shown best first, else by kind.
  const sections: readonly Section[] = sought.trim() === '' ? sectionsOf(shown) : [{ name: undefined, items: shown }];
  const order = sections.flatMap((section) => section.items);
  const stop = order.find(({ callee }) => callee === current) ?? order[0];

  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    const at = stop ? order.indexOf(stop) : -1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
    const next = to === undefined ? undefined : order[to];
    if (event.key === 'Enter' && stop) {
      event.preventDefault();
      insertChosen(studio, path, stop);
    }
    if (!next) return;
    event.preventDefault();
    setCurrent(next.callee);
    event.currentTarget.querySelector<HTMLElement>(`[data-callee="${CSS.escape(next.callee)}"]`)?.focus();
  };

  return (
    <div className="palette">
      <div className="palette-search">
        <Search size={13} aria-hidden="true" />
        <input
          type="search"
          aria-label={said.search}
          placeholder={said.searchShort}
          value={sought}
          spellCheck={false}
          onChange={({ target }) => setSought(target.value)}
          onKeyDown={(event) => {
            const [best] = order;
            if (event.key === 'Enter' && best) insertChosen(studio, path, best);
          }}
        />
      </div>
      <nav className="palette-items" aria-label={said.palette} onKeyDown={pressed}>
        {order.length === 0 && items.length > 0 && <p className="canvas-nothing">{said.nothingFound}</p>}
        {sections.map(({ name, items: own }) => (
          <section key={name ?? ''} aria-label={name ? said.categories[name] : said.search}>
            {name && <h2>{said.categories[name]}</h2>}
            {own.map((item) => (
              <Item
                key={item.callee}
                item={item}
                hint={said.dragHint}
                isStop={item === stop}
                onFocus={() => setCurrent(item.callee)}
                onPointerDown={(event) => {
                  if (event.button === 0) startDrag(studio, path, { kind: 'item', item }, event);
                }}
                onDoubleClick={() => insertChosen(studio, path, item)}
              />
            ))}
          </section>
        ))}
      </nav>
    </div>
  );
}

interface ItemProps {
  readonly item: PaletteItem;
  readonly hint: string;
  /** The one that the tab key reaches; arrows go on from there. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onDoubleClick: () => void;
}

function Item({ item, hint, isStop, ...handlers }: ItemProps) {
  const { callee, name, origin, category, signature, summary, wraps } = item;
  const module = origin === 'library' ? callee.slice(0, callee.length - name.length) : '';
  return (
    <button
      type="button"
      className="palette-item"
      data-callee={callee}
      tabIndex={isStop ? 0 : -1}
      title={`${signature}\n${summary}\n\n${hint}`}
      aria-description={summary}
      {...handlers}
    >
      <span className="canvas-swatch" data-category={category} data-wraps={wraps} />
      <span className="palette-name">
        {module !== '' && <span className="palette-module">{module}</span>}
        {name}
      </span>
    </button>
  );
}

/** Behind what is chosen, or at the end. */
function insertChosen(studio: Studio, path: string, { callee }: PaletteItem): void {
  const chosen = chosenIn(path);
  if (!chosen) return;
  const end = lastGap(chosen.index.document);
  const at = chosen.steps?.after ?? (chosen.ids.length === 0 ? end?.gap : undefined);
  const shape = chosen.steps ? chosen.active?.shape : end?.shape;
  if (at) void act(studio, path, insertion(callee, at, shape));
}
