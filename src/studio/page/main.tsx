import { createRoot } from 'react-dom/client';
import { CanvasView } from './canvas/CanvasView.tsx';
import { Palette } from './canvas/Palette.tsx';
import { EditorView } from './editor/EditorView.tsx';
import { Inspector } from './inspector/Inspector.tsx';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <>
      <Palette path="" />
      <CanvasView path="" />
      <EditorView path="" />
      <Inspector path="" />
    </>,
  );
