/** The recipe is part of the language; its reading and its form belong to the compiler. */
export type { Augmentation, Initialisation, Optimizer, Recipe, Schedule } from '../compiler/recipe.ts';
