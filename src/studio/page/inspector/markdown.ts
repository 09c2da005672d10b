/** The part of Markdown that the documentation of operators, blocks and words uses, as data. */

export type Inline =
  | { readonly kind: 'text' | 'bold' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'break' };

export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] };

const item = /^\s*(?:[-*]|\d+\.)\s+/;

export function readMarkdown(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let items: string[] = [];
  let code: string[] | undefined;
  const end = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: inlines(paragraph.join('\n')) });
    if (items.length > 0) blocks.push({ kind: 'list', items: items.map(inlines) });
    paragraph = [];
    items = [];
  };
  for (const line of source.split('\n')) {
    if (line.startsWith('```')) {
      if (code) blocks.push({ kind: 'code', text: code.join('\n') });
      else end();
      code = code ? undefined : [];
    } else if (code) code.push(line);
    else if (line.trim() === '') end();
    else if (item.test(line)) {
      if (paragraph.length > 0) end();
      items.push(line.replace(item, ''));
    } else if (items.length > 0) items[items.length - 1] = `${items.at(-1)} ${line.trim()}`;
    else paragraph.push(line);
  }
  end();
  // A fence that is never closed still shows what is in it.
  if (code) blocks.push({ kind: 'code', text: code.join('\n') });
  return blocks;
}

/** Two blanks before a line's end break it; other line ends are blanks. */
function inlines(text: string): readonly Inline[] {
  const found: Inline[] = [];
  let done = 0;
  const add = (until: number): void => {
    if (until > done) found.push({ kind: 'text', text: text.slice(done, until).replaceAll('\n', ' ') });
  };
  for (const match of text.matchAll(/`([^`]+)`|\*\*(.+?)\*\*|\*(\S(?:[^*\n]*\S)?)\*| {2,}\n/g)) {
    const [all, code, bold, emphasis] = match;
    add(match.index);
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (bold !== undefined) found.push({ kind: 'bold', text: bold });
    else if (emphasis !== undefined) found.push({ kind: 'emphasis', text: emphasis });
    else found.push({ kind: 'break' });
    done = match.index + all.length;
  }
  add(text.length);
  return found;
}
