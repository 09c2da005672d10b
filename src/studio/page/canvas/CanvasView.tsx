export function CanvasView({ path }: { readonly path: string }) {
  return <div>{path}</div>;
}
