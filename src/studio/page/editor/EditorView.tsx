export function EditorView({ path }: { readonly path: string }) {
  return <div>{path}</div>;
}
