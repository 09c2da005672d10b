/** Documentation, drawn from data: nothing in it can become an element of its own making. */
import { type Block, type Inline, readMarkdown } from './markdown.ts';

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="inspector-doc">
      {numbered(readMarkdown(text)).map(({ key, each }) => (
        <DrawnBlock key={key} block={each} />
      ))}
    </div>
  );
}

function DrawnBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'code':
      return <pre>{block.text}</pre>;
    case 'list':
      return (
        <ul>
          {numbered(block.items).map(({ key, each }) => (
            <li key={key}>
              <Inlines content={each} />
            </li>
          ))}
        </ul>
      );
    case 'paragraph':
      return (
        <p>
          <Inlines content={block.content} />
        </p>
      );
  }
}

function Inlines({ content }: { readonly content: readonly Inline[] }) {
  return numbered(content).map(({ key, each }) => <DrawnInline key={key} inline={each} />);
}

function DrawnInline({ inline }: { readonly inline: Inline }) {
  switch (inline.kind) {
    case 'break':
      return <br />;
    case 'bold':
      return <strong>{inline.text}</strong>;
    case 'emphasis':
      return <em>{inline.text}</em>;
    case 'code':
      return <code>{inline.text}</code>;
    case 'text':
      return inline.text;
  }
}

/** Parts of one text have no name but their place. */
function numbered<T>(list: readonly T[]): readonly { readonly key: number; readonly each: T }[] {
  return list.map((each, key) => ({ key, each }));
}
