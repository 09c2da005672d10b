/** The selected step: what it is, what can be changed in it, and its figures with the arithmetic. */
import { useEffect, useMemo, useState } from 'react';
import type { CanvasEdit } from '../../../canvas/edits/edit.ts';
import type { Span } from '../../../diagnostics/diagnostic.ts';
import type { InspectedArgument, Inspection } from '../../protocol.ts';
import { useStudio, useTab, useWords } from '../context.tsx';
import { Field } from './Field.tsx';
import { Figures, Summary } from './Figures.tsx';
import { Found } from './Found.tsx';
import { followInspection, type Inspected } from './inspection.ts';
import { Markdown } from './Markdown.tsx';
import { words } from './words.ts';
import './inspector.css';

export function Inspector({ path }: { readonly path: string }) {
  const studio = useStudio();
  const said = useWords(words);
  const [inspected, setInspected] = useState<Inspected>();
  const network = useTab(path, ({ state }) => state?.network);
  const totals = useTab(path, ({ state }) => state?.totals);
  useEffect(() => followInspection(studio, path, setInspected), [studio, path]);
  if (!inspected) return <Nothing />;
  const { inspection, isForeign, key } = inspected;
  const { title, kind, signature, doc, definition } = inspection;
  const isNetwork = definition !== undefined && definition === network;
  const kindName = isNetwork ? said.kind.network : definition === undefined ? said.kind[kind] : said.kind.block;
  return (
    <section className="inspector" aria-label={said.inspector}>
      <header className="inspector-head">
        <h2>{title}</h2>
        <span>{kindName}</span>
      </header>
      {isForeign && <p className="inspector-note">{said.library}</p>}
      {signature !== undefined && <code className="inspector-signature">{signature}</code>}
      {doc !== '' && <Markdown text={doc} />}
      <Fields key={`${path} ${key}`} inspected={inspected} />
      <Found path={path} inspected={inspected} />
      {isNetwork && totals ? <Summary inspection={inspection} totals={totals} /> : <Figures inspected={inspected} />}
    </section>
  );
}

function Nothing() {
  const said = useWords(words);
  return (
    <section className="inspector" aria-label={said.inspector}>
      <p className="inspector-note">{said.nothing}</p>
    </section>
  );
}

function Fields({ inspected }: { readonly inspected: Inspected }) {
  const said = useWords(words);
  const { inspection, isForeign, change } = inspected;
  const fields = useMemo(() => fieldsOf(inspection, said), [inspection, said]);
  if (fields.length === 0) return null;
  // Arguments are what one mostly comes for; the label stands above them.
  const first = fields.find(({ isArgument }) => isArgument) ?? fields.at(-1);
  return (
    <fieldset className="inspector-fields">
      <legend>{inspection.definition === undefined ? said.arguments : said.presets}</legend>
      {fields.map((field) => (
        <Field
          key={`${field.isArgument} ${field.argument.name}`}
          argument={field.argument}
          isFirst={field === first}
          isReadOnly={isForeign}
          change={(value) => change((step) => field.edit(step, value))}
        />
      ))}
    </fieldset>
  );
}

interface FieldData {
  readonly argument: InspectedArgument;
  /** Not the label and not the count, which may have the name of one. */
  readonly isArgument: boolean;
  edit(step: Span, value: string | undefined): CanvasEdit;
}

function fieldsOf(inspection: Inspection, said: (typeof words)['en']): readonly FieldData[] {
  const { step, definition, label, count, kind } = inspection;
  const fields: FieldData[] = [];
  // An input has a name in a label's place, and a head one of its own.
  if ((step !== undefined || label !== undefined) && kind !== 'input' && kind !== 'head') {
    fields.push({
      argument: text(said.label, label, false),
      isArgument: false,
      edit: (at, name) => ({ kind: 'label', step: at, name }),
    });
  }
  if (count !== undefined) {
    fields.push({
      argument: { ...text(said.count, count, true), input: { kind: 'number', min: 1, integer: true } },
      isArgument: false,
      edit: (at, value = count) => ({ kind: 'set-count', step: at, count: value }),
    });
  }
  for (const argument of inspection.arguments) {
    const { name } = argument;
    fields.push({
      // Without its default a parameter must be given by every caller: that is written in the text.
      argument: definition === undefined ? argument : { ...argument, required: true },
      isArgument: true,
      edit: (at, value) =>
        definition === undefined
          ? { kind: 'set-argument', step: at, name, value }
          : { kind: 'set-default', definition, parameter: name, value },
    });
  }
  return fields;
}

function text(name: string, written: string | undefined, required: boolean): InspectedArgument {
  return { name, doc: '', written, preset: undefined, required, input: { kind: 'text' } };
}
