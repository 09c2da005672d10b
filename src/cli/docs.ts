/** The pages of docs/ that are made from the catalogue and the registry. */
import { recipeMarkdown } from '../compiler/recipe-reference.ts';
import { catalogueMarkdown } from '../diagnostics/reference.ts';
import { operatorsMarkdown } from '../operators/reference.ts';
import { renderedExample } from './example.ts';

/** Texts by path from the root of the repository. */
export function docPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/diagnostics.md', catalogueMarkdown((code) => renderedExample(code, { color: false, width: 100 }))],
    ['docs/operators.md', operatorsMarkdown()],
    ['docs/recipe.md', recipeMarkdown()],
  ]);
}
