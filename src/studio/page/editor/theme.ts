/** The editor's colours, from the drawing's: what is a convolution's blue on the canvas is a layer's blue in the text. */
import { dark, light, type Palette } from '../../../canvas/palette.ts';
import type { TokenKind } from '../../../language/tokens.ts';
import { mix, readable } from './colour.ts';
import { type Disposable, monaco } from './monaco.ts';

const themes = { light: 'netwright-light', dark: 'netwright-dark' } as const;

monaco.editor.defineTheme(themes.light, themeOf(light, 'vs'));
monaco.editor.defineTheme(themes.dark, themeOf(dark, 'vs-dark'));

/** Takes the page's colours now and whenever they change. */
export function followTheme(): Disposable {
  const root = document.documentElement;
  const apply = (): void => monaco.editor.setTheme(root.dataset.theme === 'dark' ? themes.dark : themes.light);
  const observer = new MutationObserver(apply);
  observer.observe(root, { attributeFilter: ['data-theme'] });
  apply();
  return { dispose: () => observer.disconnect() };
}

function themeOf(palette: Palette, base: 'vs' | 'vs-dark'): monaco.editor.IStandaloneThemeData {
  const { page, card, edge, text, muted, line, skip, error, warning, track } = palette;
  // The caret's line, where words must be read too.
  const here = mix(page, line, 0.1);
  return {
    base,
    inherit: false,
    rules: [
      { token: '', foreground: hex(text), background: hex(page) },
      ...Object.entries(tokenColours(palette)).map(([token, colour]) => ({
        token,
        foreground: hex(readable(colour, here, text)),
        ...(token === 'comment' && { fontStyle: 'italic' }),
        ...(token === 'keyword' && { fontStyle: 'bold' }),
      })),
    ],
    colors: {
      focusBorder: skip,
      foreground: text,
      descriptionForeground: muted,
      'editor.background': page,
      'editor.foreground': text,
      'editor.lineHighlightBackground': here,
      'editor.lineHighlightBorder': `${line}00`,
      'editor.selectionBackground': `${skip}40`,
      'editor.inactiveSelectionBackground': `${skip}26`,
      'editor.wordHighlightBackground': `${skip}26`,
      'editor.wordHighlightStrongBackground': `${skip}40`,
      'editor.findMatchBackground': `${warning}66`,
      'editor.findMatchHighlightBackground': `${warning}33`,
      'editor.hoverHighlightBackground': `${skip}1f`,
      'editor.foldBackground': `${line}1f`,
      'editorBracketMatch.background': `${skip}26`,
      'editorBracketMatch.border': `${skip}80`,
      'editorCursor.foreground': text,
      'editorError.foreground': error,
      'editorGutter.background': page,
      'editorGutter.foldingControlForeground': muted,
      'editorIndentGuide.background1': track,
      'editorIndentGuide.activeBackground1': edge,
      'editorInlayHint.background': `${page}00`,
      'editorInlayHint.foreground': readable(muted, here, text),
      'editorLineNumber.activeForeground': text,
      'editorLineNumber.foreground': readable(muted, here, text),
      'editorLink.activeForeground': skip,
      'editor.rangeHighlightBackground': `${skip}1f`,
      'editorOverviewRuler.rangeHighlightForeground': `${skip}66`,
      'editorOverviewRuler.border': `${page}00`,
      'editorOverviewRuler.errorForeground': error,
      'editorOverviewRuler.warningForeground': warning,
      'editorWarning.foreground': warning,
      'editorWidget.background': card,
      'editorWidget.foreground': text,
      'editorWidget.border': edge,
      'editorHoverWidget.background': card,
      'editorHoverWidget.border': edge,
      'editorSuggestWidget.background': card,
      'editorSuggestWidget.border': edge,
      'editorSuggestWidget.foreground': text,
      'editorSuggestWidget.highlightForeground': readable(skip, card, text),
      'editorSuggestWidget.focusHighlightForeground': readable(skip, card, text),
      'editorSuggestWidget.selectedBackground': `${skip}33`,
      'editorSuggestWidget.selectedForeground': text,
      'inputValidation.infoBackground': card,
      'inputValidation.infoBorder': edge,
      'inputValidation.infoForeground': text,
      'input.background': page,
      'input.border': edge,
      'input.foreground': text,
      'inputOption.activeBackground': `${skip}40`,
      'inputOption.activeBorder': skip,
      'list.activeSelectionBackground': `${skip}33`,
      'list.activeSelectionForeground': text,
      'list.focusBackground': `${skip}33`,
      'list.focusForeground': text,
      'list.hoverBackground': track,
      'list.highlightForeground': readable(skip, card, text),
      'menu.background': card,
      'menu.foreground': text,
      'menu.border': edge,
      'menu.selectionBackground': `${skip}33`,
      'menu.selectionForeground': text,
      'menu.separatorBackground': edge,
      'peekView.border': skip,
      'peekViewEditor.background': card,
      'peekViewEditor.matchHighlightBackground': `${skip}40`,
      'peekViewEditorGutter.background': card,
      'peekViewResult.background': page,
      'peekViewResult.fileForeground': text,
      'peekViewResult.lineForeground': muted,
      'peekViewResult.matchHighlightBackground': `${skip}40`,
      'peekViewResult.selectionBackground': `${skip}33`,
      'peekViewResult.selectionForeground': text,
      'peekViewTitle.background': card,
      'peekViewTitleLabel.foreground': text,
      'peekViewTitleDescription.foreground': muted,
      'quickInput.background': card,
      'quickInput.foreground': text,
      'quickInputList.focusBackground': `${skip}33`,
      'quickInputList.focusForeground': text,
      'pickerGroup.foreground': muted,
      'pickerGroup.border': edge,
      'scrollbar.shadow': `${page}00`,
      'scrollbarSlider.background': `${line}40`,
      'scrollbarSlider.hoverBackground': `${line}66`,
      'scrollbarSlider.activeBackground': `${line}80`,
      'symbolIcon.classForeground': muted,
      'textCodeBlock.background': track,
      'textLink.foreground': readable(skip, card, text),
      'textLink.activeForeground': readable(skip, card, text),
      'widget.shadow': '#00000029',
    },
  };
}

/** All kinds of words, in a fixed order: Monaco speaks of them by number. */
export const tokenTypes = Object.keys(tokenColours(light)) as TokenKind[];

function tokenColours({ text, muted, categories }: Palette): Readonly<Record<TokenKind, string>> {
  const { convolution, dense, pooling, activation, merge, arrangement, regularisation, group } = categories;
  return {
    keyword: dense,
    comment: muted,
    string: pooling,
    number: pooling,
    operator: muted,
    block: activation,
    network: activation,
    layer: convolution,
    function: convolution,
    parameter: regularisation,
    variable: text,
    label: merge,
    argument: group,
    word: pooling,
    figure: arrangement,
    type: arrangement,
    module: arrangement,
  };
}

/** Monaco takes colours without the hash in its rules. */
function hex(colour: string): string {
  return colour.slice(1);
}
