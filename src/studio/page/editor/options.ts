/** How the editor looks and behaves. */
import { languageId } from './language.ts';
import { monaco } from './monaco.ts';

export const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  model: null,
  language: languageId,
  fontFamily: 'var(--mono)',
  fontSize: 13,
  lineHeight: 20,
  padding: { top: 8, bottom: 8 },
  automaticLayout: true,
  // Hovers and suggestions are not cut off by the panel around.
  fixedOverflowWidgets: true,
  minimap: { enabled: false },
  glyphMargin: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 16,
  scrollBeyondLastLine: false,
  renderLineHighlight: 'line',
  renderWhitespace: 'selection',
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  guides: { indentation: true, bracketPairs: false },
  bracketPairColorization: { enabled: false },
  stickyScroll: { enabled: false },
  links: false,
  // Nothing moves when it is opened.
  find: { addExtraSpaceOnTop: false },
  colorDecorators: false,
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, comments: false, strings: false },
  suggest: { showWords: false, localityBonus: false },
  occurrencesHighlight: 'singleFile',
  inlayHints: { enabled: 'on', fontSize: 11, padding: false },
  lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.OnCode },
  accessibilitySupport: 'auto',
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  unicodeHighlight: { ambiguousCharacters: false },
  'semanticHighlighting.enabled': true,
};
