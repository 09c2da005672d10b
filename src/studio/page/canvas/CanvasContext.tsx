/** What the pieces of one canvas share. */
import { createContext, useContext } from 'react';
import type { Pen } from '../../../canvas/markup.ts';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { SpatialIndex } from './spatial.ts';

export interface CanvasScene {
  readonly path: string;
  readonly index: SpatialIndex;
  /** Of the drawing; none while it is an older one. */
  readonly diagnostics: readonly Diagnostic[];
  readonly pen: Pen;
}

export const CanvasContext = createContext<CanvasScene | undefined>(undefined);

export function useScene(): CanvasScene {
  const scene = useContext(CanvasContext);
  if (!scene) throw new Error('no canvas around this part of it');
  return scene;
}
