/** What a plot shows, as plain data, and the colours it is drawn in. */

export interface AccuracyPoint {
  readonly label: string;
  /** Multiply-accumulates of one image, in 1e9. */
  readonly x: number;
  /** Top-1 accuracy in per cent. */
  readonly y: number;
  /** Parameters in 1e6: the point's area. */
  readonly size: number;
  /** One of the plot's families: they share marker and colour. */
  readonly family: string;
  readonly measured: boolean;
}

export interface AccuracyPlot {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** All that there may be, so that each has the same marker in every plot; the legend has those that occur. */
  readonly families: readonly string[];
  readonly points: readonly AccuracyPoint[];
  /** Below the legend, a line each. */
  readonly notes: readonly string[];
}

export interface DensityPlot {
  readonly title: string;
  readonly xTitle: string;
  /** Highest first. `value`: top-1 accuracy in per cent per million parameters. */
  readonly bars: readonly { readonly label: string; readonly value: number; readonly measured: boolean }[];
}

export interface LayersPlot {
  readonly title: string;
  readonly xTitle: string;
  readonly kinds: readonly string[];
  /** `values`: parameters by kind, in the order of `kinds`. */
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[];
}

export type Plot =
  | { readonly kind: 'accuracy'; readonly plot: AccuracyPlot }
  | { readonly kind: 'density'; readonly plot: DensityPlot }
  | { readonly kind: 'layers'; readonly plot: LayersPlot };

export type PlotKind = Plot['kind'];

export const plotKinds: readonly PlotKind[] = ['accuracy', 'density', 'layers'];

/** Width and height in CSS pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** Any colour that SVG takes. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  /** Told apart in grey too where neighbours need it. */
  readonly series: readonly string[];
}

/** After Okabe and Ito's palette for all kinds of colour vision, ordered so that neighbours differ in lightness. */
export const lightPalette: Palette = {
  background: '#ffffff',
  ink: '#1b1b1b',
  faint: '#5c5c5c',
  grid: '#dcdcdc',
  series: ['#00507f', '#d98200', '#00785a', '#4aa3d8', '#a83a6e', '#c24a00', '#8a7a00', '#555555', '#222222'],
};

export const darkPalette: Palette = {
  background: '#16181c',
  ink: '#ececec',
  faint: '#a8a8a8',
  grid: '#383b42',
  series: ['#5aa9e6', '#f0a830', '#3cc29a', '#a4d8f5', '#e286b4', '#f5803e', '#d8c850', '#b0b0b0', '#e0e0e0'],
};
