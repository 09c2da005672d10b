/** A card or a frame in words, for those who do not see it. */
import { formatCount } from '../../../analysis/format.ts';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { formatShape } from '../../../operators/operator.ts';
import { type Drawn, isNode } from './selection.ts';
import type { words } from './words.ts';

/** `conv 64, 7, output 64x112x112, 9,408 parameters, error: ...` */
export function described(drawn: Drawn, diagnostics: readonly Diagnostic[], said: (typeof words)['en' | 'zh']): string {
  const { title, label, arguments: args, count, shape, figures } = drawn;
  const isFolded = isNode(drawn) && drawn.kind === 'folded';
  const isCertain = !isNode(drawn) || drawn.certain;
  const parts = [
    [label === undefined ? '' : `${label}:`, title, args].filter(Boolean).join(' '),
    count === undefined ? '' : said.times(count),
    isFolded ? said.folded : '',
    shape ? `${said.output} ${formatShape(shape)}` : '',
    isCertain ? '' : said.uncertain,
    figures.parameters > 0 ? `${formatCount(figures.parameters)} ${said.parameters}` : '',
    figures.macs > 0 ? `${formatCount(figures.macs)} ${said.macs}` : '',
    ...drawn.diagnostics.flatMap((at) => {
      const diagnostic = diagnostics[at];
      return diagnostic ? `${said[diagnostic.severity]}: ${diagnostic.message}` : [];
    }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
