/** What Monaco knows of the language without the worker: brackets, comments, indentation and a first colouring. */
import { keywordTable } from '../../../language/keywords.ts';
import { monaco } from './monaco.ts';

export const languageId = 'arch';

const pairs = [
  { open: '{', close: '}' },
  { open: '(', close: ')' },
  { open: '[', close: ']' },
];
const quotes = { open: '"', close: '"', notIn: ['string', 'comment'] };

monaco.languages.register({ id: languageId, extensions: ['.arch'] });
monaco.languages.setLanguageConfiguration(languageId, {
  comments: { lineComment: '//' },
  brackets: pairs.map(({ open, close }) => [open, close]),
  autoClosingPairs: [...pairs.map((pair) => ({ ...pair, notIn: ['string', 'comment'] })), quotes],
  surroundingPairs: [...pairs, quotes],
  wordPattern: /[A-Za-z_]\w*/,
  indentationRules: {
    increaseIndentPattern: /^(?!\s*\/\/).*[{([]\s*(?:\/\/.*)?$/,
    decreaseIndentPattern: /^\s*[})\]]/,
  },
});

/** For the first paint, and for what the worker has not read: the words' meanings come from there. */
monaco.languages.setMonarchTokensProvider(languageId, {
  keywords: [...keywordTable.keys()],
  tokenizer: {
    root: [
      [/\/\/.*/, 'comment'],
      [/"(?:[^"\\]|\\.)*"?/, 'string'],
      [/\d[\d_]*x\d[\d_]*/, 'number'],
      [/\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?\w*/, 'number'],
      [/[A-Za-z_]\w*/, { cases: { '@keywords': 'keyword', '@default': 'variable' } }],
      [/[{}()[\]]/, '@brackets'],
      [/->|\.\.|[=!<>]=|[-+*/%<>=|]/, 'operator'],
    ],
  },
});
