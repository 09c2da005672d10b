/**
 * Texts with places to fill in, as editors know them: `${1:text}` is the first place, `$0` where the caret ends. `\`
 * before `$`, `}` and itself takes away their meaning.
 */

export function place(index: number, text: string): string {
  return `\${${index}:${literal(text)}}`;
}

export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** The text alone, each place as it reads: for editors that know no snippets. */
export function plain(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:((?:\\.|[^\\}])*)\}/g, '$1')
    .replace(/\$\d/g, '')
    .replace(/\\([\\$}])/g, '$1');
}
