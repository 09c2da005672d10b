/** Colours of the drawing, for light and for dark surroundings; the page and the exported picture share them. */
import type { CardCategory } from './document.ts';

export interface Palette {
  readonly page: string;
  readonly card: string;
  readonly edge: string;
  readonly frame: string;
  /** Over the page, so that frames within frames darken step by step. */
  readonly frameFill: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly skip: string;
  readonly error: string;
  readonly errorFill: string;
  readonly warning: string;
  readonly track: string;
  readonly categories: Readonly<Record<CardCategory, string>>;
}

export const light: Palette = {
  page: '#fbfbfa',
  card: '#ffffff',
  edge: '#d9dbe0',
  frame: '#d5d9e0',
  frameFill: 'rgba(96, 112, 140, 0.055)',
  text: '#1f2430',
  muted: '#687083',
  line: '#8b93a5',
  skip: '#5b7fc4',
  error: '#c8323c',
  errorFill: '#fdf0f0',
  warning: '#a86a00',
  track: '#eceef2',
  categories: {
    convolution: '#4a7ebb',
    dense: '#7a62b8',
    pooling: '#3f9a78',
    normalisation: '#8d98a9',
    activation: '#d08a3e',
    regularisation: '#a98a72',
    merge: '#c25f7c',
    arrangement: '#6f9aa8',
    output: '#54616f',
    group: '#5d6b82',
    input: '#54616f',
    unbuilt: '#c8323c',
  },
};

export const dark: Palette = {
  page: '#15181e',
  card: '#20242c',
  edge: '#363c48',
  frame: '#39404d',
  frameFill: 'rgba(160, 178, 210, 0.05)',
  text: '#e6e9ef',
  muted: '#98a1b2',
  line: '#727c8f',
  skip: '#7fa2e6',
  error: '#ff7078',
  errorFill: '#35202a',
  warning: '#e0a94a',
  track: '#2c323d',
  categories: {
    convolution: '#6fa3e0',
    dense: '#a48ee0',
    pooling: '#5fc09b',
    normalisation: '#8a95a8',
    activation: '#e0a25c',
    regularisation: '#c0a38c',
    merge: '#e0809c',
    arrangement: '#82b4c4',
    output: '#a5b0c0',
    group: '#93a3bf',
    input: '#a5b0c0',
    unbuilt: '#ff7078',
  },
};
