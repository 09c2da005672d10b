/** Below: problems, layers and comparison, one of them in front. */
import { Download, X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { lazy, Suspense } from 'react';
import { useStudio, useWords } from '../context.tsx';
import { preferences, type Table, tables } from '../preferences.ts';
import { runCommand } from './command.ts';
import { commandOf } from './commands.ts';
import { Layers } from './Layers.tsx';
import { Problems } from './Problems.tsx';
import { shellWords } from './words.ts';

const Compare = lazy(() => import('./Compare.tsx').then((module) => ({ default: module.Compare })));

export function Tables({ path, shown }: { readonly path: string; readonly shown: Table }) {
  const studio = useStudio();
  const words = useWords(shellWords);
  return (
    <section data-part="tables" aria-label={words.tables} className="shell-fill shell-panel">
      <Tabs.Root
        className="shell-fill"
        value={shown}
        onValueChange={(value) => preferences.setState({ table: tables.find((each) => each === value) })}
      >
        <div className="shell-table-bar">
          <Tabs.List className="shell-table-tabs" aria-label={words.tables}>
            {tables.map((table) => (
              <Tabs.Trigger key={table} value={table}>
                {words[table]}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {shown === 'layers' && (
            <button
              type="button"
              className="shell-small"
              title={words.exportCsv}
              onClick={() => runCommand(studio, commandOf('exportLayers'))}
            >
              <Download size={12} /> CSV
            </button>
          )}
          <button
            type="button"
            className="shell-close"
            aria-label={words.close}
            onClick={() => preferences.setState({ table: undefined })}
          >
            <X size={13} />
          </button>
        </div>
        <Tabs.Content value="problems" className="shell-table">
          <Problems path={path} />
        </Tabs.Content>
        <Tabs.Content value="layers" className="shell-table" tabIndex={-1}>
          <Layers path={path} />
        </Tabs.Content>
        <Tabs.Content value="compare" className="shell-table">
          <Suspense>
            <Compare path={path} />
          </Suspense>
        </Tabs.Content>
      </Tabs.Root>
    </section>
  );
}
